"""Forgetting what people were told long ago."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q

from intranet.core.background import now
from intranet.core.notifications import conf
from intranet.core.notifications.models import Notice

#: How many notices are deleted in one transaction.
BATCH = 1_000


def forget_old_notices() -> int:
    """Delete, a thousand at a time, notices that were read long ago or told longer ago, with their mails and readings; says how many.

    What was deleted when the run is cut short is gone, and the next run goes on.
    """
    after_reading, at_all = (now() - timedelta(days=days) for days in conf.days_kept())
    old = Notice.objects.filter(Q(created__lt=at_all) | Q(created__lt=after_reading, read_at__lt=after_reading)).order_by("pk")
    forgotten = last = 0
    while keys := list(old.filter(pk__gt=last).values_list("pk", flat=True)[:BATCH]):
        Notice.objects.filter(pk__in=keys).delete()
        forgotten, last = forgotten + len(keys), keys[-1]
    return forgotten
