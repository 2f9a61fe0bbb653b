"""``manage.py build_css``: one sheet from the files of the layers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

SHEETS = Path(__file__).resolve().parents[2] / "static" / "roost"
PARTS = (
    "tokens",
    "base",
    "layout",
    "components/basics",
    "components/forms",
    "components/talk",
    "components/rooms",
    "components/frame",
    "utilities",
)
HEAD = "/* Made by manage.py build_css from the files in css/: edit those. */\n"


def joined() -> str:
    """The whole sheet, as it is served."""
    return HEAD + "".join((SHEETS / "css" / f"{part}.css").read_text(encoding="utf-8") for part in PARTS)


class Command(BaseCommand):
    help = "Join the style sheets of the layers into the one that is served."

    def handle(self, **options: Any) -> None:
        (SHEETS / "roost.css").write_text(joined(), encoding="utf-8")
        self.stdout.write("roost.css is up to date.")
