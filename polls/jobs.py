"""What comes with time: opening is read off the clock, but search, and people, have to be told."""

from __future__ import annotations

from datetime import timedelta

from intranet.core.background.jobs import Job
from polls import actions


class FindOpenedPolls(Job):
    """Lets search find the polls that have opened since."""

    name = "polls-find-opened"
    every = timedelta(minutes=5)

    def run(self) -> None:
        actions.refresh_opened()


class TellOfClosedPolls(Job):
    """Tells who follows a poll that it has closed."""

    name = "polls-tell-closed"
    every = timedelta(minutes=5)

    def run(self) -> None:
        actions.tell_closed()
