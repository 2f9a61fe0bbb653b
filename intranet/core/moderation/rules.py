"""Who may report, who may judge, and whose words are read first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType

from intranet.core.kinds import Moderated, Reportable, State
from intranet.core.moderation.querysets import MODERATING
from intranet.core.organisation.models import Role
from intranet.core.organisation.queries import holds, roles_of

if TYPE_CHECKING:
    from django.db.models import Model

    from intranet.core.kinds import AnyUser
    from intranet.core.moderation.models import Case
    from intranet.core.organisation.models import Service


def is_moderator(user: AnyUser) -> bool:
    """Whether the person moderates anywhere. The centre's co-ordinators do: what nobody nearer may judge comes to them."""
    return any(held.role in MODERATING or _is_centre(held.role, held.service_path, held.area) for held in roles_of(user))


def _is_centre(role: str, service_path: str | None, area: tuple[int, int] | None) -> bool:
    return role == Role.CENTRAL_COORDINATOR and service_path is None and area is None


def can_report(user: AnyUser, thing: Model) -> bool:
    """Of a thing they were found to see: what is published and somebody else's."""
    return isinstance(thing, Reportable) and user.is_authenticated and thing.state == State.PUBLISHED and user.pk not in thing.case_people()


def is_on_team(user: AnyUser, case: Case) -> bool:
    """Whether the case belongs to a team of theirs."""
    path = case.service.path if case.service is not None else None
    area = (case.area_type_id, case.area_id) if case.area_type_id is not None and case.area_id is not None else None
    for held in roles_of(user):
        if held.role in MODERATING and (held.service_path is None and held.area is None):
            return True
        if held.role in MODERATING and case.team == "area" and held.area is not None and held.area == area:
            return True
        if held.role in MODERATING and case.team == "service" and held.service_path is not None and (path or "").startswith(held.service_path):
            return True
        if case.team == "centre" and _is_centre(held.role, held.service_path, held.area):
            return True
    return False


def wrote(user: AnyUser, case: Case) -> bool:
    """Under their name, in somebody else's, or under an alias."""
    if case.author_id is not None and case.author_id == user.pk:
        return True
    if is_of_a_page(case):
        return case.thing is not None and user.pk in case.thing.case_people()
    seal = getattr(case.thing, "seal", None) if case.author_id is None else None
    return seal is not None and seal.is_of(user)


def is_of_a_page(case: Case) -> bool:
    """Whether it is about a page: there who typed it and who answers for it may be two. No query."""
    model = ContentType.objects.get_for_id(case.content_type_id).model_class()
    return model is not None and not issubclass(model, Moderated)


def may_open_names(user: AnyUser, *, service: Service | None, area: Model | None) -> bool:
    """Ask or decide whether a name is opened: senior moderators of the place."""
    return holds(user, Role.SENIOR_MODERATOR, service=service, area=area)


def opens_names(user: AnyUser) -> bool:
    """Whether the person is a senior moderator anywhere."""
    return any(held.role == Role.SENIOR_MODERATOR for held in roles_of(user))


def reported(user: AnyUser, case: Case) -> bool:
    return any(report.reporter_id == user.pk for report in case.reports.all())


def can_moderate(user: AnyUser, case: Case) -> bool:
    """On the team, and neither the author nor a reporter: nobody judges their own case."""
    return is_on_team(user, case) and not wrote(user, case) and not reported(user, case)


def can_see_reports(user: AnyUser, case: Case) -> bool:
    """Reporters are named to moderators, and never to the author."""
    return is_on_team(user, case) and not wrote(user, case)
