"""The wheel holds the whole suite: installed in an empty environment, a site starts from it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from typing import TYPE_CHECKING

import pytest

from tests.house.routes import ROOT
from tests.house.tree import PACKAGES, name_of, tracked

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("wheel")]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    (found,) = folder.glob("wagtail_roost-*.whl")
    return found


def test_it_holds_every_file_of_the_suite_and_nothing_else(wheel: Path) -> None:
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    ours = {
        name_of(path).replace("templates/", "intranet/core/ui/templates/", 1)
        for path in tracked()
        if path.relative_to(ROOT).parts[0] in {"templates", *PACKAGES}
    }

    assert sorted(ours - held) == []
    assert sorted(name for name in held if name.split("/")[0] not in PACKAGES) == []
    assert wheel.stat().st_size < 3_000_000


def test_a_site_starts_from_it(wheel: Path, tmp_path: Path) -> None:
    python = str(tmp_path / "venv" / "bin" / "python")
    quiet = ["--quiet", "--disable-pip-version-check"]
    run(sys.executable, "-m", "venv", str(tmp_path / "venv"))
    run(python, "-m", "pip", "install", *quiet, "--no-deps", "--no-compile", "--require-hashes", "-r", str(ROOT / "requirements" / "demo.txt"))
    run(python, "-m", "pip", "install", *quiet, "--no-deps", "--no-index", str(wheel))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{probe.getsockname()[1]}"
    environment = {"PATH": os.environ["PATH"], "ROOST_VAR": str(tmp_path / "var"), "DEBUG": "0"}
    roost = str(tmp_path / "venv" / "bin" / "roost")
    run(roost, "migrate", "--verbosity", "0", cwd=tmp_path, env=environment)
    with subprocess.Popen([roost, "runserver", "--noreload", address.removeprefix("http://")], cwd=tmp_path, env=environment) as server:
        try:
            assert wait_for(f"{address}/-/alive/") == "ok\n"
            page = read(f"{address}/accounts/login/")
            assert "<title>Sign in" in page
            assert ":root" in read(f"{address}/static/roost/roost.css") or "@" in read(f"{address}/static/roost/roost.css")
        finally:
            server.terminate()


def run(*command: str, **options: object) -> None:
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False, **options)  # type: ignore[call-overload]
    assert done.returncode == 0, done.stderr[-3000:]


def read(address: str) -> str:
    with urllib.request.urlopen(address, timeout=20) as answer:
        return str(answer.read().decode())


def wait_for(address: str, seconds: int = 60) -> str:
    deadline = time.monotonic() + seconds
    while True:
        try:
            return read(address)
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.3)
