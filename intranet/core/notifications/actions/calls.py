"""Telling everybody who can read a place, by a word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.log_actions import log

from intranet.core.notifications.actions.telling import broadcast
from intranet.core.notifications.models import Call
from intranet.core.notifications.rules import can_mention_everybody

if TYPE_CHECKING:
    from django.db.models import Model

    from intranet.core.kinds import Person
    from intranet.core.notifications.notices import NoticeKind


@transaction.atomic
def call_everybody(thing: Model, *, caller: Person, number: int) -> None:
    """Note that ``caller`` has confirmed to tell ``number`` people of ``thing``: call it where the thing is written, before it is shown."""
    _call, is_new = Call.objects.get_or_create(**_key(thing), defaults={"caller": caller, "number": number})
    if is_new:
        log(thing, "roost.call_everybody", user=caller, data={"number": number})


@transaction.atomic
def answer_call(kind: type[NoticeKind], *, thing: Model, place: Model, event: str) -> bool:
    """Tell everybody of ``thing`` if its author has called them and still may; says whether. Those told in person of the event are told before."""
    call = Call.objects.filter(**_key(thing)).select_related("caller").first()
    if call is None or call.caller is None or not can_mention_everybody(call.caller, place):
        return False
    broadcast(kind, thing=thing, actor=call.caller, event=event)
    return True


def _key(thing: Model) -> dict[str, Any]:
    return {"content_type": ContentType.objects.get_for_model(thing), "object_id": thing.pk}
