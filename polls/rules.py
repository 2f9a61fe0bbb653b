"""Who may vote, and who may see figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intranet.core.organisation.queries import audiences_of

if TYPE_CHECKING:
    from intranet.core.kinds import AnyUser
    from polls.models import Poll


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
