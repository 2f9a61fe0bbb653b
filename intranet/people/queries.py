"""What the pages of people and services show."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from intranet.core.background import now
from intranet.core.organisation.models import Membership, Profile, Role, RoleAssignment, Service
from intranet.core.organisation.models.hours import WEEKDAY_NAMES, WEEKDAYS
from intranet.core.organisation.queries import calendar_of, organisation
from intranet.people.rules import can_see_detail

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from intranet.core.kinds import AnyUser


COLLEAGUES = 6


@dataclass(frozen=True, slots=True)
class Contact:
    """What the reader may know of how to reach somebody."""

    telephone: str = ""
    email: str = ""
    hours: str = ""
    skills: tuple[str, ...] = ()
    photo: Any = None


def contact_of(profile: Profile, user: AnyUser) -> Contact:
    """The details of a person that are there and are shown to the reader."""

    def shown(value: Any, to: str, empty: Any = "") -> Any:
        return value if value and can_see_detail(user, profile, to) else empty

    return Contact(
        telephone=shown(profile.telephone, profile.show_telephone),
        email=shown(profile.user.email, profile.show_email),
        hours=shown(profile.hours_note, profile.show_hours),
        skills=shown(tuple(profile.skill_list), profile.show_skills, ()),
        photo=shown(profile.photo, profile.show_photo, None),
    )


def people_found(user: AnyUser, words: str, service: Service | None) -> QuerySet[Profile]:
    """The people who work here, narrowed by words and service, by name."""
    found = Profile.objects.visible_to(user).present().found_with(words)
    if service is not None:
        found = found.in_service(service.path)
    return found.select_related("user", "service").order_by("name", "pk")


def colleagues_of(profile: Profile, user: AnyUser) -> list[Profile]:
    """The manager first, then a few people of the same service."""
    if profile.service_id is None or not profile.user.is_active:
        return []
    beside = Profile.objects.visible_to(user).present().filter(service=profile.service_id).exclude(pk=profile.pk)
    return list(beside.exclude(user=profile.manager_id).select_related("user").order_by("name", "pk")[:COLLEAGUES])


def places_of(profile: Profile) -> list[Service]:
    """The further services a person belongs to."""
    rows = Membership.objects.filter(person=profile.user_id).exclude(service=profile.service_id).select_related("service")
    return [row.service for row in rows.order_by("service__name")]


def championed_by(person: Any) -> list[Service]:
    """The services whose digital champion a person is."""
    rows = RoleAssignment.objects.filter(person=person, role=Role.CHAMPION, service__isnull=False).select_related("service")
    return [row.service for row in rows.order_by("service__name")]  # type: ignore[misc]


@dataclass
class Branch:
    """A service with those beneath it, by name."""

    service: Service
    branches: list[Branch] = field(default_factory=list)


def service_tree(user: AnyUser) -> list[Branch]:
    """The services of today as a tree, in one query."""
    roots: list[Branch] = []
    above: list[Branch] = []
    for service in Service.objects.visible_to(user).valid():
        branch = Branch(service)
        while above and not service.path.startswith(above[-1].service.path):
            above.pop()
        (above[-1].branches if above else roots).append(branch)
        above.append(branch)
    _sort(roots)
    return roots


def _sort(branches: list[Branch]) -> None:
    branches.sort(key=lambda branch: branch.service.name.casefold())
    for branch in branches:
        _sort(branch.branches)


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """Whether a service works now, until when or from when, and its week."""

    is_open: bool
    changes: datetime
    days: tuple[tuple[Any, Any], ...]


def opening_hours_of(service: Service) -> OpeningHours:
    """The hours of a service as its page shows them; days off say so."""
    calendar, moment = calendar_of(service), now()
    hours = service.hours or organisation().hours
    is_open = calendar.is_working(moment)
    return OpeningHours(
        is_open=is_open,
        changes=calendar.closing(moment) if is_open else calendar.next_opening(moment),
        days=tuple((WEEKDAY_NAMES[day], hours.get(day, "").replace("-", "–") or _("closed")) for day in WEEKDAYS),
    )


@dataclass(frozen=True, slots=True)
class Post:
    """Somebody to turn to, and as what."""

    label: Any
    person: Any


def posts_of(service: Service) -> list[Post]:
    """Who leads, stands in, is on duty and champions; each person once with all they are, leavers left out."""
    champion_ids = list(
        RoleAssignment.objects.filter(role=Role.CHAMPION, service=service).order_by("since", "pk").values_list("person_id", flat=True)
    )
    wanted = [
        (_("Lead"), service.lead_id),
        (_("Deputy"), service.deputy_id),
        (_("Duty officer"), service.duty_officer_id),
        *((_("Digital champion"), pk) for pk in champion_ids),
    ]
    ids = [pk for _label, pk in wanted if pk is not None]
    people = {person.pk: person for person in get_user_model()._default_manager.filter(pk__in=ids, is_active=True).select_related("roost_profile")}
    found: dict[int, list[Any]] = {}
    for label, pk in wanted:
        if pk in people:
            found.setdefault(pk, []).append(label)
    return [Post(", ".join(str(label) for label in labels), people[pk]) for pk, labels in found.items()]
