"""What a search answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from intranet.core.search import conf
from intranet.core.search.engines.language import Query

if TYPE_CHECKING:
    from intranet.core.search.models import Document
    from intranet.core.search.queries.marking import Marked


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that was found, with what matched marked in its title and in a fragment of its text."""

    document: Document
    kind_label: str
    title: Marked
    fragment: Marked

    @property
    def is_official(self) -> bool:
        return self.document.state == "official"


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet: how many results the list has when it is chosen."""

    value: str
    label: str
    count: int
    checked: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to narrow the results."""

    name: str
    label: Any
    choices: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """One page of what was found. Totals, facets and pages count only what the reader may see.

    ``slow``: the outside engine did not answer, and the database did. ``loose``: hardly anything has all of the words,
    these have some. ``unknown``: what the query names and nobody and nothing is called.
    """

    query: Query = field(default_factory=Query)
    hits: tuple[Hit, ...] = ()
    total: int = 0
    page: int = 1
    facets: tuple[Facet, ...] = ()
    unknown: tuple[str, ...] = ()
    slow: bool = False
    loose: bool = False
    #: So many were left aside because they are in social areas.
    aside: int = 0

    @property
    def pages(self) -> int:
        return -(-min(self.total, conf.REACH) // conf.PAGE_SIZE)

    @property
    def is_beyond_count(self) -> bool:
        """There is more than is counted."""
        return self.total > conf.COUNTED

    @property
    def chosen(self) -> tuple[tuple[str, FacetValue], ...]:
        """What the results are narrowed to: facet and value."""
        return tuple((facet.name, value) for facet in self.facets for value in facet.choices if value.checked)
