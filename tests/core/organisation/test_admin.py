"""The organisation in the Wagtail admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from intranet.core.organisation.actions import grant_role
from intranet.core.organisation.models import Closure, Membership, OrganisationSettings, Profile, Role, RoleAssignment, Service
from intranet.core.organisation.queries import organisation
from tests.factories.people import make_person, make_service

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

WEEK = {f"hours_{day}": "" for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}


@pytest.fixture
def admin() -> Any:
    return make_person("admin", is_superuser=True, is_staff=True)


@pytest.fixture
def office(client: Client, admin: Any) -> Client:
    client.force_login(admin)
    return client


def service_form(**changes: Any) -> dict[str, Any]:
    fields = ["purpose", "acronyms", "email", "telephone", "location", "lead", "deputy", "duty_officer", "champion_note"]
    fields += ["hours_note", "promise_minutes", "valid_from", "valid_to", "parent"]
    return {**dict.fromkeys(fields, ""), **WEEK, "kind": "service", **changes}


class TestServices:
    def test_new_service_takes_its_place_in_the_tree(self, office: Client, housing: Service) -> None:
        form = service_form(name="Repairs", slug="repairs", parent=housing.pk, hours_mon="08:00-12:00, 13:00-16:30")

        office.post(reverse("service:add"), form)

        made = Service.objects.get(slug="repairs")
        assert made.get_parent() == housing
        assert made.hours == {"mon": "08:00-12:00, 13:00-16:30"}

    def test_bad_hours_are_said_at_their_day(self, office: Client, housing: Service) -> None:
        response = office.post(reverse("service:edit", args=[housing.pk]), service_form(name="Housing", slug="housing", hours_wed="nine to five"))

        assert set(response.context["form"].errors) == {"hours_wed"}
        housing.refresh_from_db()
        assert housing.hours == {}

    def test_service_moves_with_those_beneath_it_and_never_under_itself(self, office: Client, housing: Service) -> None:
        place, below = make_service("Place"), make_service("Repairs", parent=housing)

        office.post(reverse("service:edit", args=[housing.pk]), service_form(name="Homes", slug="housing", parent=place.pk))
        assert [node.name for node in Service.objects.get(pk=below.pk).get_ancestors()] == ["Place", "Homes"]

        response = office.post(reverse("service:edit", args=[housing.pk]), service_form(name="Homes", slug="housing", parent=below.pk))
        assert set(response.context["form"].errors) == {"parent"}

        office.post(reverse("service:edit", args=[housing.pk]), service_form(name="Homes", slug="housing"))
        assert Service.objects.get(pk=housing.pk).is_root()


class TestPeople:
    def test_move_is_logged(self, office: Client, admin: Any, staff: Any) -> None:
        library, profile = make_service("Library"), Profile.objects.get(user=staff)
        form = {"name": "Priya Nair", "kind": "officer", "post": "Librarian", "service": library.pk}

        office.post(reverse("profile:edit", args=[profile.pk]), form)

        profile.refresh_from_db()
        assert (profile.service, profile.post) == (library, "Librarian")
        assert ModelLogEntry.objects.get(action="roost.person.move").user == admin

    def test_nobody_adds_or_deletes_a_profile(self, office: Client, staff: Any) -> None:
        profile = Profile.objects.get(user=staff)

        assert office.get(reverse("profile:add")).status_code == 302
        office.post(reverse("profile:delete", args=[profile.pk]))

        assert Profile.objects.filter(pk=profile.pk).exists()


class TestRoles:
    def test_role_is_given_with_a_reason_and_taken(self, office: Client, admin: Any, staff: Any, housing: Service) -> None:
        form = {"person": staff.pk, "role": "moderator", "service": housing.pk}
        assert set(office.post(reverse("roleassignment:add"), form).context["form"].errors) == {"reason"}

        office.post(reverse("roleassignment:add"), {**form, "reason": "New team leader"})
        held = RoleAssignment.objects.get(person=staff)
        assert set(office.post(reverse("roleassignment:add"), {**form, "reason": "Again"}).context["form"].errors) == {"role"}
        office.post(reverse("roleassignment:delete", args=[held.pk]))

        entries = ModelLogEntry.objects.filter(action__startswith="roost.role").order_by("pk")
        assert [(entry.action, entry.user, entry.data["reason"]) for entry in entries] == [
            ("roost.role.grant", admin, "New team leader"),
            ("roost.role.revoke", admin, ""),
        ]
        assert not RoleAssignment.objects.exists()
        assert not staff.groups.exists()

    def test_role_is_never_changed(self, office: Client, staff: Any) -> None:
        held = grant_role(staff, role=Role.READER, actor=None)

        office.post(reverse("roleassignment:edit", args=[held.pk]), {"person": staff.pk, "role": "auditor", "reason": "x"})

        held.refresh_from_db()
        assert held.role == "reader"


class TestSettings:
    url = "/admin/settings/intranet_organisation/organisationsettings/1/"

    def test_hours_and_promise_are_changed(self, office: Client) -> None:
        OrganisationSettings.objects.create(pk=1)
        form = {"name": "Northmoor", "promise_minutes": "90", "region": "WLS", **WEEK, "hours_tue": "10:00-15:00"}

        office.post(self.url, form)

        found = organisation()
        assert (found.name, found.hours, found.promise_minutes, found.region) == ("Northmoor", {"tue": "10:00-15:00"}, 90, "WLS")

    @pytest.mark.parametrize(
        ("changes", "field"),
        [({}, "hours_mon"), ({"hours_fri": "17-9"}, "hours_fri"), ({"hours_mon": "09:00-17:00", "promise_minutes": "0"}, "promise_minutes")],
    )
    def test_what_could_not_be_is_refused(self, office: Client, changes: dict[str, str], field: str) -> None:
        OrganisationSettings.objects.create(pk=1, name="Before")

        response = office.post(self.url, {"name": "After", "promise_minutes": "90", "region": "ENG", **WEEK, **changes})

        assert set(response.context["form"].errors) == {field}
        assert OrganisationSettings.objects.get().name == "Before"


@pytest.mark.parametrize("name", ["service", "profile", "roleassignment", "membership", "closure"])
class TestEveryList:
    def test_is_open_to_who_may(self, office: Client, staff: Any, housing: Service, name: str) -> None:
        grant_role(staff, role=Role.MODERATOR, service=housing, actor=None)
        Membership.objects.create(person=staff, service=housing)
        Closure.objects.create(date="2026-12-24", name="Early closing")

        assert office.get(reverse(f"{name}:index")).status_code == 200

    def test_is_closed_to_others(self, client: Client, staff: Any, name: str) -> None:
        grant_role(staff, role=Role.EDITOR, actor=None)
        client.force_login(staff)

        assert client.get(reverse(f"{name}:index")).status_code == 302

    def test_is_open_to_co_ordinators(self, client: Client, staff: Any, name: str) -> None:
        grant_role(staff, role=Role.CENTRAL_COORDINATOR, actor=None)
        client.force_login(staff)

        assert client.get(reverse(f"{name}:index")).status_code == 200
