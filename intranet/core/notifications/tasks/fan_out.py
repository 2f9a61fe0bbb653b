"""Telling many people of one event: by statements about a thousand of them at once, so that the work grows and the memory does not."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from intranet.core.background import enqueue, now
from intranet.core.kinds import Findable, Followable
from intranet.core.notifications.models import Acknowledgeable, Delivery, Follow, Mail, MustRead, Notice, Push
from intranet.core.notifications.notices import push_service
from intranet.core.notifications.queries.delivery import deliveries, mail_due, push_due
from intranet.core.notifications.queries.follows import silenced_by_any
from intranet.core.notifications.tasks.mails import send_mails
from intranet.core.notifications.tasks.pushes import send_pushes
from intranet.core.organisation.queries import people_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from django.db.models import Model

    from intranet.core.notifications.notices import NoticeKind

#: How many people are told at once. Databases that take fewer values in a statement get several inserts for them.
BATCH = 1_000


@dataclass(frozen=True, slots=True)
class News:
    """What all notices of one event have in common, as ``fields``; who is told it hangs on the rest."""

    kind: type[NoticeKind]
    thing: Model
    fields: dict[str, Any]
    audience_id: int | None
    #: Where it happens, the nearest first.
    where: Sequence[Model]
    is_social: bool = False

    @property
    def event(self) -> str:
        return str(self.fields["event"])


def news_of(
    kind: type[NoticeKind], thing: Model, *, actor_id: int | None = None, actor_name: str = "", event: str = "", where: Sequence[Model] = ()
) -> News:
    """``event`` is else the kind and the thing, ``where`` what the kind says."""
    document = thing.to_document() if isinstance(thing, Findable) else None
    place, content_type = kind.place(thing), ContentType.objects.get_for_model(thing)
    fields = {
        "kind": kind.name,
        "content_type": content_type,
        "object_id": thing.pk,
        "actor_id": actor_id,
        "actor_name": actor_name,
        "event": event or f"{kind.name}:{content_type.pk}:{thing.pk}",
        "group": f"{kind.name}:{ContentType.objects.get_for_model(place).pk}:{place.pk}" if place is not None else "",
        "service_id": document.service_id if document is not None else getattr(thing, "service_id", None),
    }
    return News(
        kind,
        thing,
        fields,
        document.audience_id if document is not None else None,
        where or kind.where(thing),
        is_social=getattr(thing, "is_social", False),
    )


def tell(news: News, people: Iterable[int]) -> int:
    """Tell each of the people who may see it and wants to hear; says how many those are. Told twice, it doubles nothing.

    Each thousand is a transaction of its own: a run that is killed has told some of them wholly, and the next one tells the rest.
    """
    if Notice.objects.filter(event=news.event, recipient__isnull=True).exists():
        return 0  # everybody has been told of it
    may_see, deaf = _sight_of(news), _deaf_to(news)
    offered = mailed = pushed = 0
    for batch in batches(key for key in people if key != news.fields["actor_id"] and key not in deaf):
        with transaction.atomic():
            hearers = may_see(batch)
            offered += len(hearers)
            _note(news, hearers)
            mailed += make_mails(news.kind, _waiting(news, hearers, Delivery.MAIL))
            if push_service() is not None:
                pushed += make_pushes(news.kind, _waiting(news, hearers, Delivery.PUSH))
    send_soon(mailed=mailed, pushed=pushed)
    return offered


def batches(people: Iterable[int]) -> Iterator[set[int]]:
    rest = iter(people)
    while batch := set(islice(rest, BATCH)):
        yield batch


def _sight_of(news: News) -> Callable[[set[int]], set[int]]:
    """Says who of people may see the thing now and works here: by its audience, or one by one when it has none."""
    thing = news.thing
    if news.audience_id is not None:
        audience = people_in(news.audience_id)
        return lambda people: set(audience.filter(pk__in=people).values_list("pk", flat=True))
    active, things = get_user_model()._default_manager.filter(is_active=True), type(thing)._default_manager
    return lambda people: {user.pk for user in active.filter(pk__in=people) if things.visible_to(user).filter(pk=thing.pk).exists()}  # type: ignore[attr-defined]


def _deaf_to(news: News) -> set[int]:
    """Who has silenced it, or wants no more than mentions and answers where it happens."""
    if news.kind.required:
        return set()
    where = [place for place in news.where if isinstance(place, Followable)]
    level = Follow.Level.MENTIONS if news.kind.addressed else Follow.Level.EVERYTHING
    silent = set(silenced_by_any(where, level).values_list("pk", flat=True)) if where else set()
    return silent | _asked_to_read(news.thing)


def _asked_to_read(thing: Model) -> set[int]:
    """Who hears of this publication because they must read it, and so not as followers besides."""
    if not isinstance(thing, Acknowledgeable) or thing.must_read_id is None:
        return set()
    asked = MustRead.objects.on(thing).current().filter(revision_id=thing.live_revision_id).first()  # type: ignore[attr-defined]
    return set(people_in(asked.audience_id).values_list("pk", flat=True)) if asked is not None and asked.revision_id else set()


def _note(news: News, people: set[int]) -> None:
    moment, chosen = now(), _deliveries(news, people) if people else {}
    rows = [
        Notice(recipient_id=key, delivery=delivery, created=moment, **news.fields)
        for key, delivery in sorted(chosen.items())
        if delivery != Delivery.OFF
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)


def _deliveries(news: News, people: set[int]) -> dict[int, Delivery]:
    return deliveries(news.kind, people, news.fields["service_id"], social=news.is_social)


def send_soon(*, mailed: int, pushed: int) -> None:
    if mailed:
        enqueue(send_mails)
    if pushed:
        enqueue(send_pushes)


def _waiting(news: News, people: set[int], delivery: Delivery) -> dict[int, int]:
    """The notices that are to come in that way, and for which nothing is on its way yet, by their readers."""
    if not people:
        return {}
    waiting = Notice.objects.filter(event=news.event, kind=news.kind.name, recipient__in=people, delivery=delivery, read_at__isnull=True)
    return dict(waiting.filter(mails__isnull=True, pushes__isnull=True).values_list("recipient_id", "pk"))


def make_mails(kind: type[NoticeKind], notices: dict[int, int]) -> int:
    """Mails about notices, by the people they go to, at the first moment when each may be mailed; says how many."""
    due = mail_due(notices.keys(), urgent=kind.urgent, at=now())
    Mail.objects.bulk_create([Mail(notice_id=notices[key], person_id=key, due=moment) for key, moment in due.items()], ignore_conflicts=True)
    return len(due)


def make_pushes(kind: type[NoticeKind], notices: dict[int, int]) -> int:
    """Messages to devices about notices, by the people they go to; says how many."""
    due = push_due(notices.keys(), urgent=kind.urgent, at=now())
    Push.objects.bulk_create([Push(notice_id=notices[key], person_id=key, due=moment) for key, moment in due.items()], ignore_conflicts=True)
    return len(due)
