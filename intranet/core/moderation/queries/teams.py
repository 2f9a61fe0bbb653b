"""What moderators and authors read of cases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType

from intranet.core.moderation.models import Case
from intranet.core.moderation.querysets import MODERATING
from intranet.core.moderation.rules import is_of_a_page
from intranet.core.organisation.models import Role, RoleAssignment
from intranet.core.organisation.queries import holders_of, holds, roles_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import Model, QuerySet

    from intranet.core.kinds import Person
    from intranet.core.organisation.models import Service


def team_for(service: Service | None, area: Model | None, *, involved: Collection[int]) -> Case.Team:
    """The nearest team with somebody who is not involved: the area's moderators, else the service's, else the centre."""
    if area is not None:
        team = RoleAssignment.objects.filter(role__in=MODERATING, area_type=ContentType.objects.get_for_model(area), area_id=area.pk)
        if team.filter(person__is_active=True).exclude(person_id__in=involved).exists():
            return Case.Team.AREA
    if service is not None and holders_of(*MODERATING, service=service).exclude(pk__in=involved).exists():
        return Case.Team.SERVICE
    return Case.Team.CENTRE


def judges_of(case: Case) -> QuerySet[Any]:
    """The active people who may decide it: of its team or wider, and with no part in it."""
    if case.team == Case.Team.AREA:
        people = holders_of(*MODERATING, area=case.area)
    elif case.team == Case.Team.SERVICE:
        people = holders_of(*MODERATING, service=case.service)
    else:
        people = holders_of(*MODERATING, Role.CENTRAL_COORDINATOR)
    behind = case.thing.case_people() if is_of_a_page(case) and case.thing is not None else ()
    return people.exclude(pk__in={case.author_id or 0, *behind}).exclude(pk__in=case.reports.filter(reporter__isnull=False).values("reporter"))


def moderates_place(person: Person, service: Service | None, area: Model | None) -> bool:
    return holds(person, *MODERATING, service=service, area=area)


def moderates_somewhere(person: Person) -> bool:
    return any(held.role in MODERATING for held in roles_of(person))


def words_waiting_for(thing: Model) -> str:
    """The words that wait for a moderator to take the place of those that stand; empty when none do."""
    case = open_cases_of([thing]).get(thing.pk)
    return case.words if case is not None else ""


def open_cases_of(things: Collection[Model]) -> dict[int, Case]:
    """The open cases of things of one model, by the things' keys: for the words "usually by Tuesday 10:12"."""
    if not things:
        return {}
    kind = ContentType.objects.get_for_model(next(iter(things)))
    cases: QuerySet[Case] = Case.objects.open().filter(content_type=kind, object_id__in=[thing.pk for thing in things])
    return {case.object_id: case for case in cases}


def rules_broken(things: Collection[Model]) -> dict[int, str]:
    """Of things of one model that moderators hid: the rule that they named, in words, by the things' keys. One query, and none for no things."""
    if not things:
        return {}
    kind = ContentType.objects.get_for_model(next(iter(things)))
    hidden = Case.objects.filter(content_type=kind, object_id__in=[thing.pk for thing in things], decision=Case.Decision.HIDDEN).exclude(rule="")
    return {case.object_id: str(case.get_rule_display()) for case in hidden.order_by("decided_at")}
