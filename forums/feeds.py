"""Topics for feed readers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from forums.models import Area, Post, Topic
from intranet.core.kinds import State
from intranet.core.notifications.feeds import MOST, AtomFeed, Entry
from intranet.core.text import plain_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from forums.querysets import TopicQuerySet
    from intranet.core.kinds import Person
    from intranet.core.organisation.models import Service


def _entries(topics: TopicQuerySet) -> Iterable[Entry]:
    newest = list(topics.filter(state=State.PUBLISHED).select_related("area").order_by("-pk")[:MOST])
    first = {post.topic_id: post for post in Post.objects.filter(topic__in=newest, is_first=True, state=State.PUBLISHED)}
    for topic in newest:
        post = first.get(topic.pk)
        yield Entry(
            topic,
            topic.title,
            topic.get_absolute_url(),
            post.published_at or topic.created if post else topic.created,
            updated=post.edited_at if post else None,
            author=topic.author_name,
            excerpt=plain_of(post.html) if post else "",
            audience_id=topic.area.audience_id,
        )


class NewTopics(AtomFeed):
    name = "topics"
    label = _("New topics in all forums")
    order = 30

    def url(self, thing: Any) -> str:
        return reverse("forums:index")

    def entries(self, user: Person, thing: Any) -> Iterable[Entry]:
        return _entries(Topic.objects.visible_to(user))

    def in_service(self, user: Person, service: Service) -> Iterable[Entry]:
        return _entries(Topic.objects.visible_to(user).filter(area__service__path__startswith=service.path))


class AreaTopics(AtomFeed):
    name = "area"
    label = _("New topics of an area")
    of = Area
    order = 62

    def entries(self, user: Person, thing: Area) -> Iterable[Entry]:
        return _entries(Topic.objects.visible_to(user).filter(area=thing))
