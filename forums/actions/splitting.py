"""Posts split off into a topic of their own. Their old numbers stay free, so that they can come back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from forums.actions.carrying import carry_follows, close_gap, numbers_seen, seen_before, seen_of, write_marks
from forums.actions.holding import Contradiction, hold_posts, hold_topics, patiently
from forums.actions.settling import close, must_be_shown, must_not_be_many, note, rehouse_posts, settle, tell_moved
from forums.models import Post, Topic, TopicEvent
from intranet.core.background import now
from intranet.core.kinds import State

if TYPE_CHECKING:
    from collections.abc import Collection

    from forums.models import Area
    from intranet.core.kinds import Person


def split_topic(topic: Topic, *, posts: Collection[int], title: str, area: Area, actor: Person) -> TopicEvent:
    """Have these posts, shown ones and not the first, be a topic of their own, in any area. Split twice, the second time is a ``Contradiction``."""
    return patiently(_split, topic, sorted(set(posts)), title.strip(), area, actor)


def _split(topic: Topic, keys: list[int], title: str, area: Area, actor: Person) -> TopicEvent:
    hold_posts(Post.objects.filter(pk__in=keys))
    (topic,) = hold_topics(topic)
    must_be_shown(topic)
    must_not_be_many(keys)
    shown = Post.objects.filter(pk__in=keys, topic=topic, state=State.PUBLISHED, number__isnull=False, is_first=False)
    posts = list(shown.order_by("number"))
    if not posts or len(posts) != len(keys):
        raise Contradiction(_("Some of these posts are not there any more."))
    numbers, seen = {post.pk: post.number or 0 for post in posts}, numbers_seen(topic)
    new = _begin(topic, posts, title, area)
    for number, post in enumerate(posts, 1):
        post.topic, post.number, post.is_first = new, number, number == 1
    Post.objects.bulk_update(posts, ["topic", "number", "is_first"], batch_size=200)
    data = {"numbers": numbers, "accepted": topic.accepted_id if topic.accepted_id in numbers else None}
    if data["accepted"]:
        topic.accepted = None
    settle(topic)
    settle(new)
    write_marks(topic, seen)
    close_gap(topic, seen)
    write_marks(new, seen_of(numbers.values(), seen))
    carry_follows(topic, new)
    rehouse_posts([new], [post.pk for post in posts], actor=actor)
    above = topic.posts.filter(number__lt=min(numbers.values())).order_by("-number").values_list("number", flat=True).first()
    event = note(TopicEvent.Kind.SPLIT, topic, actor=actor, other=new, after=above or 0, data=data)
    log(topic, "forums.split", user=actor, data={"topic": title, "posts": len(posts)})
    tell_moved(new, [post.author_id for post in posts], event, actor=actor)
    return event


def _begin(topic: Topic, posts: list[Post], title: str, area: Area) -> Topic:
    first = posts[0]
    return Topic.objects.create(
        area=area,
        title=title,
        slug=slugify(title)[:100].strip("-") or "topic",
        tags=topic.tags,
        author=first.author,
        author_name=first.author_name,
        seal=first.seal,
        state=State.PUBLISHED,
        created=first.published_at or now(),
        last_number=len(posts),
    )


def unsplit(event: TopicEvent, *, actor: Person) -> Topic:
    """The posts stand again where they stood. When more has been written in the new topic, it can only be merged."""
    if event.other is None:
        raise Contradiction(_("The other topic is gone."))
    held = hold_posts(Post.objects.filter(topic=event.other))
    new, topic = hold_topics(event.other, event.topic, with_posts=held)
    numbers = {int(key): number for key, number in event.data["numbers"].items()}
    if new.merged_into_id or topic.state != State.PUBLISHED or held != set(numbers):
        raise Contradiction(_("More has been written since. Merge the topics instead."))
    seen, seen_there = numbers_seen(topic), numbers_seen(new)
    posts = list(Post.objects.filter(topic=new))
    for post in posts:
        post.topic, post.number, post.is_first = topic, numbers[post.pk], False
    Post.objects.bulk_update(posts, ["topic", "number", "is_first"], batch_size=200)
    topic.accepted_id = topic.accepted_id or event.data["accepted"]
    close(new, into=topic)
    settle(topic)
    write_marks(topic, {person: seen_before(number, numbers.values(), seen_there.get(person, 0)) for person, number in seen.items()})
    rehouse_posts([new, topic], numbers, actor=actor)
    log(topic, "forums.unsplit", user=actor, data={"topic": new.title, "posts": len(posts)})
    return topic
