"""Who may comment, reply, change, delete, react, and read what a comment said before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intranet.core.kinds import Answerable, CommentsState, Reportable, State
from intranet.core.organisation.models import Role, Service
from intranet.core.organisation.queries import holds, roles_of
from intranet.core.responses.models import ResponseRequest
from intranet.core.responses.rules import answers_for, can_answer

if TYPE_CHECKING:
    from django.db.models import Model

    from intranet.core.discussion.models import Comment
    from intranet.core.kinds import AnyUser, Discussable


MODERATING = (Role.MODERATOR, Role.SENIOR_MODERATOR)
#: Whose role answers for what is given out.
EXPORTING = (Role.CENTRAL_COORDINATOR, Role.DATA_PROTECTION_OFFICER, Role.SENIOR_MODERATOR)


def can_comment(user: AnyUser, thing: Discussable) -> bool:
    """While comments are open; when they are read only, those who answer there still may."""
    if not (user.is_authenticated and user.is_active):
        return False
    state = thing.comments_now().state
    if state == CommentsState.READ_ONLY and isinstance(thing, Answerable):
        return answers_for(user, thing.addressee())
    return state == CommentsState.OPEN


def can_reply(user: AnyUser, comment: Comment, thing: Discussable) -> bool:
    """To what is published, where replies are taken; who owes the answer may always reply to a question, until comments are off."""
    if comment.state != State.PUBLISHED:
        return False
    if can_comment(user, thing) and thing.allows_replies():
        return True
    if not comment.is_question or thing.comments_now().state == CommentsState.OFF:
        return False
    if isinstance(thing, Answerable) and answers_for(user, thing.addressee()):
        return True
    request = ResponseRequest.objects.open().of(comment).select_related("service").first()
    return request is not None and can_answer(user, request)


def shows_reactions(thing: Discussable) -> bool:
    """Whether it says who reacted, to it and to what is said there."""
    return thing.allows_reactions() and thing.comments_now().state != CommentsState.OFF


def takes_reactions(thing: Discussable) -> bool:
    """Whether people may react now, to it and to what is said there."""
    return shows_reactions(thing) and not thing.comments_now().is_silent


def can_react(user: AnyUser, thing: Discussable, comment: Comment | None = None) -> bool:
    """To the thing, or to a published comment under it: nobody thanks themselves."""
    if not user.is_authenticated or (comment is not None and comment.state != State.PUBLISHED):
        return False
    return takes_reactions(thing) and not is_own(user, comment if comment is not None else thing)


def is_own(user: AnyUser, thing: Model) -> bool:
    """Whether the words are the person's: written by them, or in their name."""
    people = thing.case_people() if isinstance(thing, Reportable) else frozenset({getattr(thing, "author_id", None)})
    return user.pk is not None and user.pk in people


def can_edit(user: AnyUser, comment: Comment, thing: Discussable) -> bool:
    """One's own words, while they stand or wait and comments are open."""
    return can_delete(user, comment) and can_comment(user, thing)


def can_delete(user: AnyUser, comment: Comment) -> bool:
    """One's own words, while they stand or wait."""
    return user.is_authenticated and comment.author_id == user.pk and comment.state in (State.PUBLISHED, State.HELD)


def can_see_history(user: AnyUser, thing: Discussable) -> bool:
    """Those who moderate what stands under ``thing``; costs a query only who moderates somewhere."""
    return _holds_at(user, thing, MODERATING)


def can_export(user: AnyUser, thing: Discussable) -> bool:
    """Of a thing they can see: central co-ordinators, data protection officers and senior moderators of the place."""
    return _holds_at(user, thing, EXPORTING)


def _holds_at(user: AnyUser, thing: Discussable, roles: tuple[Role, ...]) -> bool:
    if not any(held.role in roles for held in roles_of(user)):
        return False
    place = thing.discussion_context()
    service = Service.objects.filter(pk=place.service_id).first() if place.service_id else None
    return holds(user, *roles, service=service, area=place.area)
