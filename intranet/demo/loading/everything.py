"""The whole demonstration, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.test.utils import override_settings

from intranet.core.background import now
from intranet.core.notifications.models import Notice
from intranet.demo.loading import blogs, forums, guidance, notices, outcomes, polls, training
from intranet.demo.loading.council import Council, Event, replay
from intranet.demo.loading.people import load_organisation, send_leavers_off
from intranet.demo.moments import Calendar

if TYPE_CHECKING:
    from datetime import datetime


NOTICES_READ = "-2wd 17:00"
AT_ONCE = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}  # so that people are told at the moment
FIRST_POSTS_READ = 6  # by Northmoor's rules; see rules in moderation.yaml


def _read_notices() -> None:
    """Until then everybody had looked at their notices."""
    Notice.objects.filter(read_at=None).update(read_at=now())


def load_council(*, at: datetime, seed: int) -> int:
    """Load the council as it stands at ``at``; the number of acts that were replayed. No mail leaves."""
    council = Council(calendar=Calendar(at), seed=seed)
    settings = override_settings(ROOST_NOTICE_MAIL=False, ROOST_NEWCOMER_APPROVALS=FIRST_POSTS_READ, TASKS=AT_ONCE)
    with settings, transaction.atomic():
        load_organisation(council)
        events = [event for source in (blogs, forums, guidance, notices, polls, training, outcomes) for event in source.events(council)]
        acts = replay([*events, Event(council.moment(NOTICES_READ), _read_notices)])
        send_leavers_off(council)
    return acts
