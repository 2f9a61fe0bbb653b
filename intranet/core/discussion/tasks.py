"""Telling people of a comment, after the reader who wrote it has their answer."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q
from django_tasks import task

from intranet.core.discussion.models import Comment
from intranet.core.discussion.notices import Commented, Mentioned, MentionedAll, Replied
from intranet.core.kinds import Followable, State
from intranet.core.notifications.actions import answer_call, notify, take_part
from intranet.core.notifications.queries import followers_of
from intranet.core.notifications.queries.mentions import people_named, people_of
from intranet.core.responses.actions import tell_answered, tell_asked


@task()
def tell(comment_id: int, first: bool = True) -> None:
    """Those who owe the answer or asked for it; the ``first`` time, all whom the comment concerns."""
    comment = Comment.objects.for_documents().select_related("author").filter(pk=comment_id, state=State.PUBLISHED).first()
    if comment is None or comment.discussion.thing is None:
        return
    if comment.is_question:
        tell_asked(comment, event=f"comment:{comment.pk}")
    if comment.is_official:
        tell_answered(comment, event=f"comment:{comment.pk}")
    if first:
        _tell_readers(comment)


@task()
def tell_named(comment_id: int, names: list[str]) -> None:
    """Those whom a change of the words names, and the words before did not: once, however often it is changed back and forth."""
    comment = Comment.objects.for_documents().select_related("author").filter(pk=comment_id, state=State.PUBLISHED).first()
    if comment is not None:
        notify(Mentioned, thing=comment, recipients=people_of(names), actor=comment.author, event=f"comment-named:{comment.pk}")


def _tell_readers(comment: Comment) -> None:
    """Each person once: asked or answered before named in it, that before replied to, replied to before following, following before everybody.

    Who wrote it follows the thing from now on.
    """
    people = get_user_model()._default_manager.filter(is_active=True)
    thing: Any = comment.discussion.thing
    event = f"comment:{comment.pk}"
    if "@" in comment.comment:
        notify(Mentioned, thing=comment, recipients=people_named(comment.comment), actor=comment.author, event=event)
    if comment.reply_to_id:
        replied_to = Comment.objects.filter(pk=comment.reply_to_id).values("author")
        notify(Replied, thing=comment, recipients=people.filter(pk__in=replied_to), actor=comment.author, event=event)
    following = followers_of(thing).values("pk") if isinstance(thing, Followable) else []
    take_part(comment.author, thing)
    writers = people.filter(Q(pk__in=following) | Q(pk=getattr(thing, "author_id", None)))
    notify(Commented, thing=comment, recipients=writers, actor=comment.author, event=event)
    if "@" in comment.comment:
        answer_call(MentionedAll, thing=comment, place=thing, event=event)
