"""Somebody looks after a topic, and says how far they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db import transaction
from wagtail.log_actions import log

from forums.actions.holding import hold_topics
from forums.models import Assignment
from forums.notices import TopicAssigned
from intranet.core.background import now
from intranet.core.notifications.actions import notify
from intranet.core.organisation.models import Role
from intranet.core.organisation.queries import holders_of

if TYPE_CHECKING:
    from datetime import datetime

    from forums.models import Topic
    from intranet.core.kinds import Person
    from intranet.core.organisation.models import Service


@transaction.atomic
def assign(
    topic: Topic, *, person: Person | None = None, service: Service | None = None, due_at: datetime | None = None, actor: Person
) -> Assignment:
    """Have a person or a service look after the topic; they are told once. Somebody else begins anew, the same go on with what changed."""
    hold_topics(topic)
    before = Assignment.objects.filter(topic=topic).first()
    same = before is not None and (before.person_id, before.service_id) == (person.pk if person else None, service.pk if service else None)
    if before is not None and same and before.due_at == due_at:
        return before
    fields: dict[str, Any] = {"person": person, "service": service, "due_at": due_at, "assigned_by": actor}
    if not same:
        fields |= {"state": Assignment.AssignmentState.NEW, "assigned_at": now()}
    assignment, _created = Assignment.objects.update_or_create(topic=topic, defaults=fields)
    log(topic, "forums.assign", user=actor, data={"to": str(person or service), "due": due_at.isoformat() if due_at else ""})
    if not same:
        event = f"forums.assigned:{topic.pk}:{assignment.assigned_at.isoformat()}"
        notify(TopicAssigned, thing=topic, recipients=_hands(assignment), actor=actor, event=event)
    return assignment


def _hands(assignment: Assignment) -> Any:
    """Whose hands it is in: the person, or of a service those who lead it, else its owners."""
    people = get_user_model()._default_manager.filter(is_active=True)
    service = assignment.service
    if service is None:
        return people.filter(pk__in=[assignment.person_id])
    leading = {key for key in (service.lead_id, service.deputy_id) if key}
    return people.filter(pk__in=leading) if leading else holders_of(Role.SERVICE_OWNER, service=service)


@transaction.atomic
def take_off(topic: Topic, *, actor: Person) -> None:
    """Nobody looks after the topic any more."""
    hold_topics(topic)
    if Assignment.objects.filter(topic=topic).delete()[0]:
        log(topic, "forums.take_off", user=actor)


@transaction.atomic
def set_progress(topic: Topic, *, state: str, actor: Person) -> None:
    """How far they are who look after the topic."""
    if Assignment.objects.filter(topic=topic).exclude(state=state).update(state=state):
        log(topic, "forums.set_progress", user=actor, data={"state": state})
