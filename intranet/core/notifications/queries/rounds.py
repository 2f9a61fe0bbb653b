"""Whom a round of digests concerns, in batches: the cost of each is bounded, however many people there are."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db.models import Exists, Max, OuterRef, Q

from intranet.core.notifications import conf
from intranet.core.notifications.models import Delivery, Digest, Mail, Notice, NoticeReading
from intranet.core.notifications.notices import kind_named
from intranet.core.notifications.queries.delivery import deliveries
from intranet.core.organisation.queries import people_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from intranet.core.notifications.queries.periods import Period

BATCH = 500
#: A first digest looks back so far, and no digest looks back further than the other.
FIRST, FURTHEST = timedelta(days=7), timedelta(days=31)


def batches_of(period: Period) -> Iterator[list[int]]:
    """The people who want digests of that rhythm and have none of this period yet, by their keys."""
    own = Q(roost_preference__digest=period.rhythm)
    if conf.digest() == period.rhythm:
        own |= Q(roost_preference__isnull=True) | Q(roost_preference__digest="")
    made = Digest.objects.filter(person=OuterRef("pk"), period=period.name)
    people = get_user_model()._default_manager.filter(own, ~Exists(made), is_active=True).exclude(roost_preference__wants_mail=False)
    keys, last = people.exclude(email="").order_by("pk").values_list("pk", flat=True), 0
    while batch := list(keys.filter(pk__gt=last)[:BATCH]):
        yield batch
        last = batch[-1]


def starts_of(people: list[int], until: datetime) -> dict[int, datetime]:
    """Where the next digest of each person begins: where the last one ended, which may be one of another rhythm."""
    ended = Digest.objects.filter(person__in=people, until__lte=until).values("person").annotate(ended=Max("until"))
    last = dict(ended.values_list("person", "ended"))
    return {pk: max(last.get(pk, until - FIRST), until - FURTHEST) for pk in people}


def people_with_news(starts: Mapping[int, datetime], until: datetime) -> set[int]:
    """Those of the people who have something unread for a digest. Whether they still may see it is asked when it is sent."""
    unread = Notice.objects.filter(recipient__in=list(starts), read_at__isnull=True, delivery=Delivery.DIGEST)
    told = unread.filter(created__gte=until - FURTHEST, created__lt=until).exclude(mails__isnull=False)
    latest = told.order_by().values("recipient").annotate(latest=Max("created")).values_list("recipient", "latest")
    return {pk for pk, created in latest if created >= starts[pk]} | _with_broadcasts(starts, until)


def _with_broadcasts(starts: Mapping[int, datetime], until: datetime) -> set[int]:
    found: set[int] = set()
    since = min(starts.values(), default=until)
    for notice in Notice.objects.filter(recipient__isnull=True, created__gte=since, created__lt=until).order_by("created", "pk"):
        kind = kind_named(notice.kind)
        waiting = {pk for pk, start in starts.items() if pk not in found and notice.created >= start}
        if kind is None or not waiting:
            continue
        by_digest = {pk for pk, delivery in deliveries(kind, waiting, notice.service_id).items() if delivery == Delivery.DIGEST}
        found |= _unaware_of(notice, by_digest)
    return found


def _unaware_of(notice: Notice, people: set[int]) -> set[int]:
    """Those of the people to whom the broadcast goes, and who have neither read it nor been mailed about it."""
    if not people:
        return set()
    told = [rows.filter(notice=notice, person__in=people).values("person") for rows in (NoticeReading.objects, Mail.objects)]
    unaware = people_in(notice.audience_id).filter(pk__in=people - {notice.actor_id}).exclude(pk__in=told[0]).exclude(pk__in=told[1])
    return set(unaware.values_list("pk", flat=True))
