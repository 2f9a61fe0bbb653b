"""What can be set, called, heard or run is in the reference; records and notes have their form."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import Counter

import pytest
from django.conf import settings

from tests.house.routes import ROOT
from tests.house.tree import PACKAGES, modules

DOCS = ROOT / "docs"
REFERENCE = DOCS / "reference"
KINDS_OF_CHANGE = {"added", "changed", "fixed", "removed", "security"}
PRODUCTION_ONLY = {"SECRET_KEY", "ALLOWED_HOSTS", "SSL_REDIRECT", "HSTS_SECONDS", "HSTS_INCLUDE_SUBDOMAINS", "HSTS_PRELOAD", "DEBUG"}


def page(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


def commands() -> list[str]:
    return sorted(path.stem for path in modules() if path.parent.name == "commands" and path.stem != "__init__")


def signals() -> list[str]:
    """The names that our signals.py modules give to signals."""
    names = []
    for path in modules():
        if path.name != "signals.py":
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and ast.unparse(node.value.func).endswith("Signal"):
                names += [f"{path.parent.name}.signals.{target.id}" for target in node.targets if isinstance(target, ast.Name)]
    return sorted(names)


@pytest.mark.parametrize("command", commands())
def test_every_command_is_in_the_reference(command: str) -> None:
    assert f"`{command}" in page("commands.md") or f"manage.py {command}" in page("commands.md")


@pytest.mark.parametrize("signal", signals())
def test_every_signal_is_in_the_reference(signal: str) -> None:
    assert f"`{signal}`" in page("signals.md")


@pytest.mark.parametrize("variable", sorted({*settings.ENVIRONMENT, *PRODUCTION_ONLY}))
def test_every_variable_is_in_the_reference(variable: str) -> None:
    assert f"`{variable}`" in page("settings.md")


def test_every_component_is_in_the_reference() -> None:
    components = sorted(path.stem for path in (ROOT / "templates" / "components").glob("*.html"))

    assert [name for name in components if f"`{name}`" not in page("components.md")] == []


def test_the_numbers_of_decisions_are_their_own() -> None:
    numbers = Counter(path.name[:4] for path in (DOCS / "decisions").glob("*.md"))

    assert [number for number, count in numbers.items() if count > 1 or not re.fullmatch(r"\d{4}", number)] == []


@pytest.mark.parametrize("record", sorted((DOCS / "decisions").glob("*.md")), ids=lambda path: path.stem)
def test_a_decision_says_why_and_at_what_price(record: object) -> None:
    text = record.read_text(encoding="utf-8")

    assert text.startswith(f"# {int(record.name[:4])}. ")
    assert [part for part in ("**Context.**", "**Choice.**", "**Price.**") if part not in text] == []


@pytest.mark.parametrize("note", sorted(path for path in (DOCS / "changes").iterdir() if path.name != "README.md"), ids=lambda path: path.name)
def test_a_change_note_is_a_sentence_for_people(note: object) -> None:
    slug, _, kind = note.stem.rpartition(".")
    text = note.read_text(encoding="utf-8").strip()

    assert slug
    assert kind in KINDS_OF_CHANGE
    assert re.match(r"[A-Z`“]", text)
    assert text.endswith(".")
    assert "\n\n" not in text


@pytest.mark.parametrize("app", [name for name in PACKAGES if name != "intranet"])
def test_every_app_introduces_itself(app: str) -> None:
    text = (ROOT / app / "README.md").read_text(encoding="utf-8")

    assert len(text.splitlines()) <= 120


@pytest.mark.slow
def test_the_documentation_is_built_without_a_warning(tmp_path: object) -> None:
    built = subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html", "-d", f"{tmp_path}/trees", str(DOCS), f"{tmp_path}/html"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert (built.returncode, built.stderr) == (0, "")
