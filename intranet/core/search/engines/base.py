"""What every engine is asked, and what it answers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from intranet.core.search import conf

if TYPE_CHECKING:
    from datetime import datetime

    from intranet.core.search.engines.language import Query
    from intranet.core.search.models import Document
    from intranet.core.search.querysets import Place

#: The facets, in the order in which they are shown; ``since`` takes one value, the others several.
FACETS = ("kind", "service", "author", "tag", "since")
#: So many values of a facet are counted at most; those that were chosen always are.
FACET_VALUES = 10


class EngineUnavailable(Exception):
    """The engine did not answer, or not in time."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen among the facets. Within one facet any of the values will do."""

    kinds: tuple[str, ...] = ()
    services: tuple[int, ...] = ()
    authors: tuple[int, ...] = ()
    tags: tuple[str, ...] = ()
    since: str = ""

    def values(self, facet: str) -> tuple[str | int, ...]:
        chosen: dict[str, tuple[str | int, ...]] = {
            "kind": self.kinds,
            "service": self.services,
            "author": self.authors,
            "tag": self.tags,
            "since": (self.since,) if self.since else (),
        }
        return chosen[facet]


@dataclass(frozen=True, slots=True)
class Scope:
    """What the operators of the query demand, with names resolved. None: it was not asked."""

    authors: tuple[int, ...] | None = None
    kinds_or_services: tuple[tuple[str, ...], tuple[int, ...]] | None = None
    tags: tuple[str, ...] = ()
    start: datetime | None = None
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One search. ``audiences`` are those the reader is in: nothing else counts, in hits, totals or facets."""

    query: Query
    audiences: frozenset[int]
    at: datetime
    starts: dict[str, datetime] = field(default_factory=dict)
    scope: Scope = field(default_factory=Scope)
    choice: Choice = field(default_factory=Choice)
    newest: bool = False
    page: int = 1
    size: int = conf.PAGE_SIZE
    without: frozenset[Place] = frozenset()
    #: The kind that is left out as long as no kind was chosen; its facet counts it all the same.
    aside: str = ""

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.size


@dataclass(frozen=True, slots=True)
class EngineResult:
    """Things in order, the total (exact up to ``conf.COUNTED``), and how many each value of a facet has."""

    hits: tuple[Place, ...] = ()
    total: int = 0
    facets: dict[str, dict[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Dirty:
    """What changed and is not in the outside engine yet: things, and containers with all that lies in them."""

    things: frozenset[Place] = frozenset()
    containers: frozenset[Place] = frozenset()


@dataclass(frozen=True, slots=True)
class Change:
    """A thing as it is now, without a document when nobody finds it any more.

    The engine keeps the highest version it was given of a thing; so what is late never replaces what is newer.
    """

    place: Place
    document: Document | None
    version: int


class Engine(ABC):
    """Finds documents. Its answers are re-checked by those who ask; it raises only ``EngineUnavailable``."""

    name: ClassVar[str]

    @abstractmethod
    def search(self, question: Question, *, without: Dirty) -> EngineResult:
        """The hits of one page with total and facets."""

    @abstractmethod
    def suggest(self, text: str, audiences: frozenset[int], *, limit: int, without: Dirty) -> tuple[Place, ...]:
        """Things whose title has words that begin as those typed."""
