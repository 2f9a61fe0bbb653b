"""What those do who ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from intranet.core.background import now
from intranet.core.notifications.actions import notify
from intranet.core.organisation.models import Role
from intranet.core.organisation.queries import calendar_of, holders_of, promise_minutes_of
from intranet.core.responses.actions.records import NotOpen, NotYours, State, Verb, close, locked, note, open_again
from intranet.core.responses.models import AlsoWants, ResponseRequest
from intranet.core.responses.notices import QuestionAsked, QuestionReopened, QuestionWithdrawn
from intranet.core.responses.queries import service_of, who_answers, who_wants_to_know
from intranet.core.responses.rules import can_want_to_know

if TYPE_CHECKING:
    from django.db.models import Model

    from intranet.core.kinds import Addressee, Person


@transaction.atomic
def ask(question: Model, *, asker: Person | None, addressee: Addressee) -> ResponseRequest:
    """Start the clock of ``question``, in the addressee's working hours. Once for a question; ``tell_asked`` tells those who may answer."""
    service = service_of(addressee)
    asked_at = now()
    request = ResponseRequest(
        question=question,
        asker=asker,
        addressee=addressee.user,
        service=service,
        addressee_label=(addressee.label or str(addressee.user or service or ""))[:200],
        asked_at=asked_at,
        due_at=calendar_of(service).add_minutes(asked_at, promise_minutes_of(service)),
    )
    try:
        with transaction.atomic():
            request.save()
    except IntegrityError:
        asked: ResponseRequest | None = ResponseRequest.objects.of(question).first()
        if asked is None:
            raise
        return asked
    request.delegates.add(*addressee.delegate_ids)
    return request


def tell_asked(question: Model, *, event: str = "") -> None:
    """Tell those who owe the answer that ``question`` waits for them; what else they are told of it comes with the same ``event``."""
    request = ResponseRequest.objects.open().of(question).select_related("addressee", "asker").first()
    if request is not None:
        notify(QuestionAsked, thing=question, recipients=who_answers(request), actor=request.asker, event=event)


@transaction.atomic
def want_to_know(request: ResponseRequest, *, person: Person, wanted: bool = True) -> None:
    """``person`` wants to know too, or does not any more."""
    if not wanted:
        AlsoWants.objects.filter(request=request, person=person).delete()
    elif can_want_to_know(person, request):
        AlsoWants.objects.bulk_create([AlsoWants(request=request, person=person)], ignore_conflicts=True)


@transaction.atomic
def withdraw(request: ResponseRequest, *, by: Person) -> ResponseRequest:
    """Who asked needs no answer any more; those who answer, and those who want to know too, are told. The words stay.

    Raises ``NotYours`` for anybody else, ``NotOpen`` when it has ended.
    """
    request = _locked_for_asker(request, by)
    if not request.is_open:
        raise NotOpen
    close(request, state=State.WITHDRAWN, by=by)
    note(request, Verb.WITHDRAWN, by=by)
    if request.question is not None:
        notify(QuestionWithdrawn, thing=request.question, recipients=[*who_answers(request), *who_wants_to_know(request)], actor=by)
    return request


@transaction.atomic
def reopen(request: ResponseRequest, *, by: Person, words: str) -> ResponseRequest:
    """Who asked says, once, that the answer does not answer it: the clock starts again, and those who answer and the champions are told.

    The answer stays where it stands. Raises ``NotYours`` for anybody else, ``NotOpen`` when it is not answered, or was reopened before.
    """
    if not words.strip():
        raise ValueError("Saying that it is not answered needs words.")
    request = _locked_for_asker(request, by)
    if not request.can_be_reopened:
        raise NotOpen
    request.reopened_at, request.reason, request.told_step = now(), words.strip(), 0
    request.due_at = calendar_of(request.service).add_minutes(now(), promise_minutes_of(request.service))
    note(request, Verb.REOPENED, by=by, words=request.reason)
    open_again(request)
    if request.question is not None:
        champions = holders_of(Role.CHAMPION, service=request.service)
        notify(QuestionReopened, thing=request.question, recipients=[*who_answers(request), *champions], actor=by)
    return request


def _locked_for_asker(request: ResponseRequest, by: Person) -> ResponseRequest:
    current = locked(request)
    if current.asker_id != by.pk:
        raise NotYours
    return current
