"""Election periods."""

from __future__ import annotations

from datetime import timedelta

from django.utils.timezone import localdate

from intranet.core.background import now
from intranet.core.organisation.models import ElectionPeriod


def make_election(*, first: int = -3, last: int = 4, words: str) -> ElectionPeriod:
    """From so many days from today to so many."""
    today = localdate(now())
    return ElectionPeriod.objects.create(
        name="Local election", first_day=today + timedelta(days=first), last_day=today + timedelta(days=last), words=words
    )
