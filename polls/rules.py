"""Who may vote, and who may see figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intranet.core.organisation.models import Role
from intranet.core.organisation.queries import audiences_of, holds, roles_of

if TYPE_CHECKING:
    from intranet.core.kinds import AnyUser
    from polls.models import Clearance, Poll


def is_asked(user: AnyUser, poll: Poll) -> bool:
    """Whether the poll is put to this person; its owner may see it without being asked."""
    return poll.audience_id in audiences_of(user)


def can_vote(user: AnyUser, poll: Poll) -> bool:
    return poll.is_open and is_asked(user, poll)


def can_see_figures(user: AnyUser, poll: Poll, *, has_voted: bool) -> bool:
    """By the poll's own rule; the owner always. What is too few to show is a matter of ``figures_of``."""
    if poll.results == poll.Results.ALWAYS or (poll.owner_id is not None and poll.owner_id == user.pk):
        return True
    if poll.results == poll.Results.AFTER_VOTE:
        return has_voted or poll.is_closed
    return poll.results == poll.Results.AFTER_CLOSE and poll.is_closed


def decides_on(user: AnyUser, clearance: Clearance) -> bool:
    """The monitoring officers of its service and of the whole; nobody on a poll that is theirs, or that they asked to publish."""
    mine = user.pk in (clearance.poll.owner_id, clearance.asked_by_id)
    return user.is_authenticated and not mine and holds(user, Role.MONITORING_OFFICER, service=clearance.poll.service)


def decides_somewhere(user: AnyUser) -> bool:
    """Whether the person is a monitoring officer at all."""
    return any(held.role == Role.MONITORING_OFFICER for held in roles_of(user))
