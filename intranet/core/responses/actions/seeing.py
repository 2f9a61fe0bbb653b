"""What follows when a question, or its answer, goes out of view and comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from intranet.core.responses.actions.records import State, Verb, close, open_again
from intranet.core.responses.models import ResponseRequest

if TYPE_CHECKING:
    from django.db.models import Model


@transaction.atomic
def take_back(question: Model) -> None:
    """The question is to be seen no more: nobody owes it an answer."""
    request = ResponseRequest.objects.select_for_update(of=("self",), no_key=True).open().of(question).first()
    if request is not None:
        close(request, state=State.WITHDRAWN, by=None)


@transaction.atomic
def bring_back(question: Model) -> ResponseRequest | None:
    """The question is to be seen again: its clock goes on as if it had never stopped, unless who asked had withdrawn it.

    None when it was never asked.
    """
    request = ResponseRequest.objects.select_for_update(of=("self",), no_key=True).of(question).first()
    if request is not None and request.state == State.WITHDRAWN and not request.events.filter(verb=Verb.WITHDRAWN).exists():
        open_again(request)
    return request


@transaction.atomic
def lose_answer(answer: Model) -> None:
    """The answer is to be seen no more: the question waits again, and is due when it was due."""
    kind = ContentType.objects.get_for_model(answer)
    requests = ResponseRequest.objects.select_for_update(of=("self",), no_key=True)
    request = requests.filter(answer_type=kind, answer_id=answer.pk, state=State.ANSWERED).first()
    if request is not None:
        open_again(request)
