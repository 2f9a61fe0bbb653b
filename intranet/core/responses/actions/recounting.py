"""The columns of requests, told again from the rows of what happened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction

from intranet.core.organisation.queries import calendar_of
from intranet.core.responses.actions.records import State, Verb, locked
from intranet.core.responses.models import ResponseRequest

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Difference:
    """What a column says, and what the rows say."""

    request: int
    column: str
    kept: Any
    counted: Any


def recount(*, repair: bool = False) -> Iterator[Difference]:
    """Compare every request with its rows; ``repair`` writes what the rows say."""
    for pk in ResponseRequest.objects.order_by("pk").values_list("pk", flat=True):
        yield from _recount(pk, repair=repair)


@transaction.atomic
def _recount(pk: int, *, repair: bool) -> list[Difference]:
    request = locked(ResponseRequest(pk=pk))
    counted = _counted(request)
    found = [Difference(pk, name, getattr(request, name), value) for name, value in counted.items() if getattr(request, name) != value]
    if found and repair:
        ResponseRequest.objects.filter(pk=pk).update(**{difference.column: difference.counted for difference in found})
    return found


def _counted(request: ResponseRequest) -> dict[str, Any]:
    """What follows from the moments and from the events. Minutes are counted in the working hours as they are now."""
    events = list(request.events.all())
    reopened = [event.moment for event in events if event.verb == Verb.REOPENED]
    minutes = None
    if request.state == State.ANSWERED and request.closed_at is not None:
        minutes = calendar_of(request.service).minutes_between(request.asked_at, request.closed_at)
    return {
        "holds": sum(event.verb == Verb.HELD for event in events),
        "reopened_at": reopened[-1] if reopened else None,
        "due_at": events[-1].due_at if events else request.due_at,
        "answer_minutes": minutes,
    }
