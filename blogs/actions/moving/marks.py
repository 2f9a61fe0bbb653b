"""The words of a comment as Markdown."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import nh3


class _Plain(HTMLParser):
    """The words of a comment, for Markdown."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._links: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._links.append((dict(attrs).get("href") or "", len(self.parts)))
        elif tag in ("br", "p", "blockquote", "ul", "ol"):
            self.parts.append("\n" if tag == "br" else "\n\n")
        elif tag == "li":
            self.parts.append("\n• ")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._links:
            address, start = self._links.pop()
            if address.startswith(("http://", "https://")) and "".join(self.parts[start:]).strip() != address:
                self.parts.append(f" ({address})")
        elif tag in ("p", "blockquote", "ul", "ol"):
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def markdown_of(source: str) -> str:
    """The words of a comment: plain, with what Markdown would take for marks kept as it was written."""
    tags = {"a", "br", "p", "blockquote", "ul", "ol", "li"}
    plain = _Plain()
    plain.feed(nh3.clean(source.replace("\r\n", "\n"), tags=tags, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"}, link_rel=None))
    plain.close()
    text = re.sub(r"([\\`*_\[\]<>~|])", r"\\\1", "".join(plain.parts))
    text = re.sub(r"(?m)^(\s*)([#+=-])", r"\1\\\2", text)
    text = re.sub(r"(?m)^(\s*\d+)([.)])", r"\1\\\2", text)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip() for line in text.split("\n"))).strip()
