"""From the outbox to the outside engine, and comparing the two."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F
from django.db.models.functions import Least

from intranet.core.search.engines import EngineUnavailable, is_resting, outside_engine, rest, wake
from intranet.core.search.engines.base import Change
from intranet.core.search.engines.elastic import containers_of, source_of
from intranet.core.search.models import Document, OutboxEntry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from intranet.core.search.engines.elastic import ElasticEngine
    from intranet.core.search.querysets import Place

BATCH = 500
ATTEMPTS = 10_000


@dataclass(frozen=True, slots=True)
class Differences:
    """Where engine and database do not agree."""

    missing: tuple[Place, ...] = ()
    outdated: tuple[Place, ...] = ()
    left_over: tuple[Place, ...] = ()

    def __len__(self) -> int:
        return len(self.missing) + len(self.outdated) + len(self.left_over)


def drain(*, patient: bool = False) -> int:
    """Deliver what is in the outbox; answers how many entries were. What was not taken stays, with the reason.

    Safe to run twice at once and to be killed: an entry goes only after the engine has confirmed it, and the engine
    refuses what is older than what it has. ``patient`` asks even an engine that has just failed.
    """
    engine = outside_engine()
    if engine is None or (is_resting() and not patient):
        return 0
    delivered, last = 0, 0
    while entries := list(OutboxEntry.objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
        last = entries[-1].pk
        try:
            refused = _deliver(engine, entries)
        except EngineUnavailable as error:
            rest(error)
            _keep(entries, str(error))
            return delivered
        wake()
        taken = [entry.pk for entry in entries if entry.pk not in refused]
        OutboxEntry.objects.filter(pk__in=taken).delete()
        for entry in entries:
            if entry.pk in refused:
                _keep([entry], refused[entry.pk])
        delivered += len(taken)
    return delivered


def bring_up_to_date() -> None:
    """Build the index where there is none, then deliver what waits."""
    engine = outside_engine()
    if engine is None:
        return
    try:
        if not engine.is_ready():
            rebuild()
    except EngineUnavailable as error:
        rest(error)
    drain(patient=True)


def rebuild() -> int:
    """Build the index anew from the documents, without a moment in which it is not there."""
    engine = outside_engine()
    return 0 if engine is None else engine.rebuild(_all_documents())


def compare() -> Differences:
    """What the engine has not, has otherwise, and has too much."""
    engine = outside_engine()
    if engine is None:
        return Differences()
    theirs = dict(engine.prints())
    missing, outdated = [], []
    for documents in _all_documents():
        above = containers_of(documents)
        for document in documents:
            place = (document.content_type_id, document.object_id)
            found = theirs.pop(place, None)
            if found is None:
                missing.append(place)
            elif found != source_of(document, above.get(place, ()))["print"]:
                outdated.append(place)
    return Differences(tuple(missing), tuple(outdated), tuple(theirs))


def mend(differences: Differences) -> None:
    """Let the engine read again where it does not agree."""
    places = [*differences.missing, *differences.outdated, *differences.left_over]
    OutboxEntry.objects.bulk_create((OutboxEntry(content_type_id=kind, object_id=key) for kind, key in places), batch_size=BATCH)
    drain(patient=True)


def _deliver(engine: ElasticEngine, entries: list[OutboxEntry]) -> dict[int, str]:
    """By entry, why it was refused."""
    asked_by: dict[Place, list[int]] = defaultdict(list)
    for entry in entries:
        place = (entry.content_type_id, entry.object_id)
        places = Document.objects.within(place).values_list("content_type_id", "object_id") if entry.is_container else [place]
        for each in places:
            asked_by[each].append(entry.pk)
    refused: dict[int, str] = {}
    for batch in _chunks(asked_by):
        documents = {(document.content_type_id, document.object_id): document for document in Document.objects.at(batch)}
        failures = engine.put([Change(place, documents.get(place), version=max(asked_by[place])) for place in batch])
        refused |= {pk: reason for place, reason in failures.items() for pk in asked_by[place]}
    return refused


def _keep(entries: Iterable[OutboxEntry], error: str) -> None:
    kept = OutboxEntry.objects.filter(pk__in=[entry.pk for entry in entries])
    kept.update(attempts=Least(F("attempts") + 1, ATTEMPTS), last_error=error[:500])


def _all_documents() -> Iterator[list[Document]]:
    last = 0
    shown = Document.objects.filter(audience__isnull=False).order_by("pk")
    while documents := list(shown.filter(pk__gt=last)[:BATCH]):
        yield documents
        last = documents[-1].pk


def _chunks(places: Iterable[Place]) -> Iterator[list[Place]]:
    listed = list(places)
    for start in range(0, len(listed), BATCH):
        yield listed[start : start + BATCH]
