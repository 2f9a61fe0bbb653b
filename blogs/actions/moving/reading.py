"""A WordPress export, item by item: in bounded memory, and without what XML can be made to do to its reader."""

from __future__ import annotations

import codecs
import html
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.parsers import expat

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHUNK = 64 * 1024
#: Of one element. The longest posts have a few hundred thousand letters.
MOST_TEXT = 20_000_000
_DECLARED = re.compile(rb"""<\?xml[^>]*encoding=["']([A-Za-z0-9._-]+)""")
#: What XML 1.0 cannot hold, as letters and as references. Exports have it, from words pasted long ago.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ILLEGAL_REFERENCE = re.compile(r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]));")
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,30});")
_OF_XML = {"amp", "lt", "gt", "quot", "apos"}
_LONGEST_REFERENCE = 40


class Refused(Exception):
    """The file is no export that we read; the message says why, in words for who runs the command."""


@dataclass(slots=True)
class Item:
    """A post, page, attachment or whatever else an export holds."""

    fields: dict[str, str] = field(default_factory=dict)
    #: Domain (category, post_tag) and name.
    terms: list[tuple[str, str]] = field(default_factory=list)
    comments: list[dict[str, str]] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str:
        return self.fields.get(name, "").strip()


@dataclass(slots=True)
class Author:
    login: str
    email: str
    name: str


def read(path: Path) -> Iterator[Item | Author | str]:
    """Authors and items in their order, one at a time; the address of the site as text. Raises ``Refused``."""
    parser = _Parser()
    for text in _decoded(path):
        yield from parser.feed(text)
    yield from parser.feed("", last=True)


def _decoded(path: Path) -> Iterator[str]:
    """The file as text that XML can hold: bytes that are not of its encoding are taken for those of Windows, as they mostly are."""
    with path.open("rb") as file:
        head = file.read(1024)
        file.seek(0)
        decoder = _decoder(head)
        rest = ""
        while chunk := file.read(CHUNK):
            text = rest + decoder.decode(chunk)
            start = text.rfind("&", max(len(text) - _LONGEST_REFERENCE, 0))
            text, rest = (text[:start], text[start:]) if start >= 0 else (text, "")
            yield _mended(text)
        yield _mended(rest + decoder.decode(b"", final=True))


def _decoder(head: bytes) -> codecs.IncrementalDecoder:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return codecs.getincrementaldecoder("utf-16")(errors="replace")
    declared = _DECLARED.search(head)
    name = declared[1].decode("ascii").lower() if declared else "utf-8"
    try:
        found = codecs.lookup(name).name
    except LookupError:
        raise Refused(f"The file says that it is written in {name}, which is not known.") from None
    if found == "iso8859-1":
        found = "cp1252"  # whoever says Latin-1 has the quotes and dashes of Windows
    return codecs.getincrementaldecoder("utf-8-sig" if found == "utf-8" else found)(errors="roost-windows")


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", errors="replace"), error.end


codecs.register_error("roost-windows", _as_windows)


def _mended(text: str) -> str:
    return _ENTITY.sub(_known_entity, _ILLEGAL_REFERENCE.sub("", _ILLEGAL.sub("", text)))


def _known_entity(found: re.Match[str]) -> str:
    """The named letters of HTML, which XML does not know."""
    if found[1] in _OF_XML:
        return found[0]
    letters = html.unescape(found[0])
    return letters if letters != found[0] else f"&amp;{found[1]};"


class _Parser:
    """Turns elements into items; holds one at a time."""

    def __init__(self) -> None:
        self._expat = expat.ParserCreate("utf-8")
        self._expat.buffer_text = True
        self._expat.StartDoctypeDeclHandler = self._refuse
        self._expat.EntityDeclHandler = self._refuse
        self._expat.StartElementHandler = self._start
        self._expat.EndElementHandler = self._end
        self._expat.CharacterDataHandler = self._letters
        self._path: list[str] = []
        self._text: list[str] = []
        self._length = 0
        self._item: Item | None = None
        self._part: dict[str, str] | None = None
        self._term = ""
        self._ready: list[Item | Author | str] = []

    def feed(self, text: str, *, last: bool = False) -> Iterator[Item | Author | str]:
        try:
            self._expat.Parse(text.encode("utf-8"), last)
        except expat.ExpatError as error:
            raise Refused(f"Line {error.lineno}: this is not XML as it should be ({expat.errors.messages.get(error.code, error.code)}).") from None
        ready, self._ready = self._ready, []
        yield from ready

    def _refuse(self, *declared: object) -> None:
        raise Refused("The file declares entities or a document type. An export of WordPress has none, and they can be used to harm.")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if not self._path and name != "rss":
            raise Refused("This is no export of WordPress: it does not begin with <rss>.")
        self._path.append(name)
        self._text, self._length = [], 0
        if name == "item":
            self._item = Item()
        elif name in ("wp:comment", "wp:postmeta", "wp:author"):
            self._part = {}
        elif name == "category":
            self._term = attributes.get("domain", "category")

    def _letters(self, text: str) -> None:
        self._length += len(text)
        if self._length > MOST_TEXT:
            raise Refused(f"One element has more than {MOST_TEXT:,} letters.")
        self._text.append(text)

    def _end(self, name: str) -> None:
        self._path.pop()
        text, self._text, self._length = "".join(self._text), [], 0
        above = self._path[-1] if self._path else ""
        if name == "item" and self._item is not None:
            self._ready.append(self._item)
            self._item = None
        elif name in ("wp:comment", "wp:postmeta", "wp:author") and self._part is not None:
            self._end_part(name, self._part)
        elif above in ("wp:comment", "wp:postmeta", "wp:author") and self._part is not None:
            self._part[name] = text
        elif above == "item" and self._item is not None:
            self._end_field(self._item, name, text)
        elif above == "channel" and name in ("wp:base_blog_url", "link"):
            self._ready.append(text.strip())

    def _end_field(self, item: Item, name: str, text: str) -> None:
        if name == "category":
            item.terms.append((self._term, text.strip()))
        else:
            item.fields[name] = text

    def _end_part(self, name: str, part: dict[str, str]) -> None:
        self._part = None
        if name == "wp:author":
            names = ("wp:author_login", "wp:author_email", "wp:author_display_name")
            self._ready.append(Author(*(part.get(key, "").strip() for key in names)))
        elif self._item is not None and name == "wp:comment":
            self._item.comments.append(part)
        elif self._item is not None:
            self._item.meta[part.get("wp:meta_key", "")] = part.get("wp:meta_value", "")
