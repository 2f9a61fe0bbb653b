"""What comes with time."""

from datetime import timedelta

from blogs.actions import close_live, keep_office
from blogs.models import Leader, LiveHour
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
