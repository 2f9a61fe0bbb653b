"""Who is told how the clock stands, at which step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from intranet.core.background import now
from intranet.core.notifications.actions import notify
from intranet.core.organisation.queries import calendar_of
from intranet.core.responses.conf import STEPS
from intranet.core.responses.models import Reminder, ResponseRequest
from intranet.core.responses.notices import AnswerHalfway, AnswerNearlyDue, AnswerOverdue
from intranet.core.responses.queries import told_at

if TYPE_CHECKING:
    from collections.abc import Iterable

    from intranet.core.kinds import Person

_HALF, _NEARLY, _DUE = STEPS
_KINDS = {_HALF: AnswerHalfway, _NEARLY: AnswerNearlyDue, _DUE: AnswerOverdue}


def tell_steps() -> int:
    """Tell those whom the clocks of open questions call on now, and say of how many requests.

    Once for each request, step and person, however often, late or many at a time this runs; of steps that went by unseen only the last is told.
    """
    waiting = ResponseRequest.objects.open().filter(told_step__lt=_DUE).select_related("service").order_by("due_at", "pk")
    due = [request.pk for request in waiting.iterator(chunk_size=500) if step_of(request) > request.told_step]
    return sum(_tell(pk) for pk in due)


def step_of(request: ResponseRequest) -> int:
    """The last step that its clock has reached; 0 before the first."""
    if request.due_at <= now():
        return _DUE
    calendar = calendar_of(request.service)
    whole = calendar.minutes_between(request.runs_since, request.due_at)
    gone = calendar.minutes_between(request.runs_since, now())
    return max((step for step in (_HALF, _NEARLY) if whole and gone * 100 >= whole * step), default=0)


def forgo_steps(request: ResponseRequest, *, people: Iterable[Person]) -> None:
    """``people`` have just been told of the request itself: of the steps behind it they need not hear."""
    step = step_of(request)
    again = request.reopened_at is not None
    rows = [
        Reminder(request=request, person=person, again=again, step=passed, moment=now()) for person in people for passed in STEPS if passed <= step
    ]
    Reminder.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def _tell(pk: int) -> bool:
    requests = ResponseRequest.objects.select_for_update(of=("self",), no_key=True).select_related("service").open()
    request = requests.filter(pk=pk).first()
    step = step_of(request) if request is not None else 0
    if request is None or step <= request.told_step:
        return False
    ResponseRequest.objects.filter(pk=pk).update(told_step=step)
    if request.question is None:
        return False
    again = request.reopened_at is not None
    told = set(Reminder.objects.filter(request=request, again=again, step=step).values_list("person_id", flat=True))
    people = {person.pk: person for person in told_at(request, step) if person.pk not in told}
    Reminder.objects.bulk_create([Reminder(request=request, person=person, again=again, step=step, moment=now()) for person in people.values()])
    kind = _KINDS[step]
    notify(kind, thing=request.question, recipients=people.values(), event=f"{kind.name}:{pk}:{int(again)}")
    return True
