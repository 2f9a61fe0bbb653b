"""Who may see what of a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intranet.core.organisation.models import Profile
from intranet.core.organisation.queries import tokens_of

if TYPE_CHECKING:
    from intranet.core.kinds import AnyUser


def can_see_detail(user: AnyUser, profile: Profile, shown_to: str) -> bool:
    """Whether a detail that ``profile`` shows to all, to its service or to nobody is for this person; leavers show none."""
    if not profile.user.is_active:
        return False
    if profile.user_id == user.pk or shown_to == Profile.Who.ALL:
        return True
    return shown_to == Profile.Who.SERVICE and profile.service_id is not None and f"service:{profile.service_id}" in tokens_of(user)
