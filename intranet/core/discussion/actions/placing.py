"""Where a comment stands: its number, its path, and what the package keeps beside them. Used by the acts beside it only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from django_comments_xtd.models import XtdComment

from intranet.core.discussion.conf import MAX_DEPTH
from intranet.core.discussion.models import Comment, Thread
from intranet.core.kinds import State

if TYPE_CHECKING:
    from intranet.core.kinds import Discussable

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_WIDTH = 7
STEP = _WIDTH + 1
OFFICIAL, ORDINARY = "0", "1"


def step(number: int, rank: str = ORDINARY) -> str:
    """One level of a path: an official answer sorts before its neighbours, the others by number."""
    digits = ""
    while number:
        number, rest = divmod(number, len(_DIGITS))
        digits = _DIGITS[rest] + digits
    return rank + digits.rjust(_WIDTH, "0")


def numbers_above(path: str) -> list[int]:
    """The numbers of the comments that ``path`` lies under, from the first one down."""
    return [int(path[start + 1 : start + STEP], len(_DIGITS)) for start in range(0, len(path) - STEP, STEP)]


def promoted(path: str) -> str:
    """The same place, as an official answer."""
    return path[:-STEP] + OFFICIAL + path[-_WIDTH:]


def locked_thread(thing: Discussable) -> Thread:
    """The thread of ``thing``, locked until the transaction ends, made at its first comment."""
    key = {"content_type": ContentType.objects.get_for_model(thing), "object_id": thing.pk}
    threads = Thread.objects.select_for_update(no_key=True)
    thread = threads.filter(**key).first()
    if thread is None:
        Thread.objects.get_or_create(**key)
        thread = threads.get(**key)
    thread.thing = thing
    return thread


def place(comment: Comment, *, thread: Thread, parent: Comment | None) -> None:
    """Save a new comment below ``parent`` or as a thread of its own, with the next number. ``thread`` and ``parent`` are locked.

    It is counted at once, for most comments are shown at once, unless it is known to be held: who holds it later counts it out again.
    The one that is official already stands first.
    """
    thread.last_number = number = thread.last_number + 1
    comment.is_counted = comment.state != State.HELD
    counted: dict[str, Any] = {"comment_count": F("comment_count") + 1, "last_comment_at": comment.created} if comment.is_counted else {}
    Thread.objects.filter(pk=thread.pk).update(last_number=F("last_number") + 1, **counted)
    above = parent.path[: STEP * (MAX_DEPTH - 1)] if parent is not None else ""
    comment.discussion, comment.reply_to, comment.number = thread, parent, number
    rank = OFFICIAL if comment.is_official else ORDINARY
    comment.path, comment.level = above + step(number, rank), len(above) // STEP
    if parent is not None:
        comment.thread_id = parent.thread_id
        comment.parent_id = parent.pk if comment.level > parent.level else parent.parent_id
    comment.save(force_insert=True)
    if parent is None:
        comment.thread_id = comment.parent_id = comment.pk
        XtdComment.norel_objects.filter(pk=comment.pk).update(thread_id=comment.pk, parent_id=comment.pk)
    if comment.is_counted:
        count_above(comment, by=1)


def count_above(comment: Comment, *, by: int) -> None:
    """Count it in or out in all comments that it stands below."""
    if comment.level:
        above = Comment._base_manager.filter(discussion_id=comment.discussion_id, number__in=numbers_above(comment.path))
        XtdComment.norel_objects.filter(pk__in=above.values("pk")).update(nested_count=F("nested_count") + by)
