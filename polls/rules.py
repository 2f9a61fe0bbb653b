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


def people_of(clearance: Clearance) -> set[int]:
    """Whose poll it is or will be, who wrote it, and who asked to publish it."""
    people = (clearance.owner_id, clearance.poll.owner_id, clearance.revision.user_id, clearance.asked_by_id)
    return {person for person in people if person is not None}


def decides_on(user: AnyUser, clearance: Clearance) -> bool:
    """The monitoring officers of its service and of the whole; nobody on one of their own."""
    return user.is_authenticated and user.pk not in people_of(clearance) and holds(user, Role.MONITORING_OFFICER, service=clearance.service)


def decides_somewhere(user: AnyUser) -> bool:
    """Whether the person is a monitoring officer at all."""
    return any(held.role == Role.MONITORING_OFFICER for held in roles_of(user))
