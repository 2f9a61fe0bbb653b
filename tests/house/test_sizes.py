"""Budgets on the tail: modules of 300 lines, functions of 40, templates of 120; and what no file of ours may hold."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from tests.house.tree import modules, name_of, templates, tracked

if TYPE_CHECKING:
    from pathlib import Path

MODULE_LINES = 300
FUNCTION_LINES = 40
TEMPLATE_LINES = 120


def lines_of(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def found_in(paths: list[Path], pattern: str) -> list[str]:
    expression = re.compile(pattern)
    return [f"{name_of(path)}:{number}" for path in paths for number, line in enumerate(lines_of(path), 1) if expression.search(line)]


def test_no_module_is_longer_than_it_should_be() -> None:
    assert {name_of(path): count for path in modules() if (count := len(lines_of(path))) > MODULE_LINES} == {}


def test_no_template_is_longer_than_it_should_be() -> None:
    assert {name_of(path): count for path in templates() if (count := len(lines_of(path))) > TEMPLATE_LINES} == {}


def test_no_function_is_longer_than_it_should_be() -> None:
    long = {}
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
                and node.end_lineno
                and (count := node.end_lineno - node.lineno + 1) > FUNCTION_LINES
            ):
                long[f"{name_of(path)}:{node.name}"] = count

    assert long == {}


def test_the_two_packages_that_are_only_roofs_hold_no_code() -> None:
    roofs = [path for path in modules() if name_of(path) in {"intranet/__init__.py", "intranet/core/__init__.py"}]

    assert [path.read_text() for path in roofs] == ["", ""]


def test_only_the_text_of_the_core_marks_anything_safe() -> None:
    outside = [path for path in modules() if not name_of(path).startswith("intranet/core/text/")]

    assert found_in(outside, r"\bmark_safe\b|SafeString\([^)]") == []
    assert found_in(templates(), r"\|\s*safe\b|\|\s*safeseq\b|autoescape off") == []


def test_templates_have_nothing_inline() -> None:
    pages = [path for path in templates() if not path.stem.startswith("mail")]  # mail programs know no style sheets

    assert found_in(pages, r"\sstyle\s*=|<style\b|\son[a-z]+\s*=\s*[\"']|javascript:") == []
    assert found_in(templates(), r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")") == []


def test_no_door_is_left_open_in_the_code() -> None:
    # Mail programs and mail servers post to these without having read a page (RFC 8058); a token stands for the person, or for the server.
    exempt = [place.partition(":")[0] for place in found_in(modules(), r"@csrf_exempt\b|csrf_exempt\(|csrf_exempt\s*=")]
    assert exempt == [f"intranet/core/notifications/views/{name}.py" for name in ("inbound", "unsubscribe")]
    assert found_in(modules(), r"\bpickle\b|\.extractall\(|(filter|create|get)\(\*\*request\.|\beval\(|\bexec\(") == []


def test_there_is_one_clock() -> None:
    clock = "intranet/core/background/clock.py"

    assert (
        found_in([path for path in modules() if name_of(path) != clock], r"timezone\.now\b|datetime\.now\(|auto_now(_add)?=True|\bdate\.today\(")
        == []
    )


def test_nothing_is_left_for_later() -> None:
    ours = [
        path for path in tracked() if path.suffix in {".py", ".html", ".js", ".css", ".sh", ".toml", ".yml", ".yaml"} and path.name != "test_sizes.py"
    ]

    assert found_in(ours, r"\b(TODO|FIXME|XXX)\b|(?i:coming soon|lorem ipsum)") == []
