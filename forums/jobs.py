"""What comes with time in the forums."""

from __future__ import annotations

from datetime import timedelta

from forums.actions import bring_up_unanswered, forget_exports, scan_waiting
from intranet.core.background.jobs import Job


class BringUpUnanswered(Job):
    """Tells those who look after an area of questions that nobody has answered."""

    name = "forums-unanswered"
    every = timedelta(minutes=10)

    def run(self) -> None:
        bring_up_unanswered()


class ScanWaitingFiles(Job):
    """Asks the scanner again about files that it could not judge when they were added."""

    name = "forums-scan-waiting"
    every = timedelta(minutes=5)

    def run(self) -> None:
        scan_waiting()


class ForgetExports(Job):
    """Deletes the archives of areas whose days are over."""

    name = "forums-forget-exports"
    every = timedelta(hours=1)

    def run(self) -> None:
        forget_exports()
