from __future__ import annotations

import gzip
import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import get_template

from intranet.core.ui.management.commands.build_css import SHEETS, joined

COMPONENTS = sorted((settings.BASE_DIR / "templates" / "components").glob("*.html"))
REFERENCE = settings.BASE_DIR / "docs" / "reference" / "components.md"


def test_every_component_says_its_variables_and_can_be_read() -> None:
    silent = [path.name for path in COMPONENTS if not path.read_text(encoding="utf-8").startswith("{# ")]
    assert silent == []
    for path in COMPONENTS:
        get_template(f"components/{path.name}")


def test_every_component_is_in_the_reference() -> None:
    words = REFERENCE.read_text(encoding="utf-8")
    assert [path.stem for path in COMPONENTS if f"`{path.stem}`" not in words] == []


def test_every_icon_exists() -> None:
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (SHEETS / "icons.svg").read_text(encoding="utf-8")))
    used = {
        name
        for path in (settings.BASE_DIR / "templates").rglob("*.html")
        for name in re.findall(r'{% icon "([\w-]+)"', path.read_text(encoding="utf-8"))
    }
    assert used - drawn == set()


def test_the_sheet_is_that_of_its_parts() -> None:
    assert (SHEETS / "roost.css").read_text(encoding="utf-8") == joined()


def test_weight() -> None:
    def weighed(*names: str) -> int:
        return sum(len(gzip.compress(Path(str(finders.find(name))).read_bytes(), 9, mtime=0)) for name in names)

    own = ("roost/roost.js", "roost/drafts.js", "roost/paste.js")
    assert weighed("roost/roost.css") <= 12 * 1024
    assert weighed(*own) <= 12 * 1024
    assert weighed(*own, "django_htmx/htmx-2.min.js") <= 26 * 1024


def test_the_sheet_forces_nothing_outside_utilities() -> None:
    sheet = joined()
    outside = re.sub(r"@layer utilities \{.*?\n\}", "", sheet, flags=re.DOTALL)
    assert "!important" not in outside
    assert "url(" not in sheet
