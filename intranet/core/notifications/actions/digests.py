"""Making digests."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from intranet.core.background import enqueue, now
from intranet.core.notifications import conf
from intranet.core.notifications.models import Digest, Mail
from intranet.core.notifications.queries.delivery import mail_due
from intranet.core.notifications.queries.rounds import FURTHEST, batches_of, people_with_news, starts_of
from intranet.core.notifications.tasks.mails import send_mails

if TYPE_CHECKING:
    from intranet.core.notifications.queries.periods import Period

FORGOTTEN_AT_ONCE = 1_000


def make_digests(period: Period) -> int:
    """A digest and its mail for everybody who wants one and has something new, in batches; says how many this call has made.

    Each batch is a transaction of its own, and a person has one digest a period, so it may be called again, at once by
    several, and after it was killed.
    """
    made = 0
    for batch in batches_of(period):
        made += _make_batch(batch, period)
    if made:
        enqueue(send_mails)
    return made


def forget_old_digests() -> int:
    """Delete digests as old as notices that were read long ago, with their mails, a thousand at a time; says how many.

    Those from which the next one takes its beginning are kept in any case.
    """
    after_reading, _at_all = conf.days_kept()
    old = Digest.objects.filter(until__lt=now() - max(timedelta(days=after_reading), FURTHEST)).order_by("pk")
    forgotten = 0
    while keys := list(old.values_list("pk", flat=True)[:FORGOTTEN_AT_ONCE]):
        Digest.objects.filter(pk__in=keys).delete()
        forgotten += len(keys)
    return forgotten


@transaction.atomic
def _make_batch(people: list[int], period: Period) -> int:
    starts = starts_of(people, period.until)
    due = mail_due(people_with_news(starts, period.until), urgent=False, at=now())
    digests = [Digest(person_id=pk, period=period.name, since=starts[pk], until=period.until) for pk in sorted(due)]
    Digest.objects.bulk_create(digests, ignore_conflicts=True)
    bare = Digest.objects.filter(period=period.name, person__in=due, mail__isnull=True).values_list("pk", "person_id")
    mails = [Mail(digest_id=pk, person_id=person, due=due[person]) for pk, person in bare]
    Mail.objects.bulk_create(mails, ignore_conflicts=True)
    return len(mails)
