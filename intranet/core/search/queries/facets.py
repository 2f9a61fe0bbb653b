"""The facets beside the results, with the words people see."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from intranet.core.kinds import Findable, kinds_of
from intranet.core.search.engines.base import FACETS
from intranet.core.search.models import SOCIAL
from intranet.core.search.queries.results import Facet, FacetValue

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from intranet.core.search.engines import Choice
    from intranet.core.search.queries.names import Names

LABELS = {"kind": _("Kind"), "service": _("Service"), "author": _("Author"), "tag": _("Tag"), "since": _("Date")}
PERIODS = {"week": _("Last 7 days"), "month": _("Last month"), "year": _("Last 12 months")}


def kind_labels() -> dict[str, str]:
    """The words for kinds, by the word they have in queries."""
    labels = {kind.search_kind: capfirst(str(kind.search_label or kind._meta.verbose_name)) for kind in kinds_of(Findable)}
    return labels | {SOCIAL: str(_("In social areas"))}


def names_of_kinds() -> dict[str, str]:
    """The word for one thing of a kind, by the word the kind has in queries."""
    return {kind.search_kind: capfirst(str(kind._meta.verbose_name)) for kind in kinds_of(Findable)} | {SOCIAL: str(_("In a social area"))}


def starts(moment: datetime) -> dict[str, datetime]:
    """When each period of the facet of dates began."""
    today = localtime(moment).replace(hour=0, minute=0, second=0, microsecond=0)
    return {"week": today - timedelta(days=7), "month": today - timedelta(days=31), "year": today - timedelta(days=365)}


def widest(periods: Iterable[str], begun: Mapping[str, datetime]) -> str:
    """Of several periods the one that holds the others; empty when there is none."""
    return min((period for period in periods if period in begun), key=lambda period: begun[period], default="")


def facets_of(counts: Mapping[str, Mapping[str, int]], choice: Choice, names: Names) -> tuple[Facet, ...]:
    """Facets that have something to choose; a chosen value stays, whatever its count."""
    facets = []
    for facet in FACETS:
        found = dict(counts.get(facet, {}))
        chosen = [str(value) for value in choice.values(facet)]
        for value in chosen:
            found.setdefault(value, 0)
        labels = _labels(facet, found, names)
        values = tuple(
            FacetValue(value=names.slug_of(value) if facet == "service" else value, label=labels[value], count=count, checked=value in chosen)
            for value, count in found.items()
            if value in labels and (count or value in chosen)
        )
        if values:
            facets.append(Facet(facet, LABELS[facet], values))
    return tuple(facets)


def _labels(facet: str, found: Mapping[str, int], names: Names) -> dict[str, str]:
    if facet == "kind":
        return {value: label for value, label in kind_labels().items() if value in found}
    if facet == "since":
        return {value: str(label) for value, label in PERIODS.items()}
    if facet == "tag":
        return {value: f"#{value}" for value in found}
    return names.services_called(found) if facet == "service" else names.people_called(found)
