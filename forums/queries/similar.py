"""Topics that may be about the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.utils.text import slugify

from forums import conf
from forums.models import Post, Topic
from intranet.core.background import now
from intranet.core.search.models import SOCIAL
from intranet.core.search.queries import search

if TYPE_CHECKING:
    from uuid import UUID

    from forums.models import Area
    from intranet.core.kinds import Person

MOST = 5
#: So much of two titles' words is the same when they are taken for one.
ALIKE = 0.5


def similar_topics(user: Person, title: str) -> list[Topic]:
    """What search finds for a title among the topics that the person may see, the nearest first."""
    if len(title.strip()) < 3:
        return []
    kind = ContentType.objects.get_for_model(Topic).pk
    found = (hit.document for hit in search(user, title, kinds=(Topic.search_kind, SOCIAL)).hits)
    keys = [document.object_id for document in found if document.content_type_id == kind][:MOST]
    topics = Topic.objects.visible_to(user).select_related("area__service").in_bulk(keys)
    return [topics[key] for key in keys if key in topics]


def same_topics(user: Person, title: str, area: Area) -> list[Topic]:
    """Of these, the recent ones of an area under nearly the same title."""
    since, words = now() - conf.similar_for(), _words(title)
    near = (topic for topic in similar_topics(user, title) if topic.area_id == area.pk and topic.created >= since)
    return [topic for topic in near if len(words & _words(topic.title)) >= ALIKE * len(words | _words(topic.title))]


def was_sent(user: Person, token: UUID | None) -> bool:
    """Whether the form of that token has made its post."""
    return token is not None and Post.objects.filter(author=user, token=token).exists()


def _words(title: str) -> set[str]:
    return set(slugify(title).split("-"))
