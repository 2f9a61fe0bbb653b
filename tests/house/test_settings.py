"""A wrong variable is one clear line, and every right one does what the reference says."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.house.routes import ROOT

if TYPE_CHECKING:
    from pathlib import Path

GOOD_KEY = "a-long-and-random-value-that-nobody-else-has-seen-0123456789"
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "intranet.settings.production",
    "SECRET_KEY": GOOD_KEY,
    "SEAL_KEY": GOOD_KEY[::-1],
    "ALLOWED_HOSTS": "intranet.example",
    "SITE_URL": "https://intranet.example",
    "DATABASE_URL": "postgres://roost:secret-word@127.0.0.1:5432/roost",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "EMAIL_URL": "smtp+tls://mail.example:587",
    "TASKS": "database",
}


def run(*command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run Python in a process whose environment holds these variables and no others of ours."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "intranet.settings.dev", **variables}
    return subprocess.run([sys.executable, *command], env=environment, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


def read_setting(expression: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return run("-c", f"from django.conf import settings as s; print({expression})", **variables)


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"DATABASE_URL_FILE": "/no/such/file"}, "DATABASE_URL_FILE names /no/such/file, which cannot be read"),
        ({"DATABASE_URL": "mysql://db.example/roost"}, "DATABASE_URL must begin with postgres:// or"),
        ({"DATABASE_URL": "just words"}, "DATABASE_URL must begin with"),
        ({"DATABASE_URL": "postgres://db.example:port/roost"}, "DATABASE_URL is not an address"),
        ({"DATABASE_URL": "postgres://db.example/"}, "DATABASE_URL names no database"),
        ({"DATABASE_URL": "sqlite:////proc/nowhere/roost.sqlite3"}, "the folder /proc/nowhere cannot be written"),
        ({"ROOST_VAR": "/proc/nowhere"}, "the folder /proc/nowhere cannot be written"),
        ({"SEARCH_URL": "elastic.example"}, "SEARCH_URL must begin with http:// or https://"),
        ({"REDIS_URL": "memcached://cache.example"}, "REDIS_URL must begin with"),
        ({"REDIS_URL": "redis://"}, "REDIS_URL names no host"),
        ({"TASKS": "celery"}, "TASKS must be immediate or database, not 'celery'"),
        ({"EMAIL_URL": "pigeon://mail.example"}, "EMAIL_URL must begin with"),
        ({"STORAGE_URL": "ftp://files.example"}, "STORAGE_URL must begin with s3://"),
        ({"SITE_URL": "intranet.example"}, "SITE_URL must begin with"),
        ({"OIDC_ISSUER": "https://login.example"}, "OIDC_ISSUER needs OIDC_CLIENT_ID and OIDC_CLIENT_SECRET"),
        ({"DJANGO_SETTINGS_MODULE": "intranet.settings.production"}, "SECRET_KEY is not set"),
        ({"DJANGO_SETTINGS_MODULE": "intranet.settings.production", "SECRET_KEY": GOOD_KEY}, "ALLOWED_HOSTS is not set"),
        ({**PRODUCTION, "HSTS_SECONDS": "a year"}, "HSTS_SECONDS has a value that cannot be used: int is expected"),
        ({"DEBUG": "perhaps"}, "DEBUG must be true or false, not 'perhaps'"),
        ({**PRODUCTION, "SSL_REDIRECT": "ture"}, "SSL_REDIRECT must be true or false, not 'ture'"),
    ],
    ids=lambda value: "-".join(f"{name}={text}"[:40] for name, text in value.items()) if isinstance(value, dict) else None,
)
def test_a_wrong_variable_is_one_clear_line(tmp_path: Path, variables: dict[str, str], words: str) -> None:
    done = read_setting("s.DEBUG", **{"ROOST_VAR": str(tmp_path), **variables})

    assert done.returncode == 1
    assert done.stderr.startswith("roost: ")
    assert words in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_database_that_does_not_answer_is_one_clear_line(tmp_path: Path) -> None:
    done = run("manage.py", "migrate", ROOST_VAR=str(tmp_path), DATABASE_URL="postgres://roost:secret-word@127.0.0.1:1/roost")

    assert done.returncode == 1
    assert done.stderr.startswith("The database did not do as asked: ")
    assert done.stderr.count("\n") == 1
    assert "secret-word" not in done.stderr


def test_a_variable_and_its_file_together_are_refused(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("from a file\n")

    done = read_setting("s.METRICS_TOKEN", ROOST_VAR=str(tmp_path), METRICS_TOKEN="x", METRICS_TOKEN_FILE=str(tmp_path / "key"))

    assert done.stderr == "roost: METRICS_TOKEN and METRICS_TOKEN_FILE are both set; keep one of them.\n"


@pytest.mark.parametrize(
    ("name", "text", "expression", "value"),
    [
        ("METRICS_TOKEN", "from a file", "s.METRICS_TOKEN", "from a file"),
        ("DATABASE_URL", "postgres://u:p%40ss@db.example:5433/roost", "s.DATABASES['default']['PASSWORD']", "p@ss"),
        ("TASKS", "database", "s.TASKS['default']['BACKEND']", "django_tasks_db.DatabaseBackend"),
        ("SITE_URL", "https://intranet.example/", "s.WAGTAILADMIN_BASE_URL", "https://intranet.example"),
        ("EMAIL_URL", "smtp+tls://mail.example:587", "s.EMAIL_HOST", "mail.example"),
        ("STORAGE_URL", "s3://bucket/media?endpoint=https://s3.example", "s.STORAGES['default']['OPTIONS']['bucket_name']", "bucket"),
        ("REDIS_URL", "redis://cache.example/1", "s.CACHES['default']['LOCATION']", "redis://cache.example/1"),
        ("SEARCH_URL", "http://search.example:9200", "s.SEARCH_URL", "http://search.example:9200"),
    ],
)
def test_each_variable_may_come_from_a_file(tmp_path: Path, name: str, text: str, expression: str, value: str) -> None:
    (tmp_path / "value").write_text(f"{text}\n")

    done = read_setting(expression, ROOST_VAR=str(tmp_path), **{f"{name}_FILE": str(tmp_path / "value")})

    assert (done.stdout.strip(), done.stderr) == (value, "")


def test_sqlite_waits_for_its_turn_and_lets_readers_read(tmp_path: Path) -> None:
    done = read_setting("s.DATABASES['default']['OPTIONS']", ROOST_VAR=str(tmp_path))

    assert "'transaction_mode': 'IMMEDIATE'" in done.stdout
    assert "'timeout': 20" in done.stdout
    assert "journal_mode=WAL" in done.stdout


def test_the_settings_are_printed_without_secrets(tmp_path: Path) -> None:
    done = run("manage.py", "intranet_settings", **{**PRODUCTION, "ROOST_VAR": str(tmp_path), "OIDC_CLIENT_SECRET": "hush"})

    assert done.returncode == 0, done.stderr
    assert "postgres://roost:********@127.0.0.1:5432/roost" in done.stdout
    assert not [secret for secret in (GOOD_KEY, "secret-word", "hush") if secret in done.stdout]


def test_a_sound_installation_passes_the_deployment_checks(tmp_path: Path) -> None:
    done = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", **{**PRODUCTION, "ROOST_VAR": str(tmp_path)})

    assert done.returncode == 0, done.stderr


def test_a_careless_installation_hears_of_every_fault(tmp_path: Path) -> None:
    (tmp_path / "careless.py").write_text(
        "from intranet.settings.dev import *\nDEBUG = True\nCOMMENTS_XTD_SALT = b''\nWAGTAILDOCS_SERVE_METHOD = 'direct'\nSESSION_COOKIE_SECURE = False\n"
    )

    done = run(
        "manage.py",
        "check",
        "--deploy",
        DJANGO_SETTINGS_MODULE="careless",
        PYTHONPATH=f"{ROOT}:{tmp_path}",
        ROOST_VAR=str(tmp_path),
        EMAIL_URL="consolemail://",
    )

    found = {word.strip("()") for word in done.stderr.split() if word.startswith("(intranet.")}
    assert done.returncode == 1
    assert {f"intranet.{number}" for number in ("E101", "E102", "E103", "E104", "E105", "W107", "W108", "W109", "E110", "E111", "E112")} <= found


def test_another_package_of_the_same_name_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "polls").mkdir()
    (tmp_path / "polls" / "__init__.py").write_text("")
    code = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); from intranet.core.background.checks import _is_ours, _folder_of; print(_is_ours('polls', _folder_of('polls')))"

    assert run("-c", code).stdout.strip() == "False"
    assert run("-c", code.replace(f"sys.path.insert(0, {str(tmp_path)!r}); ", "")).stdout.strip() == "True"


def test_with_an_identity_provider_there_is_no_other_way_in(tmp_path: Path) -> None:
    code = (
        "import django; django.setup()\n"
        "from django.contrib.auth import authenticate\n"
        "from django.test import Client\n"
        "# There are no tables: a sign-in that looked for the account would fail loudly.\n"
        "print(authenticate(username='priya', password='roost-demo'))\n"
        "for address in ('/accounts/login/?next=/polls/', '/admin/login/'):\n"
        "    print(Client().get(address)['Location'])\n"
        "print(Client().post('/accounts/login/', {'username': 'priya', 'password': 'roost-demo'})['Location'])\n"
    )

    done = run("-c", code, ROOST_VAR=str(tmp_path), OIDC_ISSUER="https://login.example", OIDC_CLIENT_ID="roost", OIDC_CLIENT_SECRET="hush")

    assert done.stdout.splitlines() == [
        "None",
        "/accounts/oidc/oidc/login/?next=%2Fpolls%2F",
        "/accounts/oidc/oidc/login/?next=%2F",
        "/accounts/oidc/oidc/login/?next=%2F",
    ], done.stderr
