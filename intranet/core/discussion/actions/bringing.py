"""Comments that were written elsewhere, before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from intranet.core.discussion.actions.counting import count
from intranet.core.discussion.actions.placing import locked_thread, place
from intranet.core.discussion.models import Comment
from intranet.core.kinds import State
from intranet.core.moderation.actions import hold
from intranet.core.text import render

if TYPE_CHECKING:
    from datetime import datetime

    from intranet.core.kinds import Discussable, Person


@transaction.atomic
def bring_comment(
    thing: Discussable,
    *,
    author: Person | None,
    author_name: str,
    words: str,
    created: datetime,
    reply_to: Comment | None = None,
    held: str = "",
) -> Comment:
    """A comment as it was: its moment, its author or only the name, and its place. Nobody is told, and nobody is linked by a name in it.

    ``held`` says why it waits for a moderator. Search is the caller's: many are brought at once.
    """
    thread, rendered = locked_thread(thing), render(words)
    comment = Comment(
        content_type=ContentType.objects.get_for_model(thing),
        object_pk=str(thing.pk),
        site_id=settings.SITE_ID,
        user=author,
        user_name=author_name[:50],
        author=author,
        author_name=author_name[:200],
        comment=words,
        html=rendered.html,
        excerpt=rendered.excerpt,
        created=created,
        submit_date=created,
        state=State.PUBLISHED,
    )
    comment.discussion = thread
    place(comment, thread=thread, parent=reply_to)
    if held:
        count(comment, by=-1)
        hold(comment, why=held)
    return comment
