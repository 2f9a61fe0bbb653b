"""What the interface tidies up."""

from datetime import timedelta

from intranet.core.background.jobs import Job
from intranet.core.ui.actions import forget_old_drafts


class ForgetOldDrafts(Job):
    """Deletes words that nobody sent nor touched for half a year (``ROOST_DRAFT_DAYS``)."""

    name = "forget-old-drafts"
    every = timedelta(days=1)

    def run(self) -> None:
        forget_old_drafts()
