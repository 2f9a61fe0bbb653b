"""Telling people, and their having read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet

from intranet.core.background import enqueue, now
from intranet.core.notifications.models import Notice, NoticeReading
from intranet.core.notifications.queries.delivery import default_delivery
from intranet.core.notifications.queries.tray import forget_tray
from intranet.core.notifications.tasks.fan_out import news_of, tell
from intranet.core.notifications.tasks.telling import mail_broadcast, tell_followers
from intranet.core.organisation.queries import name_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import Model

    from intranet.core.kinds import Person
    from intranet.core.notifications.notices import NoticeKind


def notify(
    kind: type[NoticeKind], *, thing: Model, recipients: Iterable[Person], actor: Person | None = None, actor_name: str = "", event: str = ""
) -> int:
    """Tell ``recipients`` of ``thing``, and say how many of them may see it and want to hear.

    Left out are the actor, whoever may not see the thing, and whoever has silenced it. One event and one person is one
    notice, however often this is called; ``event`` defaults to the kind and the thing. Of many people only the keys are
    held, and the statements grow by the thousand; for followers without a limit ``notify_followers`` waits for none of it.
    ``actor_name`` is an alias, where nobody is named.
    """
    news = news_of(kind, thing, actor_id=actor.pk if actor else None, actor_name=name_of(actor) or actor_name, event=event)
    return tell(news, _keys(recipients))


def _keys(people: Iterable[Person]) -> Iterable[int]:
    if isinstance(people, QuerySet):
        return people.values_list("pk", flat=True)
    return {person.pk for person in people}


def notify_followers(kind: type[NoticeKind], *, thing: Model, of: Sequence[Model], actor: Person | None = None, event: str = "") -> None:
    """Tell everybody who follows any of ``of`` (the nearest first), later: this costs one task, whether there are fifteen or fifteen thousand.

    Who follows something nearer by less, or has silenced it, hears nothing.
    """
    enqueue(tell_followers, kind.name, _reference(thing), [_reference(place) for place in of], actor.pk if actor else None, name_of(actor), event)


def _reference(thing: Model) -> list[int]:
    return [ContentType.objects.get_for_model(thing).pk, thing.pk]


@transaction.atomic
def broadcast(kind: type[NoticeKind], *, thing: Model, actor: Person | None = None, event: str = "") -> Notice:
    """Tell everybody who may see ``thing``, by one row: the same one however often this is called.

    Nobody can turn it off, so the kind has to be ``required``; mail goes to those who chose it for the kind. Who is told of the
    same event otherwise, before or after, sees it once.
    """
    if not kind.required:
        raise TypeError(f"{kind.__name__} can be turned off, and a broadcast cannot.")
    news = news_of(kind, thing, actor_id=actor.pk if actor else None, actor_name=name_of(actor), event=event)
    if news.audience_id is None:
        raise ValueError("Nobody may see it now.")
    delivery = default_delivery(kind)
    fields = news.fields | {"audience_id": news.audience_id, "group": "", "delivery": delivery}
    notice, is_new = Notice.objects.get_or_create(recipient=None, event=news.event, defaults=fields)
    if is_new:
        enqueue(mail_broadcast, notice.pk)
    return notice


@transaction.atomic
def mark_read(person: Person, *, notices: Iterable[Notice]) -> None:
    """These the person has read. Read means read once: the first moment stays."""
    told = list(notices)
    Notice.objects.of(person).unread().filter(pk__in=[notice.pk for notice in told if notice.recipient_id]).update(read_at=now())
    _note_readings(person, Notice.objects.told_to_all(person).filter(event__in=[notice.event for notice in told]))
    forget_tray(person)


@transaction.atomic
def mark_all_read(person: Person, *, until: int | None = None) -> None:
    """Everything, as far as the notice that was the newest when the person saw the list."""
    known = {"pk__lte": until} if until is not None else {}
    Notice.objects.of(person).unread().filter(**known).update(read_at=now())
    _note_readings(person, Notice.objects.told_to_all(person).filter(**known))
    forget_tray(person)


def _note_readings(person: Person, broadcasts: QuerySet[Notice]) -> None:
    keys = broadcasts.exclude(readings__person=person).values_list("pk", flat=True)
    NoticeReading.objects.bulk_create([NoticeReading(notice_id=key, person_id=person.pk) for key in keys], ignore_conflicts=True)
