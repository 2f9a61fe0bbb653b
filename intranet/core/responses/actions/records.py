"""What the acts beside it share: the row, locked; how it is closed and opened; what is written down of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intranet.core.background import now
from intranet.core.organisation.queries import name_of
from intranet.core.responses.models import RequestEvent, ResponseRequest
from intranet.core.ui.actions import log_act

if TYPE_CHECKING:
    from intranet.core.kinds import Person

State, Verb = ResponseRequest.State, RequestEvent.Verb
_AFTER = {Verb.HELD: State.HOLDING, Verb.PASSED: State.REFERRED}


class NotOpen(Exception):
    """It is not, or no longer, in a state that allows this: somebody was quicker, or the time is up."""


class NotYours(Exception):
    """Somebody else may do this."""


def locked(request: ResponseRequest) -> ResponseRequest:
    """The request as it is now, until the transaction ends."""
    current: ResponseRequest = ResponseRequest.objects.select_for_update(of=("self",), no_key=True).select_related("service").get(pk=request.pk)
    return current


def close(request: ResponseRequest, *, state: str, by: Person | None) -> None:
    request.state, request.closed_at, request.closed_by = state, now(), by
    request.save()


def open_again(request: ResponseRequest) -> None:
    """It waits as it did before it was closed."""
    last = request.events.filter(verb__in=[Verb.HELD, Verb.PASSED, Verb.REOPENED]).last()
    request.state = _AFTER.get(Verb(last.verb), State.AWAITING) if last else State.AWAITING
    request.closed_at = request.closed_by = None
    request.answer_type, request.answer_id, request.answer_minutes = None, None, None
    request.save()


def note(request: ResponseRequest, verb: RequestEvent.Verb, *, by: Person, words: str = "", former: Person | None = None) -> RequestEvent:
    """Write down what ``by`` did."""
    event = RequestEvent.objects.create(
        request=request,
        verb=verb,
        actor=by,
        actor_name=name_of(by),
        moment=now(),
        words=words,
        due_at=request.due_at,
        former=former,
        addressee_label=request.addressee_label,
    )
    log_act(request, f"roost.responses.{verb.value}", person=by, data={"words": words} if words else None)
    return event
