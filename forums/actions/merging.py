"""Topics merged into one. Posts keep their keys, and with them their lasting addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from forums.actions.carrying import carry_drafts, carry_follows, close_gap, numbers_seen, write_marks
from forums.actions.holding import Contradiction, hold_posts, hold_topics, patiently
from forums.actions.linking import carry_work
from forums.actions.settling import close, must_be_shown, must_not_be_many, note, rehouse_posts, reopen, settle, tell_moved
from forums.models import Post, TopicEvent
from intranet.core.kinds import State

if TYPE_CHECKING:
    from forums.models import Topic
    from intranet.core.kinds import Person


def merge_topics(source: Topic, *, into: Topic, actor: Person) -> TopicEvent:
    """Put all posts of ``source`` below those of ``into``: their numbers go on from there. What stood in ``into`` keeps numbers and marks.

    The address of ``source`` leads to ``into`` from now on. Merged again, nothing happens.
    """
    if source.pk == into.pk:
        raise Contradiction(_("A topic cannot be merged into itself."))
    return patiently(_merge, source, into, actor)


def _merge(source: Topic, into: Topic, actor: Person) -> TopicEvent:
    held = hold_posts(Post.objects.filter(topic=source))
    source, into = hold_topics(source, into, with_posts=held)
    if source.merged_into_id == into.pk:
        return TopicEvent.objects.filter(kind=TopicEvent.Kind.MERGED, topic=into, other=source).latest("pk")
    must_be_shown(source, into)
    posts = list(Post.objects.filter(topic=source).order_by("-is_first", "pk").values_list("pk", flat=True))
    must_not_be_many(posts)
    offset, seen, seen_there = into.last_number, numbers_seen(source), numbers_seen(into)
    Post.objects.filter(topic=source).update(topic=into, number=F("number") + offset, is_first=False)
    into.last_number += source.last_number
    close(source, into=into)
    settle(into)
    write_marks(into, {person: number if number < offset else offset + seen.get(person, 0) for person, number in seen_there.items()})
    carry_follows(source, into)
    carry_drafts(source, into)
    carry_work(source, into)
    rehouse_posts([source, into], posts, actor=actor)
    event = note(TopicEvent.Kind.MERGED, into, actor=actor, other=source, after=offset, data={"posts": posts, "offset": offset})
    log(into, "forums.merge", user=actor, data={"topic": source.title, "posts": len(posts)})
    tell_moved(into, [source.author_id], event, actor=actor)
    return event


def unmerge(event: TopicEvent, *, actor: Person) -> Topic:
    """The merged posts are a topic of their own again, with the numbers that they had; what was written since stays where it is."""
    posts, offset = event.data["posts"], event.data["offset"]
    held = hold_posts(Post.objects.filter(pk__in=posts))
    source, into = hold_topics(_other(event), event.topic)
    back = set(Post.objects.filter(pk__in=held, topic=into).values_list("pk", flat=True))
    if source.merged_into_id != into.pk or into.state != State.PUBLISHED or posts[0] not in back:
        raise Contradiction(_("The topics have changed too much since. Split the posts off instead."))
    seen, own = numbers_seen(into), numbers_seen(source)
    Post.objects.filter(pk__in=back).update(topic=source, number=F("number") - offset)
    reopen(source, first=posts[0])
    settle(source)
    settle(into)
    write_marks(source, {person: max(min(number - offset, source.last_number), own.get(person, 0)) for person, number in seen.items()})
    write_marks(into, seen)
    close_gap(into, seen)
    rehouse_posts([source, into], back, actor=actor)
    log(source, "forums.unmerge", user=actor, data={"topic": into.title, "posts": len(back)})
    return source


def _other(event: TopicEvent) -> Topic:
    if event.other is None:
        raise Contradiction(_("The other topic is gone."))
    return event.other
