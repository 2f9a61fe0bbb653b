"""Replies that come by mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from forums import rules
from forums.actions.posts import reply
from forums.models import Post, Topic
from forums.queries import why_wait
from intranet.core.text import MAX_SOURCE

if TYPE_CHECKING:
    from uuid import UUID

    from intranet.core.kinds import Person


def reply_by_mail(thing: Topic | Post, *, person: Person, words: str, token: UUID) -> str | None:
    """Reply to a topic, or to a post in it, as the person could on its page now. "" when it stands or waits, else why not; None when they see no topic."""
    key = thing.topic_id if isinstance(thing, Post) else thing.pk
    topic = Topic.objects.visible_to(person).select_related("area__service").filter(pk=key).first()
    if topic is None or topic.area.allows_unnamed:
        return None
    if not words:
        return _("We found no words of yours in that mail, only what it answers.")
    if len(words) > MAX_SOURCE:
        return _("That is longer than a post can be: use %(most)d characters or fewer.") % {"most": MAX_SOURCE}
    why = rules.why_not_reply(person, topic) or why_wait(person, topic.area, token=token)
    if not why:
        quotes = Post.objects.visible_to(person).filter(pk=thing.pk, topic=topic).first() if isinstance(thing, Post) else None
        reply(topic, author=person, body=words, quotes=quotes, token=token)
    return why
