"""What those do who owe an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q

from intranet.core.background import now
from intranet.core.notifications.actions import notify
from intranet.core.organisation.models import Role
from intranet.core.organisation.queries import calendar_of, holders_of
from intranet.core.responses.actions.records import NotOpen, NotYours, State, Verb, close, locked, note
from intranet.core.responses.actions.stepping import forgo_steps
from intranet.core.responses.conf import hold_minutes
from intranet.core.responses.models import ResponseRequest
from intranet.core.responses.notices import (
    QuestionAnswered,
    QuestionDeclined,
    QuestionHeld,
    QuestionHeldAgain,
    QuestionPassedOn,
    QuestionPassedToMe,
)
from intranet.core.responses.queries import cannot_take, service_of, who_answers, who_wants_to_know
from intranet.core.responses.rules import can_answer
from intranet.core.responses.signals import answered

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

    from intranet.core.kinds import Addressee, Person


@transaction.atomic
def answer(request: ResponseRequest, *, answer: Model, by: Person) -> ResponseRequest:
    """Close it with ``answer``. Sends ``answered``; ``tell_answered`` tells who asked and who wants to know too.

    Raises ``NotOpen`` when somebody was quicker, ``NotYours`` for anybody but those who may answer.
    """
    return give_answer(_locked_for(request, by), answer=answer, by=by)


def to_answer(question: Model, *, by: Person) -> ResponseRequest | None:
    """The open request of ``question``, locked until the transaction ends, when ``by`` may answer it: one statement, for ``give_answer``."""
    requests = ResponseRequest.objects.select_for_update(of=("self",), no_key=True).select_related("service").open()
    return requests.of(question).owed_by(by).first() if by.is_active else None


@transaction.atomic
def give_answer(request: ResponseRequest, *, answer: Model, by: Person) -> ResponseRequest:
    """Close what ``to_answer`` found with ``answer``, which may have been written meanwhile. Sends ``answered``."""
    calendar = calendar_of(request.service)
    request.answer_type, request.answer_id = ContentType.objects.get_for_model(answer), answer.pk
    request.answer_minutes = calendar.minutes_between(request.asked_at, now())
    close(request, state=State.ANSWERED, by=by)
    note(request, Verb.ANSWERED, by=by)
    answered.send(sender=ResponseRequest, request=request)
    return request


def tell_answered(answer: Model, *, event: str = "") -> None:
    """Tell who asked, and who wants to know too, of ``answer``; what else they are told of it comes with the same ``event``."""
    kind = ContentType.objects.get_for_model(answer)
    request = ResponseRequest.objects.filter(answer_type=kind, answer_id=answer.pk).select_related("closed_by").first()
    if request is not None:
        notify(QuestionAnswered, thing=answer, recipients=who_wants_to_know(request), actor=request.closed_by, event=event)


@transaction.atomic
def decline(request: ResponseRequest, *, by: Person, reason: str) -> ResponseRequest:
    """Say that there will be no answer, and why; it counts in the public record."""
    if not reason.strip():
        raise ValueError("Declining needs a reason.")
    request = _locked_for(request, by)
    request.reason = reason.strip()
    close(request, state=State.DECLINED, by=by)
    note(request, Verb.DECLINED, by=by, words=request.reason)
    if request.question is not None:
        notify(QuestionDeclined, thing=request.question, recipients=who_wants_to_know(request), actor=by)
    return request


@transaction.atomic
def hold(request: ResponseRequest, *, by: Person, words: str, reason: str = "") -> ResponseRequest:
    """Put the promise off by ``conf.hold_minutes`` of working time, and say so to everybody who waits.

    A second time takes a ``reason`` and is reported to the service's lead and the central co-ordinators. Raises ``NotOpen`` for a
    third time, and once the answer is overdue: a broken promise cannot be mended by another one.
    """
    request = _locked_for(request, by)
    if not request.can_be_held:
        raise NotOpen
    said = [part.strip() for part in (words, reason)]
    if not said[0] or (request.holds and not said[1]):
        raise ValueError("A holding reply needs words, and a second one a reason.")
    request.due_at = calendar_of(request.service).add_minutes(request.due_at, hold_minutes())
    request.holds += 1
    request.state, request.reason = State.HOLDING, "\n".join(filter(None, said))
    request.save()
    event = note(request, Verb.HELD, by=by, words=request.reason, former=request.addressee)
    if request.question is not None:
        key = f"{request.pk}:{event.pk}"
        notify(QuestionHeld, thing=request.question, recipients=who_wants_to_know(request), actor=by, event=f"{QuestionHeld.name}:{key}")
        if request.holds > 1:
            watching = [*_lead(request), *holders_of(Role.CENTRAL_COORDINATOR, service=request.service)]
            notify(QuestionHeldAgain, thing=request.question, recipients=watching, actor=by, event=f"{QuestionHeldAgain.name}:{key}")
    return request


@transaction.atomic
def pass_on(request: ResponseRequest, *, by: Person, to: Addressee, words: str = "") -> ResponseRequest:
    """Somebody else owes the answer now, by the same time; they, who asked and who wants to know too are told.

    Raises ``ValueError`` when nobody there could answer it: see ``queries.cannot_take``.
    """
    request = _locked_for(request, by)
    if why := cannot_take(request, to):
        raise ValueError(why)
    return refer(request, by=by, to=to, words=words)


@transaction.atomic
def succeed(requests: QuerySet[ResponseRequest], *, by: Person, to: Addressee, words: str) -> int:
    """What is still open of ``requests`` is owed by who holds the post now, by the same times; says how many.

    ``by`` is who says so, and need not be one who answers: whether they may, the caller has asked. What ``to`` cannot take stays.
    """
    moved = 0
    for request in requests.open().order_by("pk"):  # type: ignore[attr-defined]
        current = locked(request)
        if current.is_open and not cannot_take(current, to):
            refer(current, by=by, to=to, words=words)
            moved += 1
    return moved


def refer(request: ResponseRequest, *, by: Person, to: Addressee, words: str) -> ResponseRequest:
    """Have ``to`` owe the answer to a request whose row is locked."""
    former = request.addressee
    request.addressee, request.service = to.user, service_of(to)
    request.addressee_label = (to.label or str(to.user or request.service))[:200]
    request.state, request.reason, request.told_step = State.REFERRED, words.strip(), 0
    request.save()
    request.delegates.set(to.delegate_ids)
    event = note(request, Verb.PASSED, by=by, words=request.reason, former=former)
    forgo_steps(request, people=who_answers(request))
    if request.question is not None:
        key = f"{request.pk}:{event.pk}"
        notify(QuestionPassedToMe, thing=request.question, recipients=who_answers(request), actor=by, event=f"{QuestionPassedToMe.name}:{key}")
        notify(QuestionPassedOn, thing=request.question, recipients=who_wants_to_know(request), actor=by, event=f"{QuestionPassedOn.name}:{key}")
    return request


@transaction.atomic
def redelegate(addressee: Addressee) -> None:
    """Those who now answer for ``addressee`` take over what is still waiting."""
    mine = Q(addressee=addressee.user) if addressee.user is not None else Q(addressee__isnull=True, service_id=addressee.service_id)
    for request in ResponseRequest.objects.open().filter(mine):
        request.delegates.set(addressee.delegate_ids)


def _lead(request: ResponseRequest) -> list[Person]:
    lead = request.service.lead if request.service else None
    return [lead] if lead is not None else []


def _locked_for(request: ResponseRequest, by: Person) -> ResponseRequest:
    """The request as it is now, if ``by`` may close it."""
    current = locked(request)
    if not current.is_open:
        raise NotOpen
    if not can_answer(by, current):
        raise NotYours
    return current
