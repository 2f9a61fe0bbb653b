"""Pages, which editors publish, in front of moderators."""

from __future__ import annotations

from intranet.core.kinds import Reportable, State


class ReportedPage(Reportable):
    """A page that can be reported. Put it before ``Page`` among the bases; say ``author_id`` and ``author_name`` of who answers for it."""

    class Meta:
        abstract = True

    @property
    def state(self) -> State:
        """Wagtail knows what is live: hiding a page is taking it off."""
        return State.PUBLISHED if self.live else State.DRAFT  # type: ignore[attr-defined]

    def case_people(self) -> frozenset[int]:
        """Who answers for it, and who typed it."""
        return frozenset({self.author_id, self.owner_id} - {None})  # type: ignore[attr-defined]
