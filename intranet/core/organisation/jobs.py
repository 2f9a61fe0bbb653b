"""What the organisation repairs every night."""

from datetime import timedelta

from intranet.core.background.jobs import Job
from intranet.core.organisation.actions import complete_site, sync_role_groups


class KeepRightsInStep(Job):
    """Repairs what was written past the actions: groups of roles, audiences of pages, missing profiles."""

    name = "keep-rights-in-step"
    every = timedelta(days=1)

    def run(self) -> None:
        complete_site()
        sync_role_groups()
