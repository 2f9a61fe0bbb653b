"""The core and any one app boot, migrate and pass that app's own tests, on a site that is not ours."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.house.routes import ROOT

if TYPE_CHECKING:
    from pathlib import Path

APPS = ("blogs", "forums", "polls", "training")
RUNS_ALONE = "not slow and not services and not browser and not races and not site"


def run(site: str, var: Path, *command: str) -> subprocess.CompletedProcess[str]:
    servers = {"DATABASE_URL", "REDIS_URL", "SEARCH_URL"}
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_") and name not in servers}
    environment = {**inherited, "DJANGO_SETTINGS_MODULE": f"tests.standalone.{site}.settings", "ROOST_VAR": str(var)}
    return subprocess.run([sys.executable, *command], env=environment, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)


@pytest.mark.slow
@pytest.mark.parametrize("site", [*APPS, "none"])
def test_a_site_with_one_app_stands(tmp_path: Path, site: str) -> None:
    checked = run(site, tmp_path, "manage.py", "check", "--fail-level", "WARNING")
    assert checked.returncode == 0, checked.stderr

    migrated = run(site, tmp_path, "manage.py", "makemigrations", "--check", "--dry-run")
    assert migrated.returncode == 0, migrated.stdout + migrated.stderr

    folder = "tests/standalone/test_core.py" if site == "none" else f"tests/{site}"
    options = ["-q", "-p", "no:randomly", "-p", "no:cacheprovider", "-m", RUNS_ALONE]
    tested = run(site, tmp_path, "-m", "pytest", f"--ds=tests.standalone.{site}.settings", *options, folder)
    assert tested.returncode == 0, tested.stdout[-6000:]
