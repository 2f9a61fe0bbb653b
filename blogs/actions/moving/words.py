"""The HTML of a post as blocks: whatever it is, what comes of it is what an editor could have written."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import nh3

if TYPE_CHECKING:
    from collections.abc import Callable

    #: For the address of a picture and its alternative text: the value of a picture block without its caption, or None when it is not at hand.
    FindPicture = Callable[[str, str], dict[str, Any] | None]
    #: For the address of a link: its attributes in rich text, empty when only its words stay.
    FindLink = Callable[[str], str]

TAGS = {
    "a", "b", "strong", "i", "em", "br", "p", "div", "ul", "ol", "li", "blockquote", "cite", "h1", "h2", "h3", "h4", "h5", "h6",
    "img", "figure", "figcaption", "pre", "table", "tr", "td", "th",
}  # fmt: skip
_GONE_WITH_CONTENT = {"script", "style", "iframe", "object", "noscript", "form"}
_INLINE = {"b": "b", "strong": "b", "i": "i", "em": "i"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BLOCK_START = re.compile(
    r"\s*<(?:/?(?:p|div|ul|ol|li|blockquote|h[1-6]|table|thead|tbody|tr|td|th|pre|figure|figcaption|hr|section|article)\b|!--)", re.IGNORECASE
)
_CAPTION = re.compile(r"\[(?:wp_)?caption[^\]]*\](.*?)\[/(?:wp_)?caption\]", re.IGNORECASE | re.DOTALL)
_CAPTION_PICTURE = re.compile(r"^\s*((?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?)(.*)$", re.IGNORECASE | re.DOTALL)
_GALLERY = re.compile(r"\[gallery([^\]]*)\]", re.IGNORECASE)
_IDS = re.compile(r"""\b(?:ids|include)=["']?([\d,\s]+)""", re.IGNORECASE)
_EMBED = re.compile(r"\[(embed|youtube|video|audio)\b([^\]]*)\](?:([^\[]*)\[/\1\])?", re.IGNORECASE)
_ADDRESS = re.compile(r"""https?://[^\s"'\]<>]+""")
_SHORTCODE = re.compile(r"\[(/?)([a-z][a-z0-9_-]*)((?:\s[^\]\n]*)?)\]", re.IGNORECASE)
_EMPTY = re.compile(r"(?:\s|\u00a0|<[^>]*>)*\Z")
LONGEST_HEADING = 200
LONGEST_LINE = 300


def blocks_of(source: str, *, picture: FindPicture, link: FindLink, note: Callable[[str, str], None]) -> list[tuple[str, Any]]:
    """Pairs of a block's name and value. ``note`` hears of what was left out: what it was, and its name."""
    text = _without_shortcodes(source.replace("\r\n", "\n").replace("\r", "\n"), note)
    if "<!-- wp:" not in source:
        text = _paragraphed(text)
    if re.search(r"<(?:iframe|object|embed)\b", text, re.IGNORECASE):
        note("embedded frame", "")
    attributes = {"a": {"href"}, "img": {"src", "alt"}}
    schemes = {"http", "https", "mailto", "tel"}
    cleaned = nh3.clean(text, tags=TAGS, attributes=attributes, clean_content_tags=_GONE_WITH_CONTENT, url_schemes=schemes, link_rel=None)
    walker = _Walker(picture=picture, link=link, note=note)
    walker.feed(cleaned)
    walker.close()
    return walker.finish()


def _without_shortcodes(text: str, note: Callable[[str, str], None]) -> str:
    """Captions and galleries become figures, embedded addresses links; of others the content stays. Brackets in prose are no shortcodes."""
    text = _CAPTION.sub(_figure, text)
    text = _GALLERY.sub(lambda found: _gallery(found, note), text)
    text = _EMBED.sub(lambda found: _linked(found, note), text)
    closed = {found[2].lower() for found in _SHORTCODE.finditer(text) if found[1]}

    def without(found: re.Match[str]) -> str:
        name = found[2].lower()
        if name not in closed and "=" not in found[3]:
            return found[0]
        if not found[1]:
            note("shortcode", name)
        return ""

    return _SHORTCODE.sub(without, text)


def _figure(found: re.Match[str]) -> str:
    parts = _CAPTION_PICTURE.match(found[1])
    if parts is None:
        return found[1]
    return f"\n\n<figure>{parts[1]}<figcaption>{parts[2].strip()}</figcaption></figure>\n\n"


def _gallery(found: re.Match[str], note: Callable[[str, str], None]) -> str:
    ids = _IDS.search(found[1])
    if ids is None:
        note("gallery without a list of its pictures", "")
        return ""
    pictures = "".join(f'<figure><img src="#attachment-{int(key)}"></figure>' for key in ids[1].split(",") if key.strip().isdigit())
    return f"\n\n{pictures}\n\n"


def _linked(found: re.Match[str], note: Callable[[str, str], None]) -> str:
    address = _ADDRESS.search(found[3] or "") or _ADDRESS.search(found[2])
    note("embedded media, now a link" if address else "embedded media", address[0] if address else "")
    return f'\n\n<p><a href="{html.escape(address[0])}">{html.escape(address[0])}</a></p>\n\n' if address else ""


def _paragraphed(text: str) -> str:
    """As WordPress shows words from before its blocks: an empty line parts paragraphs, a line break is one."""
    parts = [part.strip("\n") for part in re.split(r"\n\s*\n", text)]
    whole = [part if _BLOCK_START.match(part) else f"<p>{part.strip().replace(chr(10), '<br>')}</p>" for part in parts if part.strip()]
    return "\n".join(whole)


