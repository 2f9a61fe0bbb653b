"""Questions that wait too long, and who looks after them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType

from forums import rules
from forums.models import Area, Topic
from intranet.core.organisation.models import Role, RoleAssignment
from intranet.core.organisation.queries import holders_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from forums.querysets import TopicQuerySet
    from intranet.core.kinds import Person

MODERATING = (Role.MODERATOR, Role.SENIOR_MODERATOR)


def lookers_after(area: Area) -> QuerySet[Any]:
    """The nearest moderators of an area, its own or else its service's, and the champions of its service."""
    own = RoleAssignment.objects.filter(
        role__in=MODERATING, area_type=ContentType.objects.get_for_model(Area), area_id=area.pk, person__is_active=True
    )
    champions: QuerySet[Any] = holders_of(Role.CHAMPION, service=area.service)
    moderators: QuerySet[Any] = holders_of(*MODERATING, service=area.service)
    if own.exists():
        moderators = champions.model._default_manager.filter(pk__in=own.values("person"), is_active=True)
    return champions | moderators


def waiting_for(user: Person) -> TopicQuerySet:
    """The questions that wait too long in the areas that the person looks after, the longest first."""
    areas = [
        area
        for area in Area.objects.visible_to(user).filter(unanswered_after_hours__isnull=False).select_related("service")
        if rules.looks_after(user, area)
    ]
    waiting = Topic.objects.visible_to(user).waiting_too_long().filter(area__in=areas)
    return waiting.select_related("area", "author__roost_profile").order_by("answer_due_at", "pk")
