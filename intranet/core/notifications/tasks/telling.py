"""Telling the many, after the request that told has its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django_tasks import task

from intranet.core.notifications.models import Delivery, Notice
from intranet.core.notifications.notices import kind_named
from intranet.core.notifications.queries.delivery import deliveries
from intranet.core.notifications.queries.follows import followers_of_any
from intranet.core.notifications.tasks.fan_out import batches, make_mails, make_pushes, news_of, send_soon, tell
from intranet.core.organisation.queries import people_in

if TYPE_CHECKING:
    from django.db.models import Model


@task()
def tell_followers(kind: str, thing: list[int], of: list[list[int]], actor_id: int | None, actor_name: str, event: str) -> None:
    """Tell who follows any of ``of``. Things are pairs of content type and key; what is gone or not on show any more is told to nobody."""
    found, told, places = kind_named(kind), _thing(thing), [place for reference in of if (place := _thing(reference)) is not None]
    if found is None or told is None or not places:
        return
    news = news_of(found, told, actor_id=actor_id, actor_name=actor_name, event=event, where=places)
    if news.audience_id is not None:
        tell(news, followers_of_any(places).values_list("pk", flat=True))


@task()
def mail_broadcast(notice_id: int) -> None:
    """Mails and messages to those in the audience who want notices of this kind so, and were not told in person. The broadcast itself stays one row."""
    notice = Notice.objects.filter(pk=notice_id, recipient__isnull=True).first()
    kind = kind_named(notice.kind) if notice is not None else None
    if notice is None or kind is None:
        return
    mailed = pushed = 0
    for people in batches(key for key in people_in(notice.audience_id).values_list("pk", flat=True) if key != notice.actor_id):
        in_person = Notice.objects.filter(event=notice.event, recipient__in=people).values_list("recipient_id", flat=True)
        chosen = deliveries(kind, people - set(in_person), notice.service_id)
        mailed += make_mails(kind, {key: notice.pk for key, delivery in chosen.items() if delivery == Delivery.MAIL})
        pushed += make_pushes(kind, {key: notice.pk for key, delivery in chosen.items() if delivery == Delivery.PUSH})
    send_soon(mailed=mailed, pushed=pushed)


def _thing(reference: list[int]) -> Model | None:
    model: Any = ContentType.objects.get_for_id(reference[0]).model_class()
    found: Model | None = model._default_manager.filter(pk=reference[1]).first() if model is not None else None
    return found
