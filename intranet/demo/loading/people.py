"""Services, people, groups and roles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from wagtail.models import Site

from intranet.core.background import at_moment
from intranet.core.organisation.actions import grant_role
from intranet.core.organisation.models import Closure, OrganisationSettings, Profile, Role, Service
from intranet.core.ui.models import Brand

if TYPE_CHECKING:
    from intranet.demo.loading.council import Council

PASSWORD = "roost-demo"  # noqa: S105 -- the demonstration's, printed at the end
WHOLE_COUNCIL = {"central_coordinator", "search_manager", "auditor", "data_protection_officer"}
NOT_ROLES = {"administrator", "leader", "delegate", "moderator", "contributor", "reader"}


def load_organisation(council: Council) -> None:
    """Everybody and everything that others refer to."""
    services, people = council.read("services"), council.read("people")
    _name_organisation(services["organisation"])
    _make_services(council, services)
    _make_people(council, people["people"])
    _staff_services(council, services["services"])
    _make_groups(council, people["groups"])
    with at_moment(council.moment("-400d")):
        _grant_roles(council, people["people"])
        _name_champions(council, services["services"])


def _name_organisation(row: dict[str, Any]) -> None:
    settings = OrganisationSettings.load()
    settings.name, settings.short_name, settings.website, settings.hours = row["name"], row["short_name"], row["website"], row["working_hours"]
    settings.promise_minutes = row["response_promise"]["hours"] * 60
    settings.save()
    brand = Brand.for_site(Site.objects.get(is_default_site=True))
    brand.organisation = row["name"]
    brand.save()


def _make_services(council: Council, file: dict[str, Any]) -> None:
    for row in file["services"]:
        fields = {
            "name": row["name"],
            "slug": row["slug"],
            "kind": row["kind"],
            "purpose": row["purpose"],
            "acronyms": ", ".join(row.get("acronyms", [])),
            "email": row.get("email", ""),
            "telephone": row.get("telephone", ""),
            "location": row.get("location", ""),
            "hours": row["hours"] if isinstance(row.get("hours"), dict) else {},
            "hours_note": row.get("hours_note", ""),
        }
        parent = council.services.get(row["parent"]) if row["parent"] else None
        service = Service.objects.get(pk=parent.pk).add_child(**fields) if parent else Service.add_root(**fields)
        council.services[row["slug"]] = service
    for slug in council.services:
        council.services[slug] = Service.objects.get(slug=slug)
        council.keep(f"service:{slug}", council.services[slug])
    for closure in file["organisation"].get("closures", []):
        Closure.objects.create(date=council.calendar.day(closure["date"]), name=closure["name"])


def _make_people(council: Council, rows: list[dict[str, Any]]) -> None:
    password = make_password(PASSWORD)
    accounts = get_user_model().objects
    for row in rows:
        first, _, last = row["name"].partition(" ")
        council.people[row["username"]] = accounts.create(
            username=row["username"],
            email=row["email"],
            first_name=first,
            last_name=last,
            password=password,
            is_superuser="administrator" in row["roles"],
            is_staff="administrator" in row["roles"],
        )
    for row in rows:
        _fill_profile(council, row)


def send_leavers_off(council: Council) -> None:
    """Those who have left did what they did before: their accounts are closed at the end."""
    for row in council.read("people")["people"]:
        if not row["active"]:
            person = council.people[row["username"]]
            person.is_active = False
            person.save()


def _fill_profile(council: Council, row: dict[str, Any]) -> None:
    user = council.people[row["username"]]
    seen = row.get("visibility", {})
    profile, _ = Profile.objects.update_or_create(
        user=user,
        defaults={
            "name": row["name"],
            "title": row.get("title", ""),
            "nickname": row.get("nickname") or "",
            "pronouns": row.get("pronouns", ""),
            "kind": row["kind"],
            "post": row["post"],
            "service": council.services.get(row["service"]),
            "manager": council.people.get(row["manager"]),
            "about": row.get("profile", ""),
            "skills": ", ".join(row.get("skills", [])),
            "telephone": row.get("telephone", ""),
            "hours_note": row.get("working_hours", ""),
            "joined": council.calendar.day(row["joined"]),
            "left": council.calendar.day(row["left"]) if row.get("left") else None,
            "show_telephone": seen.get("phone", "all"),
            "show_email": seen.get("email", "all"),
            "searchable": seen.get("searchable", True),
        },
    )
    council.people[row["username"]] = get_user_model().objects.select_related("roost_profile__service").get(pk=user.pk)
    council.keep(f"person:{row['username']}", profile)


def _staff_services(council: Council, rows: list[dict[str, Any]]) -> None:
    for row in rows:
        service = council.services[row["slug"]]
        for post in ("lead", "deputy", "duty_officer"):
            setattr(service, post, council.people.get(row.get(post)))  # type: ignore[arg-type]
        service.save()


def _make_groups(council: Council, rows: list[dict[str, Any]]) -> None:
    for row in rows:
        # Groups of the council's own: Wagtail's "Moderators" may publish everywhere, and these may not.
        group = Group.objects.create(name=f"Northmoor: {row['name']}")
        if "of_service" in row:
            group.user_set.set(get_user_model().objects.filter(roost_profile__service=council.services[row["of_service"]]))
        else:
            group.user_set.set([council.people[name] for name in row["members"]])
        council.groups[row["slug"]] = group


def _grant_roles(council: Council, rows: list[dict[str, Any]]) -> None:
    admin = council.people["admin"]
    for row in rows:
        if not row["active"]:
            continue
        person = council.people[row["username"]]
        for role in sorted(set(row["roles"]) - NOT_ROLES - {"champion"}):
            scope = None if role in WHOLE_COUNCIL else council.services.get(row["service"])
            grant_role(person, role=Role(role), service=scope, actor=admin)
        for slug in row.get("moderates", []):
            if slug == "all" or slug in council.services:
                grant_role(person, role=Role.MODERATOR, service=council.services.get(slug), actor=admin)


def _name_champions(council: Council, rows: list[dict[str, Any]]) -> None:
    for row in rows:
        if row["champion"]:
            champion = council.people[row["champion"]]
            grant_role(champion, role=Role.CHAMPION, service=council.services[row["slug"]], actor=council.people["admin"])
