"""What comes with time: news for who writes without a name."""

from __future__ import annotations

from datetime import timedelta

from intranet.core.background.jobs import Job
from intranet.core.moderation.actions import tell_news


class TellNewsWithoutName(Job):
    """Once an hour, all at one moment, so that the moment of a notice says little of what it is about."""

    name = "moderation-tell-news"
    every = timedelta(hours=1)

    def run(self) -> None:
        tell_news()
