"""Numbers, counters and the last post of a topic, as posts come and go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from forums.actions.asking import follow_state, give_answer
from forums.actions.waiting import set_answer_due
from forums.models import Post, Topic
from forums.tasks import tell
from intranet.core.background import enqueue, now
from intranet.core.kinds import State
from intranet.core.moderation.actions import note_news
from intranet.core.moderation.models import Seal
from intranet.core.search.actions import refresh

if TYPE_CHECKING:
    from django.db.models import QuerySet


@transaction.atomic
def announce(post: Post) -> None:
    """A post became visible: the first time it gets its number under the lock of its topic's row, and people are told.

    What is written in a topic while that is merged into another goes there too.
    """
    if post.number is not None:
        _set_right(post)
        return
    came_from, published = post.topic_id, now()
    fields = {"last_number": F("last_number") + 1, "post_count": F("post_count") + 1, "last_post": post, "last_posted_at": published}
    if post.is_first:
        fields["state"] = State.PUBLISHED
    while not Topic.objects.filter(pk=post.topic_id, merged_into__isnull=True).update(**fields):
        post.topic = Topic.objects.select_related("area").get(pk__in=Topic.objects.filter(pk=post.topic_id).values("merged_into"))
    post.number, post.published_at = Topic.objects.values_list("last_number", flat=True).get(pk=post.topic_id), published
    Post.objects.filter(pk=post.pk).update(topic=post.topic_id, number=post.number, published_at=published)
    if post.topic_id != came_from:
        refresh(post)
    if post.is_first:
        post.topic.state = State.PUBLISHED
        refresh(post.topic)
        set_answer_due(post.topic)
    if post.topic.seal_id is not None or post.topic.area.allows_unnamed:
        note_news(Seal.objects.filter(pk__in=Post.objects.filter(topic=post.topic_id, seal__isnull=False).exclude(seal=post.seal_id).values("seal")))
    give_answer(post)
    enqueue(tell, post.pk)


@transaction.atomic
def take_back(post: Post) -> None:
    """A post is to be seen no more: counters follow, and with a first post goes its whole topic, in search too."""
    _set_right(post)


def _set_right(post: Post) -> None:
    """The topic of a post that went or came back, which may be another than when the post was read."""
    came_from = post.topic_id
    post.topic_id, post.is_first = Post.objects.values_list("topic_id", "is_first").get(pk=post.pk)
    Topic.objects.select_for_update(no_key=True).values_list("pk").get(pk=post.topic_id)
    topic = Topic.objects.select_related("area").get(pk=post.topic_id)
    if post.is_first:
        topic.state = post.state
        refresh(topic)
    elif post.topic_id != came_from:
        refresh(post)
    follow_state(post)
    count_again(topic)


@transaction.atomic
def recount(topics: QuerySet[Topic]) -> int:
    """Count the posts of topics again, from the posts themselves; says how many topics were wrong."""
    return sum(count_again(topic) for topic in topics.select_for_update(no_key=True, of=("self",)))


def count_again(topic: Topic) -> bool:
    """Counters, last post and answer of a topic whose row is locked, from its posts; says whether they were wrong."""
    shown = topic.posts.filter(state=State.PUBLISHED, number__isnull=False)
    last = shown.order_by("-published_at", "-number").first()
    before = (topic.post_count, topic.last_post_id, topic.last_posted_at, topic.solved)
    topic.post_count = shown.count()
    topic.last_post = last
    topic.last_posted_at = last.published_at if last else None
    topic.solved = topic.accepted_id is not None and shown.filter(pk=topic.accepted_id).exists()
    topic.save(update_fields=["state", "post_count", "last_post", "last_posted_at", "solved"])
    return before != (topic.post_count, topic.last_post_id, topic.last_posted_at, topic.solved)
