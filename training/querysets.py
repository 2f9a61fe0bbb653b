"""A person's own records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models

if TYPE_CHECKING:
    from intranet.core.kinds import AnyUser


class OwnQuerySet(models.QuerySet[Any]):
    """Rows that belong to a person and are nobody else's business."""

    def visible_to(self, user: AnyUser) -> Self:
        return self.filter(person_id=user.pk, person__isnull=False)
