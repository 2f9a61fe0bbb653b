"""The files of the house, as the tests of the house read them."""

from __future__ import annotations

import subprocess
from functools import cache
from typing import TYPE_CHECKING

from tests.house.routes import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PACKAGES = ("intranet", "blogs", "forums", "polls", "training")


@cache
def tracked() -> tuple[Path, ...]:
    """Every file under version control; of an unpacked archive, every file."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    names = listed.stdout.split("\0") if listed.returncode == 0 else [str(path.relative_to(ROOT)) for path in ROOT.rglob("*")]
    return tuple(sorted(path for name in names if name and (path := ROOT / name).is_file() and ".venv" not in path.parts))


def modules() -> list[Path]:
    """Our Python, without migrations and tests."""
    return [path for path in tracked() if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in PACKAGES and "migrations" not in path.parts]


def templates() -> list[Path]:
    return [path for path in tracked() if path.suffix == ".html" and path.relative_to(ROOT).parts[0] in {"templates", *PACKAGES}]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))
