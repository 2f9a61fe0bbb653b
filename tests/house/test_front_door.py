"""What goes wrong at the front door is one clear line, and the next run works."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.house.routes import ROOT

if TYPE_CHECKING:
    from pathlib import Path

STUB = """#!/usr/bin/env bash
# Stands for Python: makes an empty environment, "installs" unless told to break off, and notes what was asked of it.
echo "$*" >>"$STUB_LOG"
case "$*" in
  "--version") echo "Python 3.12.1" ;;
  "-m venv .venv") mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
  "-m pip install"*) [[ -z "${STUB_BREAKS:-}" ]] || exit 137 ;;
esac
"""


def run(*command: str, cwd: Path = ROOT, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), **variables}
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=60, check=False)


def test_a_taken_port_is_said_at_once(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run("scripts/demo", PORT=str(port), ROOST_VAR=str(tmp_path))

    assert (done.returncode, done.stderr) == (1, f"roost: port {port} is taken; PORT={port + 1} make demo takes another one.\n")


@pytest.mark.parametrize("port", ["0", "http", "99999", ""])
def test_a_port_that_is_none_is_said_at_once(tmp_path: Path, port: str) -> None:
    done = run("scripts/demo", PORT=port or "-", ROOST_VAR=str(tmp_path))

    assert (done.returncode, done.stderr) == (1, f"roost: PORT must be a number from 1 to 65535, not {port or '-'!r}.\n")


def test_an_unwritable_folder_is_said_at_once() -> None:
    done = run("scripts/demo", ROOST_VAR="/proc/nowhere", SERVE="0")

    assert (done.returncode, done.stderr) == (1, "roost: the folder /proc/nowhere cannot be written; ROOST_VAR=FOLDER names another one.\n")


def test_an_old_python_is_said_at_once(tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text('#!/bin/sh\ncase "$2" in *print*) echo 3.9 ;; *) exit 1 ;; esac\n')
    old.chmod(0o755)

    done = run("scripts/python", PYTHON=str(old))

    assert (done.returncode, done.stderr) == (1, "roost: Python 3.11 or later is needed; found: 3.9. PYTHON=/path/to/python names another one.\n")


def test_fresh_never_empties_another_database(tmp_path: Path) -> None:
    done = run("scripts/demo", ROOST_VAR=str(tmp_path), SERVE="0", FRESH="1", DATABASE_URL="postgres://roost@127.0.0.1/roost")

    assert (done.returncode, done.stderr) == (1, "roost: FRESH=1 empties only the embedded database, and DATABASE_URL names another one.\n")


def test_an_interrupted_run_does_not_poison_the_next(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts")
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    stub, log = tmp_path / "stub", tmp_path / "log"
    stub.write_text(STUB)
    stub.chmod(0o755)

    def prepare(**variables: str) -> tuple[int, bool, int]:
        log.write_text("")
        done = run("scripts/environment", "demo", cwd=tmp_path, PYTHON=str(stub), STUB_LOG=str(log), **variables)
        asked = log.read_text()
        return done.returncode, "-m venv .venv" in asked, asked.count("-m pip install")

    assert prepare(STUB_BREAKS="1") == (137, True, 1)
    assert prepare() == (0, True, 1)
    assert prepare() == (0, False, 0)
    (tmp_path / "requirements" / "demo.txt").write_text("changed\n")
    assert prepare() == (0, False, 1)
    assert prepare() == (0, False, 0)


@pytest.mark.parametrize("lock", ["demo.txt", "dev.txt"])
def test_a_lock_has_hashes_and_no_addresses(lock: str) -> None:
    lines = (ROOT / "requirements" / lock).read_text().splitlines()
    pinned = [line for line in lines if line and not line.startswith(" ")]

    assert pinned
    assert all("==" in line and line.endswith("\\") for line in pinned)
    assert not [line for line in lines if "://" in line or " @ " in line]
    # The name belongs to another project in the public index: a lock that held it would install that.
    assert not [line for line in pinned if line.startswith("wagtail-roost")]


def test_both_locks_hold_the_same_versions() -> None:
    demo, dev = (
        {line for line in (ROOT / "requirements" / name).read_text().splitlines() if line and not line.startswith(" ")}
        for name in ("demo.txt", "dev.txt")
    )

    assert demo <= dev
