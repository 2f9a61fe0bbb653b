"""The allow-list: what HTML may hold that people's words became."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import nh3

if TYPE_CHECKING:
    from collections.abc import Callable

TAGS = {"a", "blockquote", "br", "code", "em", "hr", "li", "ol", "p", "pre", "s", "strong", "ul"}
CLASSES = {"a": {"mention", "hashtag"}, "p": {"card-link"}}
SCHEMES = {"http", "https", "mailto", "tel"}
EXTERNAL_REL = "noopener noreferrer"

_RELATIVE = re.compile(r"(?:/(?![/\\])|#)[^\\\s]*\Z")
_ABSOLUTE = re.compile(r"(?:https?://[^\s/\\]|mailto:|tel:)", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,6}\Z")
#: What becomes of an address of ours on a line of its own: a card, to whoever may see what is there.
CARD_LINK = re.compile(r"""<p\b(?=[^>]*\sclass=["'](?:[^"'>]*\s)?card-link[\s"'])[^>]*>\s*<a\b[^>]*\shref=["']([^"'>]*)["'][^>]*>[^<]*</a>\s*</p>""")
_OWN_LINK = re.compile(r'href="([/#][^"]*)"')
_BLOCK_END = re.compile(r"</(?:p|li|pre|blockquote)>|<br>|<hr>")
_GAPS = re.compile(r"\n{2,}")


def may_link_to(address: str) -> bool:
    """A whole address of a known scheme, or a path or place on this site; nothing that leaves it by surprise."""
    return bool(_ABSOLUTE.match(address) or _RELATIVE.match(address))


def _keep_attribute(tag: str, name: str, value: str) -> str | None:
    if name == "href":
        return value if may_link_to(value) else None
    if name == "rel":
        return value if value == EXTERNAL_REL else None
    if name == "start":
        return value if _NUMBER.match(value) else None
    return value


def clean(fragment: str) -> str:
    """``fragment`` with nothing but the tags, attributes and addresses on the list. Cleaning twice changes nothing."""
    return nh3.clean(
        fragment,
        tags=TAGS,
        attributes={"a": {"href", "rel"}, "ol": {"start"}},
        attribute_filter=_keep_attribute,
        allowed_classes=CLASSES,
        url_schemes=SCHEMES,
        link_rel=None,
    )


def own_links(fragment: str) -> list[str]:
    """Where cleaned HTML leads on this site: paths, and places on its own page."""
    return [html.unescape(link) for link in _OWN_LINK.findall(fragment)]


def lead_elsewhere(fragment: str, lead: Callable[[str], str]) -> str:
    """Cleaned HTML for a place outside this site: ``lead`` says to which address each of ``own_links`` goes from there."""
    return _OWN_LINK.sub(lambda found: f'href="{html.escape(lead(html.unescape(found[1])))}"', fragment)


def plain_of(fragment: str) -> str:
    """The words alone of cleaned HTML, a block a line: for search, mail and excerpts.

    An address of ours that stands for a card is left out: it often has the title in it of something that not every reader may see.
    """
    fragment = CARD_LINK.sub("", fragment)
    lines = _BLOCK_END.sub("\n", fragment.replace("\n", " ") if "<pre>" not in fragment else fragment)
    words = html.unescape(nh3.clean(lines, tags=set()))
    return _GAPS.sub("\n", "\n".join(line.strip() for line in words.splitlines())).strip()
