"""Areas: opened, and given to other people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.text import slugify
from wagtail.log_actions import log

from forums.models import Area, AreaMark, TopicMark
from forums.queries import places_key
from forums.tasks import write_area_documents
from intranet.core.background import counted, enqueue, now
from intranet.core.organisation.actions import all_staff, grant_role, revoke_role
from intranet.core.organisation.models import Role, RoleAssignment
from intranet.core.search.actions import rehouse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from intranet.core.kinds import Person
    from intranet.core.organisation.models import Audience


@transaction.atomic
def open_area(name: str, *, actor: Person | None, audience: Audience | None = None, post_audience: Audience | None = None, **fields: Any) -> Area:
    """A new area, for all staff unless ``audience`` says otherwise; who reads may write unless ``post_audience`` does.

    ``fields`` are those of the model: slug, kind, service, description, rules, state, pre_moderated, topic_types, position.
    """
    readers = audience or all_staff()
    fields.setdefault("slug", slugify(name))
    area = Area.objects.create(name=name, audience=readers, post_audience=post_audience or readers, **fields)
    log(area, "forums.open_area", user=actor)
    return area


@transaction.atomic
def change_audience(area: Area, *, audience: Audience, post_audience: Audience | None = None, actor: Person | None) -> None:
    """Open the area to other people, or close it: at once everywhere, at the cost of one statement for all that lies in it."""
    Area.objects.select_for_update(no_key=True).get(pk=area.pk)
    area.audience, area.post_audience = audience, post_audience or audience
    area.save(update_fields=["audience", "post_audience"])
    rehouse(area, audience_id=audience.pk)
    log(area, "forums.change_audience", user=actor, data={"readers": str(audience), "writers": str(area.post_audience)})


def rewrite_documents(area: Area) -> None:
    """Search has to know all that lies in the area anew, later: it is of another kind, or of another service."""
    enqueue(write_area_documents, area.pk)


@transaction.atomic
def mark_areas_read(areas: Iterable[Area], *, person: Person) -> None:
    """All in the areas counts as read; the marks of their topics are not needed any more. Two statements."""
    marks = [AreaMark(person=person, area=area, read_at=now()) for area in areas]
    AreaMark.objects.bulk_create(marks, update_conflicts=True, unique_fields=["area", "person"], update_fields=["read_at"])
    TopicMark.objects.filter(person=person, topic__area__in=[mark.area_id for mark in marks]).delete()
    counted.forget(places_key(person))


@transaction.atomic
def set_moderators(area: Area, *, people: Iterable[Person], actor: Person | None) -> None:
    """Just these people moderate the area; each change of a role is logged."""
    held = RoleAssignment.objects.filter(role=Role.MODERATOR, area_type=ContentType.objects.get_for_model(area), area_id=area.pk)
    before, after = {row.person for row in held.select_related("person")}, set(people)
    for person in after - before:
        grant_role(person, role=Role.MODERATOR, area=area, actor=actor, reason="Named in the form of the area")
    for person in before - after:
        revoke_role(person, role=Role.MODERATOR, area=area, actor=actor, reason="Taken out in the form of the area")
