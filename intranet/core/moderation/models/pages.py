"""Pages, which editors publish, in front of moderators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from intranet.core.kinds import Reportable, State

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from intranet.core.kinds import AnyUser


class ReportedPage(Reportable):
    """A page that can be reported. Put it before ``Page`` among the bases; say ``author_id`` and ``author_name`` of who answers for it."""

    class Meta:
        abstract = True

    @property
    def state(self) -> State:
        """Wagtail knows what is live: hiding a page is taking it off."""
        return State.PUBLISHED if self.live else State.DRAFT  # type: ignore[attr-defined]

    def case_people(self) -> frozenset[int]:
        """Who answers for it, and who typed it. Whoever says more here says it in ``work_of`` too."""
        return frozenset({self.author_id, self.owner_id} - {None})  # type: ignore[attr-defined]

    @classmethod
    def work_of(cls, user: AnyUser) -> QuerySet[Any]:
        """The pages among whose ``case_people`` the person is, beside those whose author the case names."""
        return cls._base_manager.filter(owner_id=user.pk, owner__isnull=False)  # type: ignore[misc]

    @classmethod
    def for_cases(cls) -> QuerySet[Any]:
        """With what lists of cases ask of each."""
        return cls._base_manager.all()
