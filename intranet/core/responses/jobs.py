"""What comes with time: the steps of clocks, and days of review."""

from __future__ import annotations

from datetime import timedelta

from intranet.core.background.jobs import Job
from intranet.core.responses.actions import remind_of_reviews, tell_steps


class TellSteps(Job):
    """Tells those whom the clocks of open questions call on."""

    name = "responses-tell-steps"
    every = timedelta(minutes=1)

    def run(self) -> None:
        tell_steps()


class RemindOfReviews(Job):
    """Tells those who look after outcomes that these are to be looked at again."""

    name = "responses-remind-of-reviews"
    every = timedelta(hours=1)

    def run(self) -> None:
        remind_of_reviews()
