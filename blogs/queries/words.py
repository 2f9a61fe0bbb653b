"""The words of a post with the addresses of what they lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from wagtail.rich_text import RichText, expand_db_html

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Between the paragraphs while they are expanded as one: no editor can type it.
_BETWEEN = "\x1e"


class ExpandedText(RichText):
    """Rich text whose links have their addresses already."""

    def __init__(self, source: str, html: str) -> None:
        super().__init__(source)
        self.html = html

    def __html__(self) -> str:
        return render_to_string("wagtailcore/shared/richtext.html", {"html": self.html})


def expanded(paragraphs: Sequence[Any]) -> list[ExpandedText]:
    """The same paragraphs, ready to be shown. Pages and files that they lead to are asked for at once: at most one query each."""
    sources = [paragraph.source.replace(_BETWEEN, "") for paragraph in paragraphs]
    if not sources:
        return []
    return [ExpandedText(source, html) for source, html in zip(sources, expand_db_html(_BETWEEN.join(sources)).split(_BETWEEN), strict=True)]
