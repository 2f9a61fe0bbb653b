"""What a person typed, understood: words, "exact words", -not, from:, in:, tag:, before:, after:.

Pure functions without Django's models. Whatever is typed means something or nothing, and is never an error.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

from intranet.core.search.conf import QUERY_LENGTH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

OPERATORS = ("from", "in", "tag", "before", "after")
#: A loosened query asks for no more than this.
LOOSE_GROUPS = 12
#: Letters that do not come apart into a base and an accent.
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"})
_PART = re.compile(r"(-?)(?:(" + "|".join(OPERATORS) + r'):)?("[^"]*"?|[^\s"]+)', re.IGNORECASE)
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_ENDINGS = ("ings", "ing", "edly", "ies", "ed", "es", "ly", "s")
_NOT_A_WORD = re.compile(r"[\W_]+")
#: Words of questions. They are left out beside other words, unless they are written in capitals, as IT is.
STOP_WORDS = frozenset(
    [
        "a",
        "about",
        "am",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "been",
        "by",
        "can",
        "could",
        "did",
        "do",
        "does",
        "for",
        "from",
        "had",
        "has",
        "have",
        "how",
        "i",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "me",
        "my",
        "of",
        "on",
        "or",
        "our",
        "please",
        "should",
        "so",
        "some",
        "that",
        "the",
        "their",
        "them",
        "there",
        "these",
        "they",
        "this",
        "to",
        "us",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "who",
        "whom",
        "why",
        "will",
        "with",
        "would",
        "you",
        "your",
    ]
)


@dataclass(frozen=True, slots=True)
class Alternative:
    """Words that all must be there; ``exact``: side by side, in this order."""

    words: tuple[str, ...]
    exact: bool = False


#: One thing that is asked for: any of its alternatives will do.
Group = tuple[Alternative, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """A query as it was understood. ``loose``: half of the wanted groups will do."""

    text: str = ""
    wanted: tuple[Group, ...] = ()
    unwanted: tuple[Group, ...] = ()
    authors: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    after: date | None = None
    before: date | None = None
    misread: tuple[str, ...] = ()
    loose: bool = False

    @property
    def is_empty(self) -> bool:
        """Nothing was asked."""
        return not self.text

    @property
    def is_idle(self) -> bool:
        """Something was typed, but nothing in it can be looked for."""
        return not (self.wanted or self.unwanted or self.authors or self.places or self.tags or self.after or self.before)

    @property
    def words(self) -> tuple[Alternative, ...]:
        """All that may be marked in a result."""
        return tuple(chain.from_iterable(self.wanted))

    @property
    def enough(self) -> int:
        """So many of the wanted groups have to be there."""
        return (len(self.wanted) + 1) // 2 if self.loose else len(self.wanted)

    def loosened(self) -> Query:
        return replace(self, wanted=self.wanted[:LOOSE_GROUPS], loose=True)


def fold(text: str) -> str:
    """Lower case, without accents, with nothing but letters, digits and single spaces."""
    apart = unicodedata.normalize("NFKD", text.casefold()).translate(_PLAIN)
    return _NOT_A_WORD.sub(" ", "".join(letter for letter in apart if not unicodedata.combining(letter))).strip()


def stem(word: str) -> str:
    """A word without its English ending: rough, but enough to see what an engine has matched."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word.removesuffix(ending) + ("y" if ending == "ies" else "")
            break
    if len(word) > 3 and word[-1] in "ey":
        word = word[:-1]
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word


def parse(text: str) -> Query:
    """Understand what was typed, up to ``QUERY_LENGTH`` characters."""
    text = " ".join(text[:QUERY_LENGTH].replace("\0", " ").split())
    reading = _Reading()
    for match in _PART.finditer(text.replace("“", '"').replace("”", '"')):
        reading.take(minus=match[1] == "-", operator=(match[2] or "").lower(), value=match[3])
    return reading.query(text)


def parse_day(value: str) -> date | None:
    """The first day of a year, month or day written as 2026, 2026-09 or 2026-09-30."""
    match = _DATE.fullmatch(value)
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return None


