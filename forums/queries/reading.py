"""The lists in which people read across areas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from forums import conf
from forums.models import Bookmark, Post, Topic
from forums.queries.lists import beside_the_work, topic_lines, with_byline_and_marks
from intranet.core.kinds import State
from intranet.core.notifications.models import Follow

if TYPE_CHECKING:
    from forums.queries.lists import TopicLine
    from forums.querysets import TopicQuerySet
    from intranet.core.kinds import Person

#: The lists by their word in the address, in the order of the tabs.
LISTS = {
    "latest": _("Latest"),
    "unread": _("New for you"),
    "unanswered": _("Without an answer"),
    "mine": _("You took part"),
    "watched": _("You watch"),
}


def listed_topics(user: Person, show: str, *, page: int) -> tuple[list[TopicLine], bool]:
    """A page of one of ``LISTS``, and whether there is another: one query, whatever lies in the areas.

    What is new comes without social areas while these leave the person alone, which is asked where there is something of them.
    """
    topics = with_byline_and_marks(_LISTED[show](Topic.objects.visible_to(user).filter(state=State.PUBLISHED, archived=False), user), user)
    start = (page - 1) * conf.TOPICS_ON_PAGE

    def read(wanted: TopicQuerySet) -> list[Topic]:
        return list(wanted.order_by("-last_posted_at", "-pk")[start : start + conf.TOPICS_ON_PAGE + 1])

    found = beside_the_work(user, topics, read) if show == "unread" else read(topics)
    return topic_lines(found[: conf.TOPICS_ON_PAGE]), len(found) > conf.TOPICS_ON_PAGE


def _mine(topics: TopicQuerySet, user: Person) -> TopicQuerySet:
    written = Post.objects.filter(topic=OuterRef("pk"), author=user, state=State.PUBLISHED)
    return topics.filter(Q(author=user) | Exists(written))


def _watched(topics: TopicQuerySet, user: Person) -> TopicQuerySet:
    followed = Follow.objects.of(user).filter(content_type=ContentType.objects.get_for_model(Topic), level=Follow.Level.EVERYTHING)
    return topics.filter(pk__in=followed.values("object_id"))


_LISTED = {
    "latest": lambda topics, user: topics,
    "unread": lambda topics, user: topics.unread_by(user),
    "unanswered": lambda topics, user: topics.unanswered(),
    "mine": _mine,
    "watched": _watched,
}


def bookmarks_of(user: Person, *, page: int) -> tuple[list[Bookmark], bool]:
    """A person's bookmarks of what they may see now, the newest first, and whether there are more: one query."""
    start = (page - 1) * conf.TOPICS_ON_PAGE
    mine = Bookmark.objects.filter(person=user, post__in=Post.objects.visible_to(user), post__number__isnull=False)
    found = list(
        mine.select_related("post__topic__area", "post__author__roost_profile").order_by("-created", "-pk")[start : start + conf.TOPICS_ON_PAGE + 1]
    )
    return found[: conf.TOPICS_ON_PAGE], len(found) > conf.TOPICS_ON_PAGE
