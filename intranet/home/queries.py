"""What home and one's own pages read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intranet.core.organisation.models import RoleAssignment

if TYPE_CHECKING:
    from intranet.core.kinds import Person


def roles_in_words(user: Person) -> list[tuple[str, str]]:
    """The roles a person holds, each with the place where it holds; no place is the whole organisation."""
    rows = RoleAssignment.objects.filter(person=user).select_related("service", "area_type").prefetch_related("area").order_by("role", "pk")
    return [(row.get_role_display(), str(row.service or row.area or "")) for row in rows]
