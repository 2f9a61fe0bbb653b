"""What comes with time."""

from datetime import timedelta

from django.utils.timezone import localdate

from blogs.actions import carry_out, close_live, keep_office
from blogs.models import Leader, LiveHour, PlannedHandOver
from intranet.core.background import now
from intranet.core.background.jobs import Job


class KeepOffices(Job):
    """A term that began or ended by its date: the office may write from then on, or no longer."""

    name = "blogs-keep-offices"
    every = timedelta(hours=1)

    def run(self) -> None:
        for leader in Leader.objects.filter(office__isnull=False).select_related("office", "person"):
            keep_office(leader)


class CloseLiveHours(Job):
    """A live hour is over: its answers become a draft, and what it left open gets a clock."""

    name = "blogs-close-live-hours"
    every = timedelta(minutes=5)

    def run(self) -> None:
        for hour in LiveHour.objects.filter(ends__lte=now(), closed_at=None):
            close_live(hour)


class HandOverPosts(Job):
    """The first day of a planned hand-over has come."""

    name = "blogs-hand-over-posts"
    every = timedelta(minutes=15)

    def run(self) -> None:
        for plan in PlannedHandOver.objects.filter(since__lte=localdate(now())).order_by("since", "pk"):
            carry_out(plan)
