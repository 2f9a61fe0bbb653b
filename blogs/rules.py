"""Who may approve a post, tell everybody of it, and say that somebody else holds a leader's post."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail.permissions import page_permission_policy

from intranet.core.kinds import State
from intranet.core.organisation.models import Role
from intranet.core.organisation.queries import holds, roles_of

if TYPE_CHECKING:
    from blogs.models import Leader, LiveHour, LiveQuestion, PostPage
    from intranet.core.kinds import AnyUser

#: Whose role says who holds a post.
HANDING_OVER = (Role.CENTRAL_COORDINATOR, Role.SERVICE_OWNER)


def is_no_ghost(user: AnyUser, post: PostPage) -> bool:
    """Whether the person did not type it for somebody else."""
    return post.owner_id != user.pk or post.author_id == user.pk


def decides_on(user: AnyUser, post: PostPage) -> bool:
    """Whether the post is before this person: as its leader, while in office, or a delegate."""
    return user.is_authenticated and user.is_active and post.leader.is_in_office and post.leader.is_approved_by(user)


def can_approve(user: AnyUser, post: PostPage) -> bool:
    return decides_on(user, post) and is_no_ghost(user, post)


def can_tell_everybody(user: AnyUser, post: PostPage) -> bool:
    """Its leader in person, and central co-ordinators, while something new may appear in the blog; no delegate, for it cannot be taken back."""
    is_leader = user.is_authenticated and user.is_active and user.pk == post.leader.person_id
    return (is_leader or holds(user, Role.CENTRAL_COORDINATOR)) and post.leader.is_in_office and post.election_now() is None


def hands_over(user: AnyUser, leader: Leader) -> bool:
    """By role: central co-ordinators, and the owner of the leader's service."""
    return holds(user, Role.CENTRAL_COORDINATOR) or (leader.service is not None and holds(user, Role.SERVICE_OWNER, service=leader.service))


def can_hand_over(user: AnyUser, leader: Leader) -> bool:
    """Who may say that somebody else holds the post: those above, and who publishes where the blogs stand."""
    return user.is_authenticated and (hands_over(user, leader) or leader.blog.get_parent().permissions_for_user(user).can_publish())


def hands_over_somewhere(user: AnyUser) -> bool:
    """Whether the list of posts held is worth a look: by the person's own rights, for the menu stands on every page of the admin."""
    return any(held.role in HANDING_OVER for held in roles_of(user)) or page_permission_policy.user_has_permission(user, "publish")


def can_announce_live(user: AnyUser, leader: Leader) -> bool:
    """The leader, the delegates and central co-ordinators, while something new may appear in the blog."""
    mine = user.is_authenticated and user.is_active and leader.is_approved_by(user)
    return (mine or holds(user, Role.CENTRAL_COORDINATOR)) and leader.takes_posts


def can_run_live(user: AnyUser, hour: LiveHour) -> bool:
    """Who chooses and answers: the leader, the delegates, and the host, while the term lasts."""
    mine = user.is_authenticated and user.is_active and hour.leader.is_in_office
    return mine and (hour.host_id == user.pk or hour.leader.is_approved_by(user))


def looks_after_live(user: AnyUser) -> bool:
    """Who may call off anybody's hour, whatever became of its leader: central co-ordinators."""
    return holds(user, Role.CENTRAL_COORDINATOR)


def can_call_off_live(user: AnyUser, hour: LiveHour) -> bool:
    return can_run_live(user, hour) or looks_after_live(user)


def can_ask_live(user: AnyUser, hour: LiveHour) -> bool:
    """Everybody who may see it, before and while it is on; nobody asks themselves."""
    return user.is_authenticated and user.is_active and not hour.is_over and hour.leader.person_id != user.pk and hour.leader.takes_posts


def can_vote_live(user: AnyUser, question: LiveQuestion, *, is_silent: bool | None = None) -> bool:
    """Everybody but who asked, until it is answered or the hour is over; nobody while an election silences the leader, which is asked unless it is given."""
    if is_silent or (is_silent is None and question.hour.leader.election_now() is not None):
        return False
    is_open = question.state == State.PUBLISHED and not question.is_answered and not question.hour.is_over
    return user.is_authenticated and is_open and question.author_id != user.pk


def writes_for(user: AnyUser, leader: Leader) -> bool:
    """The leader and the delegates write, while the term lasts."""
    return user.is_authenticated and user.is_active and leader.is_in_office and leader.is_approved_by(user)
