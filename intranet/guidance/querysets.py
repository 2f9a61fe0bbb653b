"""Chainable reads of guidance and of the register of accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models

from intranet.core.organisation.models import Audience
from intranet.core.organisation.queries import VisiblePageQuerySet

if TYPE_CHECKING:
    from intranet.core.kinds import AnyUser


class GuidanceQuerySet(VisiblePageQuerySet):
    """Guidance pages."""

    def for_documents(self) -> Self:
        """With what its search document and lists ask for."""
        found: Self = self.select_related("service")
        return found

    def outside(self) -> Self:
        """Pages that anybody may read, signed in or not: live, switched public, and closed to none of the staff."""
        found: Self = self.filter(live=True, public=True, roost_audience__audience=Audience.objects.all_staff_id())
        return found


class AccountQuerySet(models.QuerySet[Any]):
    """Official accounts."""

    def visible_to(self, user: AnyUser) -> Self:
        """All staff see the register."""
        return self.filter(live=True) if user.is_authenticated and user.is_active else self.none()

    def outside(self) -> Self:
        """What anybody may check."""
        return self.filter(live=True, public=True)
