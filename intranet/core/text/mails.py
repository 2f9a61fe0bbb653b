"""What somebody wrote in a mail: without what they answer, their signature, and the form that a mail program gave it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from email.message import EmailMessage, MIMEPart

#: A line that brings what is answered, as mail programs write it in English and in Welsh. It may run over three lines.
_INTRODUCTION = re.compile(
    r"^(?:On|Ar)\b.{0,300}?\b(?:wrote|ysgrifennodd|ysgrifennwyd|ysgrifennu|ysgrifennon)\b.{0,120}:\s*$", re.IGNORECASE | re.DOTALL
)
_ORIGINAL = re.compile(
    r"^\s*(?:-{2,}\s*)(?:Original Message|Original Appointment|Forwarded message|Neges Wreiddiol|Neges a anfonwyd ymlaen)\s*-*\s*$", re.IGNORECASE
)
_RULE = re.compile(r"^\s*[_*]{8,}\s*$")
_FROM = re.compile(r"^\s*\*?(?:From|Oddi wrth|O)\s?:\*?\s+\S", re.IGNORECASE)
_HEADER = re.compile(r"^\s*\*?(?:Sent|Date|To|Subject|Cc|Anfonwyd|Dyddiad|At|I|Pwnc|Testun)\s?:\*?", re.IGNORECASE)
_SIGNATURE = re.compile(r"^--\s?$")
_DEVICE = re.compile(
    r"^\s*(?:Sent from (?:my|Mail for|Outlook|Yahoo|Samsung)\b.*|Get Outlook for \w+.*|Anfonwyd o(?:'m|’m| fy)\b.*|Sent via .{1,40})\s*$",
    re.IGNORECASE,
)
#: Elements of HTML in which mail programs put what is answered, or the signature.
_QUOTES = ("gmail_quote", "gmail_attr", "gmail_signature", "moz-cite-prefix", "moz-signature", "yahoo_quoted", "protonmail_quote")
_QUOTE_IDS = ("divrplyfwdmsg", "appendonsend", "signature", "mail-editor-reference-message-container", "ms-outlook-mobile-signature")
_BLOCKS = {"p", "div", "tr", "li", "ul", "ol", "table", "blockquote", "h1", "h2", "h3", "h4", "pre", "hr"}
_SILENT = {"script", "style", "head", "title", "template"}
_VOID = {"br", "hr", "img", "meta", "link", "input", "wbr", "col", "area", "base", "embed", "source", "track"}


@dataclass(frozen=True, slots=True)
class Written:
    """The words of a mail, and how many files came with it."""

    words: str
    files: int


def is_automatic(message: EmailMessage) -> bool:
    """Whether a machine sent it: an absence note, a list, a report of a failure."""
    if str(message.get("Auto-Submitted", "no")).split(";")[0].strip().lower() != "no":
        return True
    if str(message.get("Precedence", "")).strip().lower() in {"bulk", "junk", "list", "auto_reply"}:
        return True
    if any(message.get(name) for name in ("X-Autoreply", "X-Autorespond", "List-Id")) or str(message.get("Return-Path", "")).strip() == "<>":
        return True
    return message.get_content_type() == "multipart/report"


def written_in(message: EmailMessage) -> Written:
    """What its sender wrote, as plain words."""
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        text = ""
    elif body.get_content_type() == "text/html":
        text = text_of(_decoded(body))
    else:
        text = _unwrapped(_decoded(body), body)
    files = sum(part.get_content_disposition() == "attachment" for part in message.walk())
    return Written(_without_quotes(text), files)


def _decoded(part: MIMEPart) -> str:
    """The text of a part, whatever its charset claims to be."""
    raw = part.get_payload(decode=True)
    if not isinstance(raw, bytes):
        return str(raw or "")
    for charset in (part.get_content_charset() or "utf-8", "utf-8", "cp1252"):
        try:
            return raw.decode(charset)
        except (LookupError, UnicodeDecodeError):
            continue
    return raw.decode("utf-8", errors="replace")


def _unwrapped(text: str, part: MIMEPart) -> str:
    """Lines that a mail program broke for the journey (RFC 3676) are one again."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    if str(part.get_param("format", "")).lower() != "flowed":
        return text
    gap = "" if str(part.get_param("delsp", "")).lower() == "yes" else " "
    lines: list[str] = []
    open_line = False
    for line in text.split("\n"):
        line = line.removeprefix(" ")  # noqa: PLW2901 -- space-stuffing, undone
        if open_line and lines and not line.startswith(">"):
            lines[-1] += line.rstrip(" ") if not line.endswith(" ") else line[:-1]
        else:
            lines.append(line[:-1] if line.endswith(" ") and not _SIGNATURE.match(line) else line)
        open_line = line.endswith(" ") and not _SIGNATURE.match(line) and not line.startswith(">")
        if open_line:
            lines[-1] += gap
    return "\n".join(line.rstrip() if not _SIGNATURE.match(line) else line for line in lines)


def _without_quotes(text: str) -> str:
    """What stands before the answered mail and the signature; lines that are quoted in between stay, they are answered there."""
    lines = [line.rstrip() if not _SIGNATURE.match(line) else "-- " for line in text.split("\n")]
    end = next((place for place in range(len(lines)) if _ends(lines, place)), len(lines))
    kept = lines[:end]
    while kept and (not kept[-1].strip() or kept[-1].startswith(">") or _DEVICE.match(kept[-1])):
        kept.pop()
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def _ends(lines: list[str], place: int) -> bool:
    line = lines[place]
    if _SIGNATURE.match(line) or _ORIGINAL.match(line):
        return True
    if _FROM.match(line) or (_RULE.match(line) and any(_FROM.match(other) for other in lines[place + 1 : place + 3])):
        return sum(bool(_HEADER.match(other)) for other in lines[place + 1 : place + 7]) >= 2
    return any(_INTRODUCTION.match("\n".join(lines[place : place + count])) for count in (1, 2, 3)) if line[:3].lower() in {"on ", "ar "} else False


class _Reader(HTMLParser):
    """The words of HTML, line by line, up to what is answered."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.silent: list[str] = []
        self.over = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: (value or "").lower() for name, value in attrs}
        if self.silent:
            if tag not in _VOID:
                self.silent.append(tag)
            return
        classes, ident = given.get("class", ""), given.get("id", "").removeprefix("x_")
        if ident in _QUOTE_IDS[:2]:
            self.over = True
        elif (
            tag in _SILENT or ident in _QUOTE_IDS or any(name in classes for name in _QUOTES) or (tag == "blockquote" and given.get("type") == "cite")
        ):
            self.silent.append(tag)
        elif tag == "br" or tag in _BLOCKS:
            self.pieces.append("\n- " if tag == "li" else "\n")

    def handle_endtag(self, tag: str) -> None:
        if self.silent:
            if tag in self.silent:
                while self.silent and self.silent.pop() != tag:
                    pass
        elif tag in {"p", "blockquote", "pre", "table", "h1", "h2", "h3", "h4"}:
            self.pieces.append("\n\n")
        elif tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent and not self.over:
            self.pieces.append(re.sub(r"[\s\u00a0]+", " ", data))


def text_of(html: str) -> str:
    """The words of HTML, without what a mail answers."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = [line.strip() for line in "".join(reader.pieces).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
