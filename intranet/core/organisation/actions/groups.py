"""The Django group of each role and scope, kept in step so that Wagtail's permissions follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q

from intranet.core.organisation.models import Role, RoleAssignment, RoleGroup

if TYPE_CHECKING:
    from django.db.models import Model

    from intranet.core.organisation.models import Service

_ADMIN = "wagtailadmin.access_admin"
_ORGANISATION = "intranet_organisation"
#: What the group of a role may do in the Wagtail admin, wherever it holds.
_PERMISSIONS: dict[str, tuple[str, ...]] = {
    Role.EDITOR: (_ADMIN,),
    Role.TRAINER: (_ADMIN,),
    Role.SERVICE_OWNER: (_ADMIN,),
    Role.SEARCH_MANAGER: (_ADMIN,),
    Role.CENTRAL_COORDINATOR: (
        _ADMIN,
        *(f"{_ORGANISATION}.{verb}_{model}" for model in ("service", "closure", "membership") for verb in ("add", "change", "delete", "view")),
        *(f"{_ORGANISATION}.{verb}_profile" for verb in ("change", "view")),
        f"{_ORGANISATION}.change_organisationsettings",
        f"{_ORGANISATION}.view_roleassignment",
    ),
}


def _scope(service: Service | None, area: Model | None) -> dict[str, Any]:
    area_type = ContentType.objects.get_for_model(area) if area is not None else None
    return {"service": service, "area_type": area_type, "area_id": area.pk if area is not None else None}


def group_of_role(role: Role, *, service: Service | None = None, area: Model | None = None) -> Group:
    """The group of a role in a scope, made when it is first asked for; rooms give it page and collection permissions."""
    found = RoleGroup.objects.filter(role=role, **_scope(service, area)).select_related("group").first()
    if found is not None:
        return found.group
    with transaction.atomic():
        group = Group.objects.create(name=_free_name(_name_for(role, service or area)))
        group.permissions.set(_permissions_of(role))
        kept, created = RoleGroup.objects.get_or_create(role=role, **_scope(service, area), defaults={"group": group})
        if not created:
            group.delete()
    return kept.group


def _permissions_of(role: str) -> list[Permission]:
    wanted = Q(pk__in=[])
    for name in _PERMISSIONS.get(role, ()):
        app_label, codename = name.split(".")
        wanted |= Q(content_type__app_label=app_label, codename=codename)
    return list(Permission.objects.filter(wanted))


def _name_for(role: str, place: object | None) -> str:
    label = str(Role(role).label).capitalize()
    return f"{label}: {place}"[:140] if place is not None else label


def _free_name(name: str, *, besides: int | None = None) -> str:
    """``name``, or the first of ``name (2)``, ``name (3)`` that no other group has."""
    taken = set(Group.objects.filter(name__startswith=name).exclude(pk=besides).values_list("name", flat=True))  # type: ignore[misc]
    return next(free for number in range(1, len(taken) + 2) if (free := name if number == 1 else f"{name} ({number})") not in taken)


def keep_group(assignment: RoleAssignment) -> None:
    """Put the person into the group of the role, or take them out when they hold it no longer."""
    held = RoleAssignment.objects.filter(  # type: ignore[misc]
        person_id=assignment.person_id,
        role=assignment.role,
        service_id=assignment.service_id,
        area_type_id=assignment.area_type_id,
        area_id=assignment.area_id,
    ).exists()
    if held:
        assignment.person.groups.add(group_of_role(Role(assignment.role), service=assignment.service, area=assignment.area))
        return
    memberships = get_user_model().groups.through.objects
    memberships.filter(  # type: ignore[arg-type]
        **{get_user_model()._meta.model_name: assignment.person_id},
        group__roost_role__role=assignment.role,
        group__roost_role__service=assignment.service_id,
        group__roost_role__area_type=assignment.area_type_id,
        group__roost_role__area_id=assignment.area_id,
    ).delete()


def rename_groups(place: Service | Model) -> None:
    """A service or area has another name: its groups follow."""
    of_place = Q(service=place.pk) if _is_service(place) else Q(area_type=ContentType.objects.get_for_model(place), area_id=place.pk)
    for kept in RoleGroup.objects.filter(of_place).select_related("group"):
        name = _name_for(kept.role, place)
        if kept.group.name != name:
            kept.group.name = _free_name(name, besides=kept.group_id)
            kept.group.save(update_fields=["name"])


def _is_service(place: Model) -> bool:
    return place._meta.label_lower == "intranet_organisation.service"


def retire_area(area: Model) -> None:
    """An area goes: nobody holds a role there any more, and its groups go with it."""
    of_area = {"area_type": ContentType.objects.get_for_model(area), "area_id": area.pk}
    RoleAssignment.objects.filter(**of_area).delete()
    RoleGroup.objects.filter(**of_area).delete()


@transaction.atomic
def sync_role_groups() -> None:
    """Make every group of a role hold exactly the people who hold the role: after bulk loads, and nightly."""
    for kept in RoleGroup.objects.select_related("group"):
        rows = RoleAssignment.objects.filter(role=kept.role, service=kept.service_id, area_type=kept.area_type_id, area_id=kept.area_id)
        kept.group.user_set.set(rows.values_list("person_id", flat=True))
    without = {(row.role, row.service_id, row.area_type_id, row.area_id): row for row in RoleAssignment.objects.select_related("person", "service")}
    for kept in RoleGroup.objects.all():
        without.pop((kept.role, kept.service_id, kept.area_type_id, kept.area_id), None)
    for row in without.values():
        group = group_of_role(Role(row.role), service=row.service, area=row.area)
        group.user_set.set(
            RoleAssignment.objects.filter(role=row.role, service=row.service_id, area_type=row.area_type_id, area_id=row.area_id).values_list(
                "person_id", flat=True
            )
        )
