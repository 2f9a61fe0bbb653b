"""What moving, merging and splitting have in common: topics are left in order, noted, and people are told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from forums import conf
from forums.actions.counting import count_again
from forums.actions.holding import Contradiction
from forums.models import Post, TopicEvent
from forums.notices import TopicMoved
from intranet.core.background import now
from intranet.core.kinds import State
from intranet.core.moderation.actions import hand_over
from intranet.core.notifications.actions import notify
from intranet.core.organisation.queries import name_of
from intranet.core.search.actions import refresh_many

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from forums.models import Topic
    from intranet.core.kinds import Person


def must_be_shown(*topics: Topic) -> None:
    if any(topic.state != State.PUBLISHED for topic in topics):
        raise Contradiction(_("Only topics that can be seen can be moved, merged or split."))


def must_not_be_many(posts: Collection[int]) -> None:
    if len(posts) > conf.MOST_MOVED:
        raise Contradiction(_("At most %(most)d posts can be moved at once.") % {"most": conf.MOST_MOVED})


def note(kind: TopicEvent.Kind, topic: Topic, *, actor: Person, **fields: Any) -> TopicEvent:
    """The line that tells of it, which is also what taking it back needs."""
    return TopicEvent.objects.create(kind=kind, topic=topic, actor=actor, actor_name=name_of(actor), at=now(), **fields)


def settle(topic: Topic) -> None:
    """A topic that got or lost posts: from now on the marks of its area have to be newer than this to speak of it, and its counters are right."""
    topic.arrived_at, topic.has_events = now(), True
    topic.save(update_fields=["arrived_at", "has_events", "last_number", "accepted"])
    count_again(topic)


def close(topic: Topic, *, into: Topic) -> None:
    """A topic whose posts are all elsewhere: nobody sees it, and its address leads there."""
    topic.state, topic.merged_into = State.REMOVED, into
    topic.save(update_fields=["state", "merged_into"])
    count_again(topic)


def reopen(topic: Topic, *, first: int) -> None:
    """A topic that was closed begins with its first post again, and is as visible as that."""
    Post.objects.filter(pk=first).update(is_first=True)
    topic.state, topic.merged_into = Post.objects.values_list("state", flat=True).get(pk=first), None
    topic.save(update_fields=["state", "merged_into"])


def rehouse_posts(topics: Iterable[Topic], posts: Collection[int], *, actor: Person) -> None:
    """Search and moderators find posts where they are now."""
    refresh_many(topics)
    moved = Post.objects.filter(pk__in=posts).select_related("topic__area")
    refresh_many(moved.order_by("pk"))
    hand_over(moved, actor=actor)


def tell_moved(topic: Topic, authors: Iterable[int | None], event: TopicEvent, *, actor: Person) -> None:
    """Whose words stand elsewhere now is told where, if they may see it."""
    people = get_user_model()._default_manager.filter(pk__in={author for author in authors if author is not None}, is_active=True)
    notify(TopicMoved, thing=topic, recipients=people, actor=actor, event=f"forums.moved:{event.pk}:{topic.pk}:{topic.area_id}")
