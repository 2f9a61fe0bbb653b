"""Topics moved to other areas, with all that hangs on where they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from forums.actions.carrying import numbers_seen, write_marks
from forums.actions.holding import Contradiction, hold_cases_of, hold_topics
from forums.actions.settling import note, tell_moved
from forums.actions.waiting import set_answer_due
from forums.models import Post, TopicEvent
from forums.tasks import write_documents
from intranet.core.background import enqueue, now
from intranet.core.kinds import State
from intranet.core.moderation.actions import hand_over
from intranet.core.search.actions import refresh

if TYPE_CHECKING:
    from forums.models import Area, Topic
    from intranet.core.kinds import Person


@transaction.atomic
def move_topic(topic: Topic, *, area: Area, actor: Person) -> TopicEvent | None:
    """Have the topic stand in another area, for the readers of that one at once. Moved there again, nothing happens."""
    hold_cases_of(topic)
    (current,) = hold_topics(topic)
    before = current.area
    if before.pk == area.pk:
        return None
    if current.state != State.PUBLISHED:
        raise Contradiction(_("Only a topic that can be seen can be moved."))
    _place(current, area, actor=actor)
    event = note(TopicEvent.Kind.MOVED, current, actor=actor, area=before, after=current.last_number, data={"to": area.pk})
    log(current, "forums.move", user=actor, data={"from": str(before), "to": str(area)})
    tell_moved(current, [current.author_id], event, actor=actor)
    topic.area = area
    return event


@transaction.atomic
def move_back(event: TopicEvent, *, actor: Person) -> Topic:
    """The topic stands again where it was before it was moved, if it was not moved on."""
    hold_cases_of(event.topic)
    (topic,) = hold_topics(event.topic)
    if topic.area_id != event.data["to"] or topic.state != State.PUBLISHED or event.area is None:
        raise Contradiction(_("It has been moved on since. Move it by hand."))
    moved_from = topic.area
    _place(topic, event.area, actor=actor)
    log(topic, "forums.move_back", user=actor, data={"from": str(moved_from), "to": str(event.area)})
    tell_moved(topic, [topic.author_id], event, actor=actor)
    return topic


def _place(topic: Topic, area: Area, *, actor: Person) -> None:
    seen, before = numbers_seen(topic), topic.area
    topic.area, topic.arrived_at, topic.has_events = area, now(), True
    topic.save(update_fields=["area", "arrived_at", "has_events"])
    write_marks(topic, seen)
    set_answer_due(topic)
    refresh(topic)
    if (before.service_id, before.kind) != (area.service_id, area.kind):
        enqueue(write_documents, topic.pk)
    hand_over(Post.objects.filter(topic=topic).select_related("topic__area"), actor=actor)