class _Walker(HTMLParser):
    """Goes through cleaned, and so well-formed, HTML and gathers blocks."""

    def __init__(self, *, picture: FindPicture, link: FindLink, note: Callable[[str, str], None]) -> None:
        super().__init__(convert_charrefs=True)
        self._picture, self._link, self._note = picture, link, note
        self._blocks: list[tuple[str, Any]] = []
        self._rich: list[str] = []
        self._line: list[str] = []
        self._open: list[str] = []
        self._lists = 0
        #: Plain words being gathered for a heading, a quotation, its source, or a caption.
        self._plain: dict[str, list[str]] = {}
        self._cite = ""
        self._cells = 0

    def finish(self) -> list[tuple[str, Any]]:
        self._end_rich()
        return self._blocks

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "img":
            self._add_picture(given.get("src") or "", (given.get("alt") or "").strip())
        elif tag in ("blockquote", "figcaption", "cite") or tag in _HEADINGS:
            self._start_plain(tag)
        elif self._plain:
            self._break_plain(tag)
        elif tag in ("ul", "ol", "li"):
            self._start_list(tag)
        elif tag in ("td", "th"):
            self._start_cell()
        else:
            self._start_inline(tag, given.get("href") or "")

    def _start_inline(self, tag: str, address: str) -> None:
        if tag == "br":
            self._line.append("<br>")
        elif tag == "a":
            attributes = self._link(address)
            self._open_inline("a", f"<a {attributes}>" if attributes else "")
        elif tag in _INLINE:
            self._open_inline(_INLINE[tag], f"<{_INLINE[tag]}>")
        elif tag != "cite" and not self._lists:
            self._end_line()

    def handle_endtag(self, tag: str) -> None:
        if tag in self._plain:
            self._end_plain(tag)
        elif self._plain:
            self._break_plain(tag)
        elif tag in ("ul", "ol", "li"):
            self._end_list(tag)
        elif tag == "a" or tag in _INLINE:
            self._close_inline()
        elif tag == "tr":
            self._cells = 0
            self._end_line()
        elif tag not in ("td", "th", "img", "br", "cite") and not self._lists:
            self._end_line()

    def handle_data(self, data: str) -> None:
        if self._plain:
            next(reversed(self._plain.values())).append(data)
        else:
            self._line.append(html.escape(re.sub(r"[ \t\n]+", " ", data), quote=False))

    # Words in plain text: headings, quotations, captions.

    def _start_plain(self, tag: str) -> None:
        if tag == "cite" and "blockquote" not in self._plain:
            return
        if tag != "cite" and not self._lists:
            self._end_line()
        self._plain[tag] = []

    def _break_plain(self, tag: str) -> None:
        if tag in ("p", "br", "li", "div"):
            next(reversed(self._plain.values())).append("\n")

    def _end_plain(self, tag: str) -> None:
        words = _tidy("".join(self._plain.pop(tag)))
        if tag == "cite":
            self._cite = words.replace("\n", " ")
        elif tag == "figcaption":
            self._caption(words)
        elif tag == "blockquote":
            if words:
                self._add("quote", {"text": words, "cite": self._cite})
            self._cite = ""
        elif words:
            line = words.replace("\n", " ")
            self._add("heading", line) if len(line) <= LONGEST_HEADING else self._rich.append(f"<p><b>{html.escape(line)}</b></p>")

    def _caption(self, words: str) -> None:
        if self._blocks and self._blocks[-1][0] == "picture" and not self._rich:
            self._blocks[-1][1]["caption"] = words.replace("\n", " ")[:LONGEST_LINE]
        elif words:
            self._rich.append(f"<p><i>{html.escape(words, quote=False)}</i></p>")

    # Rich text.

    def _open_inline(self, tag: str, start: str) -> None:
        self._open.append(tag if start else "")
        self._line.append(start)

    def _close_inline(self) -> None:
        tag = self._open.pop() if self._open else ""
        if tag:
            self._line.append(f"</{tag}>")

    def _start_list(self, tag: str) -> None:
        if not self._lists:
            self._end_line()
        self._lists += tag != "li"
        self._line.append(f"<{tag}>")

    def _end_list(self, tag: str) -> None:
        self._lists -= tag != "li"
        self._line.append(f"</{tag}>")
        if not self._lists and tag != "li":
            self._rich.append("".join(self._line))
            self._line = []

    def _start_cell(self) -> None:
        if not self._cells:
            self._note("table, now lines", "")
        else:
            self._line.append(" · ")
        self._cells += 1

    def _end_line(self) -> None:
        line = "".join(self._line).strip()
        self._line = []
        if not _EMPTY.match(line):
            self._rich.append(f"<p>{line}</p>")

    def _end_rich(self) -> None:
        self._end_line()
        if self._rich:
            self._blocks.append(("paragraph", "".join(self._rich)))
        self._rich = []

    # Other blocks.

    def _add(self, name: str, value: Any) -> None:
        self._end_rich()
        self._blocks.append((name, value))

    def _add_picture(self, address: str, alt: str) -> None:
        value = self._picture(address, alt)
        if value is None:
            return
        if self._lists or self._plain:
            self._note("picture within a list or a quotation", address)
            return
        broken = [tag for tag in self._open if tag]
        self._line += [f"</{tag}>" for tag in reversed(broken)]
        self._add("picture", value)
        self._open = ["" for _ in self._open]


def _tidy(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)
