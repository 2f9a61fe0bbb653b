"""Marking of the stored text: the same on every engine, and escaped by the template like any other text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from intranet.core.search.engines.language import fold, stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from intranet.core.search.engines.language import Alternative

#: Characters of a fragment, and how much of a long text is looked at.
FRAGMENT = 220
LOOKED_AT = 20_000
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of text, marked or not."""

    text: str
    marked: bool = False


Marked = tuple[Part, ...]
Span = tuple[int, int, str]


def mark(text: str, words: Iterable[Alternative]) -> Marked:
    """The whole text, with what matched marked."""
    return _parts(text, list(_spans(text, _stems(words))))


def fragment(text: str, words: Iterable[Alternative]) -> Marked:
    """The stretch of the text in which most of the words stand, or its beginning."""
    text = " ".join(text[:LOOKED_AT].split())
    spans = list(_spans(text, _stems(words)))
    start = _best_start(text, spans)
    end = len(text) if len(text) - start <= FRAGMENT else text.rfind(" ", start, start + FRAGMENT)
    end = end if end > start else start + FRAGMENT
    inside = [(first - start, last - start, stem) for first, last, stem in spans if first >= start and last <= end]
    before = (Part("…"),) if start else ()
    after = (Part("…"),) if end < len(text) else ()
    return before + _parts(text[start:end], inside) + after


def _stems(words: Iterable[Alternative]) -> frozenset[str]:
    return frozenset(stem(word) for alternative in words for word in alternative.words)


def _spans(text: str, stems: frozenset[str]) -> Iterator[Span]:
    if not stems:
        return
    for match in _WORD.finditer(text[:LOOKED_AT]):
        word = match[0]
        found = stem(word.lower() if word.isascii() else fold(word))
        if found in stems:
            yield match.start(), match.end(), found


def _best_start(text: str, spans: list[Span]) -> int:
    if not spans or (spans[0][1] <= FRAGMENT * 2 // 3 and len({stem for *_, stem in spans}) == 1):
        return 0
    best, best_start = 0, 0
    for index, (first, _, _) in enumerate(spans[:200]):
        seen = len({stem for start, end, stem in spans[index : index + 40] if end <= first + FRAGMENT - 60})
        if seen > best:
            best, best_start = seen, first
    if best_start <= 60:
        return 0
    return text.find(" ", best_start - 60) + 1


def _parts(text: str, spans: list[Span]) -> Marked:
    parts, position = [], 0
    for first, last, _ in spans:
        if first > position:
            parts.append(Part(text[position:first]))
        parts.append(Part(text[first:last], marked=True))
        position = last
    if position < len(text):
        parts.append(Part(text[position:]))
    return tuple(parts)
