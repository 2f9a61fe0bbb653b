"""What our Markdown knows beyond the ordinary: mentions, hashtags, and addresses of ours that become cards."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from django.conf import settings
from markdown_it import MarkdownIt
from markdown_it.token import Token

from intranet.core.text.cleaning import EXTERNAL_REL, may_link_to

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline

MAX_NESTING = 20
MAX_CARDS = 20
#: Names that tell people and are nobody's page.
NAMES_OF_NOBODY = frozenset({"everyone"})

_MENTION = re.compile(r"@(service:[a-z0-9_-]{1,100}(?![\w-])|[^\W_](?:[\w.+-]{0,148}\w)?)", re.IGNORECASE)
_HASHTAG = re.compile(r"#([^\W\d_](?:[\w-]{0,48}\w)?)")
_STARTS_AFTER = frozenset(" \t\n([{\"'“‘«>,;:*_~-–—!?")
_OUR_PATH = re.compile(r"/(?:[A-Za-z0-9_~%.@:+,=-]+/)+(?:\?[A-Za-z0-9_~%.@:+,=&/-]*)?(?:#[A-Za-z0-9_.-]*)?\Z")


def own_path(address: str) -> str | None:
    """The path of an address of this site, or None when it is no such address."""
    parts = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    origin = f"{parts.scheme}://{parts.netloc}"
    path = address[len(origin) :] if parts.netloc and address.startswith(f"{origin}/") else address
    return path if _OUR_PATH.match(path) else None


def _card_line(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """An address of ours alone on a line, outside lists and quotes."""
    cards = state.env.get("cards", 0)
    if state.level or cards >= MAX_CARDS or state.is_code_block(start):
        return False
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]].strip()
    if not line.startswith(("/", "http")) or len(line) > 500:
        return False
    path = own_path(line)
    if path is None:
        return False
    if not silent:
        state.env["cards"] = cards + 1
        state.line = start + 1
        state.push("paragraph_open", "p", 1).attrs = {"class": "card-link"}
        link = Token("link_open", "a", 1, attrs={"href": path})
        inline = state.push("inline", "", 0)
        inline.children = [link, _text(path), Token("link_close", "a", -1)]
        state.push("paragraph_close", "p", -1)
    return True


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _word(kind: str, marker: str, pattern: re.Pattern[str]) -> Callable[[StateInline, bool], bool]:
    def rule(state: StateInline, silent: bool) -> bool:
        if state.src[state.pos] != marker or state.linkLevel:
            return False
        if state.pos and state.src[state.pos - 1] not in _STARTS_AFTER:
            return False
        found = pattern.match(state.src, state.pos, state.posMax)
        if found is None:
            return False
        if not silent:
            token = state.push(kind, "", 0)
            token.content = found[1]
        state.pos = found.end()
        return True

    return rule


def _mention_html(renderer: object, tokens: list[Token], index: int, options: object, env: dict[str, dict[str, str]]) -> str:
    name = tokens[index].content
    known = env.get("known", {}).get(name)
    if not known or known in NAMES_OF_NOBODY:
        return f"@{name}"
    service = known.removeprefix("service:")
    address = f"/services/{quote(service)}/" if service != known else f"/people/{quote(known)}/"
    return f'<a class="mention" href="{address}">@{name}</a>'


def _hashtag_html(renderer: object, tokens: list[Token], index: int, options: object, env: dict[str, dict[str, str]]) -> str:
    tag = tokens[index].content
    return f'<a class="hashtag" href="/search/?q=tag:{quote(tag.lower())}">#{tag}</a>'


def _outward(state: StateCore) -> None:
    """Addresses of ours become paths; those of others say that they lead away."""
    for block in state.tokens:
        for token, words in pairwise(block.children or ()):
            href = str(token.attrs.get("href", "")) if token.type == "link_open" else ""
            if not href.lower().startswith("http"):
                continue
            if token.markup == "linkify" and not words.content.lower().startswith("http"):
                href = f"https{href.removeprefix('http')}"
            path = own_path(href)
            token.attrs = {"href": path} if path else {"href": href, "rel": EXTERNAL_REL}


def build_parser(*, links: bool = True) -> MarkdownIt:
    """CommonMark without raw HTML, headings, images and tables; line breaks are kept, addresses become links.

    Without ``links`` its time grows with the length alone, whatever was typed.
    """
    parser = MarkdownIt("js-default", {"html": False, "linkify": links, "breaks": True, "maxNesting": MAX_NESTING})
    parser.disable(["code", "heading", "lheading", "html_block", "html_inline", "image", "reference", "table", *(() if links else ("link",))])
    parser.validateLink = may_link_to  # type: ignore[method-assign, assignment]
    parser.block.ruler.before("paragraph", "card", _card_line, {"alt": ["paragraph"]})
    parser.inline.ruler.before("link", "mention", _word("mention", "@", _MENTION))
    parser.inline.ruler.before("link", "hashtag", _word("hashtag", "#", _HASHTAG))
    parser.core.ruler.push("outward", _outward)
    parser.add_render_rule("mention", _mention_html)
    parser.add_render_rule("hashtag", _hashtag_html)
    return parser
