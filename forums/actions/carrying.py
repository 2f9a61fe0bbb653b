"""How far people have read, carried along when topics are moved, merged and split. Nobody loses what they have not read."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType

from forums.models import AreaMark, Topic, TopicMark
from intranet.core.notifications.models import Follow
from intranet.core.ui.actions import drop_drafts, move_drafts

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

BATCH = 500


def numbers_seen(topic: Topic) -> dict[int, int]:
    """How far each person has seen a topic, by its own marks and by those of its area."""
    seen = dict(TopicMark.objects.filter(topic=topic).values_list("person_id", "number"))
    since = topic.arrived_at or topic.created
    marks = list(AreaMark.objects.filter(area=topic.area_id, read_at__gte=since).values_list("person_id", "read_at"))
    if marks:
        covered = _Covered(topic)
        for person, read_at in marks:
            seen[person] = max(seen.get(person, 0), covered.by(read_at))
    return seen


class _Covered:
    """Up to which number all was written until a moment: merged posts stand below later ones, so numbers alone do not tell."""

    def __init__(self, topic: Topic) -> None:
        rows = topic.posts.filter(number__isnull=False).order_by("published_at").values_list("published_at", "number")
        posts: list[tuple[datetime, int]] = list(rows)  # type: ignore[arg-type]
        self.moments = [moment for moment, _number in posts]
        self.first_after = [topic.last_number + 1]
        for _moment, number in reversed(posts):
            self.first_after.append(min(number, self.first_after[-1]))
        self.first_after.reverse()

    def by(self, read_at: datetime) -> int:
        return self.first_after[bisect_right(self.moments, read_at)] - 1


def write_marks(topic: Topic, seen: Mapping[int, int]) -> None:
    """Everybody has seen the topic up to their number, whatever the marks of its area say."""
    marks = [TopicMark(person_id=person, topic=topic, number=number) for person, number in seen.items() if number > 0]
    TopicMark.objects.bulk_create(marks, batch_size=BATCH, update_conflicts=True, unique_fields=["topic", "person"], update_fields=["number"])


def close_gap(topic: Topic, seen: Mapping[int, int]) -> None:
    """Who has seen all that still stands in a topic has seen it to its last number, whose post is elsewhere now."""
    last = topic.posts.filter(number__isnull=False).order_by("-number").values_list("number", flat=True).first() or 0
    if last < topic.last_number:
        write_marks(topic, {person: topic.last_number for person, number in seen.items() if last <= number < topic.last_number})


def seen_of(numbers: Collection[int], seen: Mapping[int, int]) -> dict[int, int]:
    """How many of the posts of these numbers each person has seen, from the first without a gap."""
    ordered = sorted(numbers)
    return {person: bisect_right(ordered, number) for person, number in seen.items()}


def seen_before(number: int, numbers: Collection[int], count: int) -> int:
    """The mark ``number`` in a topic to which posts of ``numbers`` come back, ``count`` of them seen: no post is passed over."""
    return number if count >= len(numbers) else min(number, sorted(numbers)[count] - 1)


def carry_drafts(source: Topic, target: Topic) -> None:
    """What somebody has begun to write in one topic they find in the other. Where people may write without their name nothing is kept."""
    if target.area.allows_unnamed:
        drop_drafts(place=source.reply_place)
    else:
        move_drafts(place=source.reply_place, to=target.reply_place)


def carry_follows(source: Topic, target: Topic) -> None:
    """Who follows one topic follows the other too, unless they chose otherwise there."""
    follows = Follow.objects.filter(content_type=ContentType.objects.get_for_model(Topic))
    rows = [
        Follow(person_id=row.person_id, content_type_id=row.content_type_id, object_id=target.pk, level=row.level, automatic=row.automatic)
        for row in follows.filter(object_id=source.pk)
    ]
    Follow.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