@dataclass(slots=True)
class _Reading:
    """A query while it is being read."""

    wanted: list[tuple[Group, bool]] = field(default_factory=list)
    unwanted: list[Group] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    days: dict[str, date] = field(default_factory=dict)
    misread: list[str] = field(default_factory=list)

    def take(self, *, minus: bool, operator: str, value: str) -> None:
        quoted, bare = value.startswith('"'), value.strip('"')
        if operator in ("before", "after"):
            self._take_day(operator, bare)
        elif operator:
            self._take_place(operator, bare)
        else:
            self._take_words(bare, minus=minus, quoted=quoted)

    def _take_day(self, operator: str, value: str) -> None:
        day = parse_day(value)
        if day is None:
            self.misread.append(f"{operator}:{value}")
        else:
            self.days[operator] = day

    def _take_place(self, operator: str, value: str) -> None:
        kept = value.strip().lower().lstrip("@#")
        target = {"from": self.authors, "in": self.places, "tag": self.tags}[operator]
        if kept:
            target.append(kept)
        else:
            self.misread.append(f"{operator}:")

    def _take_words(self, value: str, *, minus: bool, quoted: bool) -> None:
        words = tuple(fold(value).split())
        if not words:
            return
        group = (Alternative(words, exact=len(words) > 1),)
        if minus:
            self.unwanted.append(group)
        else:
            idle = not quoted and len(words) == 1 and words[0] in STOP_WORDS and not (value.isupper() and len(value) > 1)
            self.wanted.append((group, idle))

    def query(self, text: str) -> Query:
        telling = tuple(group for group, idle in self.wanted if not idle)
        return Query(
            text=text,
            wanted=telling or tuple(group for group, _ in self.wanted),
            unwanted=tuple(self.unwanted),
            authors=tuple(self.authors),
            places=tuple(self.places),
            tags=tuple(self.tags),
            after=self.days.get("after"),
            before=self.days.get("before"),
            misread=tuple(self.misread),
        )


#: Words that stand for each other: under each of them, the others.
Synonyms = dict[tuple[str, ...], tuple[tuple[str, ...], ...]]


def synonyms_of(sets: Iterable[Iterable[str]]) -> Synonyms:
    """From sets of terms that mean the same, as a service's name and its acronyms do."""
    table: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for terms in sets:
        folded = [words for words in dict.fromkeys(tuple(fold(term).split()) for term in terms) if words]
        for words in folded:
            table.setdefault(_telling(words), []).extend(other for other in folded if other != words)
    return {words: tuple(dict.fromkeys(others)) for words, others in table.items() if others}


def abbreviates(term: str, name: str) -> bool:
    """Whether a term stands for a name: its initials, with or without the small words, or its beginning."""
    short, words = fold(term).replace(" ", ""), [fold(word).replace(" ", "") for word in name.split()]
    initials = "".join(word[:1] for word in words)
    telling = "".join(word[:1] for word in words if word not in STOP_WORDS)
    return short in (initials, telling) or (len(short) >= 4 and fold(name).startswith(short[:4]))


def expand(query: Query, synonyms: Mapping[tuple[str, ...], tuple[tuple[str, ...], ...]]) -> Query:
    """Let each word or run of words that has synonyms be answered by them as well."""
    if not synonyms:
        return query
    longest = max(map(len, synonyms))
    return replace(query, wanted=tuple(_expanded(query.wanted, synonyms, longest)))


def _expanded(groups: tuple[Group, ...], synonyms: Mapping[tuple[str, ...], tuple[tuple[str, ...], ...]], longest: int) -> Iterator[Group]:
    position = 0
    while position < len(groups):
        for length in range(min(longest, len(groups) - position), 0, -1):
            run = groups[position : position + length]
            words = tuple(word for group in run for word in group[0].words)
            others = synonyms.get(words)
            if others:
                whole = run[0] if length == 1 else (Alternative(words),)
                yield whole + tuple(Alternative(other, exact=len(other) > 1) for other in others)
                position += length
                break
        else:
            yield groups[position]
            position += 1


def _telling(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in STOP_WORDS) or words
