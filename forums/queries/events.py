"""The lines that tell in a topic what moderators did with it, in the words that each reader may have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forums import rules
from forums.models import Topic, TopicEvent, page_of
from intranet.core.organisation.queries import audiences_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from intranet.core.kinds import Person


@dataclass(frozen=True, slots=True)
class EventLine:
    """What was done: ``words``, and where it leads when the reader may go there; below the post of number ``after``."""

    event: TopicEvent
    words: str
    place: str
    url: str
    after: int
    can_undo: bool


def event_lines(topic: Topic, user: Person) -> list[EventLine]:
    """In order; no query for a topic to which nothing was done. What the reader may not see is not named."""
    if not topic.has_events:
        return []
    told = Q(topic=topic) | Q(other=topic, kind=TopicEvent.Kind.SPLIT)
    ends = ("area__service", "topic__area__service", "other__area__service")
    events = list(TopicEvent.objects.filter(told, undone_at__isnull=True).select_related(*ends).order_by("pk"))
    topics = {key for event in events for key in (event.topic_id, event.other_id) if key}
    visible = {found.pk: found for found in Topic.objects.visible_to(user).filter(pk__in=topics).select_related("area")}
    return [_line(event, topic, user, visible) for event in events]


def _line(event: TopicEvent, topic: Topic, user: Person, visible: dict[int, Topic]) -> EventLine:
    name = event.actor_name or _("A moderator")
    place = url = ""
    if event.kind == TopicEvent.Kind.MOVED:
        words = _("%(name)s moved this topic here") % {"name": name}
        if event.area is not None and event.area.audience_id in audiences_of(user):
            words = _("%(name)s moved this topic here from") % {"name": name}
            place, url = event.area.name, event.area.get_absolute_url()
    elif event.kind == TopicEvent.Kind.MERGED:
        words = _("%(name)s put another topic here: the posts below come from it") % {"name": name}
        if event.other is not None and event.other.area.audience_id in audiences_of(user):
            words = _("%(name)s put the topic “%(topic)s” here: the posts below come from it") % {"name": name, "topic": event.other.title}
    else:
        there = visible.get((event.other_id if event.topic_id == topic.pk else event.topic_id) or 0)
        words = _split_words(event, topic, name, named=there is not None)
        place, url = (there.title, there.get_absolute_url()) if there is not None else ("", "")
    after = 0 if event.other_id == topic.pk else event.after
    return EventLine(event, words, place, url, after, rules.can_undo(user, event))


def _split_words(event: TopicEvent, topic: Topic, name: str, *, named: bool) -> str:
    if event.other_id == topic.pk:
        return (
            _("%(name)s made this topic of posts from") % {"name": name}
            if named
            else _("%(name)s made this topic of posts from elsewhere") % {"name": name}
        )
    count = len(event.data["numbers"])
    words = {"name": name, "count": count}
    if named:
        return ngettext("%(name)s moved a post from here to", "%(name)s moved %(count)d posts from here to", count) % words
    return ngettext("%(name)s moved a post elsewhere", "%(name)s moved %(count)d posts elsewhere", count) % words


def first_merged(topic: Topic, key: int) -> int:
    """The number where the posts begin that came with the topic of that key; the first of all when they came by another way."""
    event = TopicEvent.objects.filter(kind=TopicEvent.Kind.MERGED, topic=topic, other=key, undone_at__isnull=True).order_by("-pk").first()
    return event.after + 1 if event is not None else 1


def place_lines(lines: Iterable[EventLine], numbers: Sequence[int], *, page: int) -> tuple[list[EventLine], dict[int, list[EventLine]]]:
    """Of the page where posts of these numbers stand: the lines above them all, and those below each.

    A line stands below the nearest post when its own is elsewhere now, and on the page of its number.
    """
    above: list[EventLine] = []
    below: dict[int, list[EventLine]] = {}
    for line in lines:
        if page_of(line.after) != page:
            continue
        nearest = max((number for number in numbers if number <= line.after), default=0)
        if nearest:
            below.setdefault(nearest, []).append(line)
        else:
            above.append(line)
    return above, below
