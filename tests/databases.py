"""The test database: migrated once for all workers and runs, and copied for each of them.

The original is named by a checksum of every migration, so that it is made anew when one of them changes.
"""

from __future__ import annotations

import fcntl
import gc
import hashlib
import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from intranet.manage import collect_less

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: pytest.FixtureRequest) -> None:
    """In place of pytest-django's, which migrates in every worker: twenty seconds each."""
    with django_db_blocker.unblock():
        copy = connection.creation._get_test_db_name()
        with _only_one_worker():
            copy_database(_original(), copy)
        connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = copy


def copy_database(original: str, copy: str) -> None:
    """Make ``copy`` what ``original`` is, whatever it was."""
    connections.close_all()
    if connection.vendor == "sqlite":
        _drop_database(copy)
        with closing(sqlite3.connect(original)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
        return
    _drop_database(copy)
    with connection._nodb_cursor() as cursor:
        # A copy is refused while anybody is there: what a thread of an earlier test left open is ended.
        cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()", [original])
        names = map(connection.ops.quote_name, (copy, original))
        cursor.execute("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY".format(*names))


def drop_database(name: str) -> None:
    connections.close_all()
    _drop_database(name)


def _drop_database(name: str) -> None:
    if connection.vendor == "sqlite":
        for ending in ("", "-wal", "-shm"):
            Path(f"{name}{ending}").unlink(missing_ok=True)
        return
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {connection.ops.quote_name(name)} WITH (FORCE)")


def _original() -> str:
    """The name of the migrated database, which is made when it is not there."""
    start = f"test_original_{settings.SETTINGS_MODULE.replace('.', '_')}_"
    if connection.vendor == "sqlite":
        start = str(settings.VAR_DIR / start)
    name = f"{start}{_checksum_of_migrations()}"
    there = _databases(start)
    if name in there:
        return name
    for outdated in there:
        _drop_database(outdated)
    unfinished = f"{start}new"
    _migrate(unfinished)
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(unfinished)) as made:
            made.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        Path(unfinished).rename(name)
    else:
        with connection._nodb_cursor() as cursor:
            cursor.execute("ALTER DATABASE {} RENAME TO {}".format(*map(connection.ops.quote_name, (unfinished, name))))
    return name


def _databases(start: str) -> set[str]:
    if connection.vendor == "sqlite":
        return {str(path) for path in Path(start).parent.glob(f"{Path(start).name}*")}
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [start])
        return {name for (name,) in cursor.fetchall()}


def _migrate(name: str) -> None:
    usual = connection.settings_dict["NAME"]
    connections.close_all()
    if connection.vendor == "postgresql":
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {connection.ops.quote_name(name)}")
    connection.settings_dict["NAME"] = name
    thresholds = gc.get_threshold()
    collect_less()
    try:
        call_command("migrate", verbosity=0, interactive=False)
    finally:
        gc.set_threshold(*thresholds)
        connections.close_all()
        connection.settings_dict["NAME"] = usual


def _checksum_of_migrations() -> str:
    checksum = hashlib.sha256()
    for config in apps.get_app_configs():
        for path in sorted(Path(config.path).glob("migrations/*.py")):
            checksum.update(f"{config.label}/{path.name}".encode())
            checksum.update(path.read_bytes())
    return checksum.hexdigest()[:12]


@contextmanager
def _only_one_worker() -> Iterator[None]:
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    with (settings.VAR_DIR / "test-original.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
