"""What follows when a comment comes into view or goes out of it: counts, the clock of a question, its answer, who is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Max
from django_comments_xtd.models import XtdComment

from intranet.core.background import enqueue, now
from intranet.core.discussion.actions.placing import count_above, numbers_above, promoted
from intranet.core.discussion.models import Comment, Thread
from intranet.core.discussion.queries import reaction_totals
from intranet.core.discussion.tasks import tell
from intranet.core.kinds import Answerable, State
from intranet.core.responses import actions as responses
from intranet.core.search.actions import refresh

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from intranet.core.responses.models import ResponseRequest


@transaction.atomic
def appeared(comment: Comment, *, first: bool) -> None:
    """It can be seen now: counted, its question asked, its answer given; the first time its readers are told. Its row is locked."""
    if not comment.is_counted:
        count(comment, by=1)
    if comment.is_question:
        _ask(comment, first=first)
    if comment.is_offered_answer and not comment.is_official:
        _give_answer(comment)
    if first or comment.is_question or comment.is_official:
        enqueue(tell, comment.pk, first=first)


@transaction.atomic
def vanished(comment: Comment) -> None:
    """It can be seen no more: not counted, its question not owed, its answer not given."""
    count(comment, by=-1)
    Comment.objects.filter(pk=comment.pk).update(gone_at=now(), is_official=False)
    if comment.is_question:
        responses.take_back(comment)
    if comment.is_official:
        responses.lose_answer(comment)


def count(comment: Comment, *, by: int) -> None:
    """Count it in or out, once: in its thread, whose row is then locked, and in all comments above it."""
    if not Comment.objects.filter(pk=comment.pk, is_counted=by < 0).update(is_counted=by > 0):
        return
    last = now() if by > 0 else _last_shown(comment.discussion_id)
    Thread.objects.filter(pk=comment.discussion_id).update(comment_count=F("comment_count") + by, last_comment_at=last)
    count_above(comment, by=by)


def _last_shown(thread_id: int) -> datetime | None:
    last: datetime | None = Comment.objects.filter(discussion_id=thread_id, is_counted=True).aggregate(last=Max("created"))["last"]
    return last


def _ask(comment: Comment, *, first: bool) -> None:
    thing = comment.discussion.thing
    if not isinstance(thing, Answerable) or (not first and responses.bring_back(comment) is not None):
        return
    addressee = thing.addressee()
    if addressee is not None:
        responses.ask(comment, asker=comment.author, addressee=addressee)


def _give_answer(comment: Comment) -> None:
    """Close the question it replies to, if it is still open and its author may: then it is official, and stands first.

    For what waited for a moderator: of most answers it is known before they are written.
    """
    request = made_official(comment, question=comment.reply_to)
    if request is None or comment.author is None:
        return
    responses.give_answer(request, answer=comment, by=comment.author)
    if not Comment.objects.filter(discussion_id=comment.discussion_id, path__startswith=comment.path).exclude(pk=comment.pk).exists():
        comment.path = promoted(comment.path)
    Comment.objects.filter(pk=comment.pk).update(is_official=True, path=comment.path, author_post=comment.author_post)
    refresh(comment)


def made_official(comment: Comment, *, question: Comment | None) -> ResponseRequest | None:
    """The request that ``comment`` answers by replying to ``question``, locked, if it is open and its author may: then the comment is official."""
    author = comment.author
    request = responses.to_answer(question, by=author) if question is not None and author is not None else None
    if request is not None:
        comment.is_official, comment.author_post = True, _post_of(comment) or comment.author_post
    return request


def _post_of(answer: Comment) -> str:
    """The post by virtue of which its author answers there in person."""
    thing = answer.discussion.thing
    addressee = thing.addressee() if isinstance(thing, Answerable) else None
    return addressee.post[:200] if addressee is not None and addressee.user is not None and addressee.user.pk == answer.author_id else ""


@transaction.atomic
def recount(threads: QuerySet[Thread]) -> int:
    """Count comments, replies and reactions again, from the rows themselves; says how many numbers were wrong."""
    return sum(_recount(thread) for thread in threads.select_for_update(no_key=True))


def _recount(thread: Thread) -> int:
    comments = {comment.number: comment for comment in Comment.objects.filter(discussion=thread)}
    below = dict.fromkeys(comments, 0)
    for comment in comments.values():
        if comment.state == State.PUBLISHED:
            for number in numbers_above(comment.path):
                below[number] += 1
    wrong = 0
    reactions = reaction_totals([comment.pk for comment in comments.values()])
    for number, comment in comments.items():
        right = (below[number], comment.state == State.PUBLISHED, reactions.get(comment.pk, 0))
        if (comment.nested_count, comment.is_counted, comment.reaction_count) != right:
            wrong += 1
            XtdComment.norel_objects.filter(pk=comment.pk).update(nested_count=right[0])
            Comment.objects.filter(pk=comment.pk).update(is_counted=right[1], reaction_count=right[2])
    published = [comment.created for comment in comments.values() if comment.state == State.PUBLISHED]
    right_size = {"comment_count": len(published), "last_comment_at": max(published, default=None)}
    wrong += thread.comment_count != len(published)
    Thread.objects.filter(pk=thread.pk).update(**right_size)
    return wrong
