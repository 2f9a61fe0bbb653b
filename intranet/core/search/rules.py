"""Who keeps the list of tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intranet.core.organisation.models import Role
from intranet.core.organisation.queries import holds

if TYPE_CHECKING:
    from intranet.core.kinds import AnyUser


def can_keep_tags(user: AnyUser) -> bool:
    """Central co-ordinators: a tag is everybody's, across the apps."""
    return holds(user, Role.CENTRAL_COORDINATOR)
