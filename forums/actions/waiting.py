"""Questions without an answer, brought to those who look after the area."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from forums.models import Topic
from forums.notices import QuestionWaits
from forums.queries import lookers_after
from intranet.core.background import now
from intranet.core.kinds import State
from intranet.core.notifications.actions import notify
from intranet.core.organisation.queries import calendar_of

if TYPE_CHECKING:
    from forums.models import Area

BATCH = 200


def set_answer_due(topic: Topic) -> None:
    """From when on the question waits too long: by the working hours that its area gives it, counted since it was asked."""
    hours = topic.area.unanswered_after_hours
    due = calendar_of(topic.area.service).add_minutes(topic.created, hours * 60) if hours and topic.type == Topic.Type.QUESTION else None
    if due != topic.answer_due_at:
        topic.answer_due_at = due
        topic.save(update_fields=["answer_due_at"])


@transaction.atomic
def set_answers_due(area: Area) -> None:
    """The same for all questions of an area that nobody has answered: it gives them another number of hours."""
    for topic in Topic.objects.unanswered().filter(area=area, state=State.PUBLISHED):
        topic.area = area
        set_answer_due(topic)


def bring_up_unanswered() -> int:
    """Tell those who look after the areas of questions that wait too long, of each once; says how many those are."""
    waiting = Topic.objects.waiting_too_long().filter(waiting_told_at__isnull=True).select_related("area__service").order_by("pk")
    told = 0
    for topic in waiting[:BATCH]:
        notify(QuestionWaits, thing=topic, recipients=lookers_after(topic.area), event=f"forums.waiting:{topic.pk}")
        told += Topic.objects.filter(pk=topic.pk).update(waiting_told_at=now())
    return told
