"""Granting and revoking roles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.log_actions import log

from intranet.core.organisation.models import Role, RoleAssignment, Service
from intranet.core.organisation.signals import people_changed

if TYPE_CHECKING:
    from django.db.models import Model

    from intranet.core.kinds import Person


def _described(role: str, service: Service | None, area: Model | None, reason: str) -> dict[str, str]:
    return {"role": str(Role(role).label), "scope": str(service or area or ""), "reason": reason}


@transaction.atomic
def grant_role(
    person: Person,
    *,
    role: Role,
    service: Service | None = None,
    area: Model | None = None,
    actor: Person | None,
    reason: str = "",
) -> RoleAssignment:
    """Give a person a role in a service with its sub-services, in an area, or in the whole; logged.

    Who gives a role to themselves (a superuser who opens a closed area) must say why.
    """
    if service is not None and area is not None:
        raise ValueError("A role holds in a service or in an area, not in both.")
    if actor is not None and actor.pk == person.pk and not reason.strip():
        raise ValueError("Say why: a role for oneself needs a reason.")
    assignment, created = RoleAssignment.objects.get_or_create(
        person=person,
        role=role,
        service=service,
        area_type=ContentType.objects.get_for_model(area) if area is not None else None,
        area_id=area.pk if area is not None else None,
    )
    if created:
        log(person, "roost.role.grant", user=actor, data=_described(role, service, area, reason))
        people_changed.send(sender=RoleAssignment, person_ids=[person.pk])
    return assignment


@transaction.atomic
def revoke_role(
    person: Person,
    *,
    role: Role,
    service: Service | None = None,
    area: Model | None = None,
    actor: Person | None,
    reason: str = "",
) -> bool:
    """Take a role from a person, in exactly this scope; logged. False when they did not hold it."""
    held = RoleAssignment.objects.filter(
        person=person,
        role=role,
        service=service,
        area_type=ContentType.objects.get_for_model(area) if area is not None else None,
        area_id=area.pk if area is not None else None,
    ).first()
    if held is None:
        return False
    held.delete()
    log(person, "roost.role.revoke", user=actor, data=_described(role, service, area, reason))
    people_changed.send(sender=RoleAssignment, person_ids=[person.pk])
    return True
