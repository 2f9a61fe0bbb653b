"""Pages of people and services, as the right and the wrong person see them."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from intranet.core.background import at_moment, now
from intranet.core.organisation.actions import grant_role
from intranet.core.organisation.models import Membership, Profile, Role
from intranet.core.ui.panels import Panel
from intranet.people.models import User
from tests.budgets import query_budget
from tests.factories.people import make_person, make_service

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client: Client, staff: Any) -> Client:
    client.force_login(staff)
    return client


def page(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


class TestPeople:
    def test_list_is_by_name_without_leavers(self, reader: Client, housing: Any) -> None:
        make_person("zed", name="Zed Young", service=housing)
        make_person("adam", name="Adam Old")
        make_person("gone", name="Gone Away", is_active=False)

        names = [profile.name for profile in reader.get("/people/").context["page"]]

        assert names == ["Adam Old", "Priya Nair", "Zed Young"]

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("q=priya", ["Priya Nair"]),
            ("q=welsh+damp", ["Wyn Pugh"]),
            ("q=repairs", ["Wyn Pugh"]),
            ("service=housing", ["Priya Nair", "Wyn Pugh"]),
            ("service=library", []),
            ("service=nowhere", ["Priya Nair", "Wyn Pugh"]),
            ("q=welsh&service=library", []),
        ],
    )
    def test_narrowed_by_words_and_service(self, reader: Client, housing: Any, query: str, found: list[str]) -> None:
        make_service("Library")
        below = make_service("Repairs", parent=housing)
        make_person("wyn", name="Wyn Pugh", service=below, profile={"skills": "Welsh, damp"})

        assert [profile.name for profile in reader.get(f"/people/?{query}").context["page"]] == found

    @pytest.mark.parametrize(("who", "found"), [("all", ["Wyn Pugh"]), ("service", []), ("none", [])])
    def test_nobody_is_found_by_skills_that_are_not_shown(self, reader: Client, who: str, found: list[str]) -> None:
        make_person("wyn", name="Wyn Pugh", profile={"skills": "Beekeeping", "show_skills": who})

        assert [profile.name for profile in reader.get("/people/?q=beekeeping").context["page"]] == found

    def test_nobody_found_says_how_to_go_on(self, reader: Client) -> None:
        assert "Nobody found" in page(reader, "/people/?q=nobodyhasthis")

    @pytest.mark.parametrize("number", ["0", "99", "two", "-1"])
    def test_odd_page_number_is_no_error(self, reader: Client, number: str) -> None:
        assert reader.get(f"/people/?page={number}").status_code == 200

    @pytest.mark.parametrize("others", [1, 50])
    def test_list_budget(self, reader: Client, housing: Any, others: int) -> None:
        for number in range(others):
            make_person(f"person{number}", service=housing)
        reader.get("/people/")

        with query_budget(9):  # 6 around every page; services, count, people
            reader.get("/people/")


class TestPerson:
    def test_page_shows_post_service_manager_and_team(self, reader: Client, housing: Any) -> None:
        manager = make_person("manager", name="Yvonne Clarke", service=housing)
        wyn = make_person(
            "wyn.pugh", name="Wyn Pugh", service=housing, profile={"post": "Surveyor", "manager": manager, "about": "Twelve years.\n\n<b>Damp</b>"}
        )
        Membership.objects.create(person=wyn, service=make_service("Library"))
        grant_role(wyn, role=Role.CHAMPION, service=housing, actor=None)

        text = page(reader, "/people/wyn.pugh/")

        for words in ("Wyn Pugh", "Surveyor", "digital champion for Housing", "Yvonne Clarke", "Priya Nair", "Library", "&lt;b&gt;Damp"):
            assert words in text

    def test_user_name_with_odd_letters_has_a_page(self, reader: Client) -> None:
        person = make_person("o'neil+x@north.example".replace("'", "_"))

        assert reader.get(person.roost_profile.get_absolute_url()).status_code == 200

    def test_person_who_is_not_there_is_not_found(self, reader: Client) -> None:
        assert reader.get("/people/nobody/").status_code == 404

    @pytest.mark.parametrize(
        ("who", "for_all", "for_colleague", "for_self"), [("all", True, True, True), ("service", False, True, True), ("none", False, False, True)]
    )
    def test_details_are_shown_to_whom_the_person_says(
        self, housing: Any, client: Client, who: str, for_all: bool, for_colleague: bool, for_self: bool
    ) -> None:
        details = {"telephone": "01632 960999", "hours_note": "Nights only", "skills": "Beekeeping"}
        shown = dict.fromkeys(["show_telephone", "show_email", "show_hours", "show_skills"], who)
        wyn = make_person("wyn", service=housing, profile={**details, **shown})
        colleague, stranger = make_person("colleague", service=make_service("Repairs", parent=housing)), make_person("stranger")

        for person, expected in ((stranger, for_all), (colleague, for_colleague), (wyn, for_self)):
            client.force_login(person)
            text = page(client, "/people/wyn/")
            assert {words in text for words in (*details.values(), "wyn@northmoor.example")} == {expected}

    def test_leaver_is_a_former_colleague_without_details(self, reader: Client, housing: Any) -> None:
        make_person("leaver", name="Derek Foss", service=housing, is_active=False, profile={"telephone": "01632 960315", "skills": "surveying"})

        text = page(reader, "/people/leaver/")

        assert "Derek Foss" in text
        assert "Former colleague" in text
        assert "960315" not in text
        assert "leaver@northmoor.example" not in text
        assert "surveying" not in text

    def test_panels_of_apps_stand_on_the_page(self, reader: Client, staff: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        seen: list[Any] = []

        class Lately(Panel):
            place = "person"
            template = "components/badge.html"

            def context(self, user: Any, subject: Any = None) -> dict[str, Any]:
                seen.append((user, subject))
                return {"words": "Accepted answer"}

        monkeypatch.setattr("intranet.core.ui.http.all_of", lambda kind: [Lately()])

        assert "Accepted answer" in page(reader, "/people/staff/")
        assert seen == [(staff, staff)]

    @pytest.mark.parametrize("others", [1, 50])
    def test_page_budget(self, reader: Client, housing: Any, others: int) -> None:
        wyn = make_person("wyn", service=housing)
        for number in range(others):
            make_person(f"person{number}", service=housing)
            Membership.objects.create(person=wyn, service=make_service(f"Service {number}"))
        reader.get("/people/wyn/")

        with query_budget(20, at_most=True):
            reader.get("/people/wyn/")


class TestEditOwn:
    def fields(self, profile: Profile, **changes: Any) -> dict[str, Any]:
        kept = [
            "pronouns",
            "nickname",
            "about",
            "skills",
            "telephone",
            "hours_note",
            "show_telephone",
            "show_email",
            "show_hours",
            "show_skills",
            "show_photo",
        ]
        return {**{name: getattr(profile, name) for name in kept}, "searchable": "on", **changes}

    def test_own_words_are_saved(self, reader: Client, staff: Any) -> None:
        words = {"skills": "Twi , spreadsheets,, Twi", "telephone": "01632 960304", "show_telephone": "service", "pronouns": "she/her"}

        response = reader.post(reverse("people:edit-own"), self.fields(staff.roost_profile, **words))

        assert response.headers["Location"] == "/people/staff/"
        profile = Profile.objects.get(user=staff)
        assert (profile.skills, profile.telephone, profile.show_telephone, profile.pronouns) == (
            "Twi, spreadsheets",
            "01632 960304",
            "service",
            "she/her",
        )

    def test_what_is_not_ones_own_to_say_stays(self, reader: Client, staff: Any, housing: Any) -> None:
        extra = {"name": "Chief", "post": "Chief executive", "service": "", "user": "1", "manager": "1", "kind": "councillor", "left": "2020-01-01"}

        reader.post(reverse("people:edit-own"), self.fields(staff.roost_profile, **extra))

        profile = Profile.objects.get(user=staff)
        assert (profile.name, profile.post, profile.service, profile.kind, profile.left) == ("Priya Nair", "", housing, "officer", None)

    def test_bad_number_is_said_at_the_field_and_words_are_kept(self, reader: Client, staff: Any) -> None:
        response = reader.post(reverse("people:edit-own"), self.fields(staff.roost_profile, telephone="call me maybe", about="Kept words"))

        assert response.status_code == 422
        assert "Write the number with figures" in response.content.decode()
        assert "Kept words" in response.content.decode()
        assert Profile.objects.get(user=staff).telephone == ""

    def test_every_field_stands_under_one_heading(self, reader: Client, staff: Any) -> None:
        form = reader.get(reverse("people:edit-own")).context["form"]
        assert sorted(field.name for _heading, fields in form.groups() for field in fields) == sorted(form.fields)
        page = reader.get(reverse("people:edit-own")).content.decode()
        assert [page.count(f"<legend><h2>{heading}</h2></legend>") for heading, _fields in form.groups()] == [1, 1, 1, 1]

    def test_photo_is_taken_and_given_back(self, reader: Client, staff: Any) -> None:
        picture = BytesIO()
        Image.new("RGB", (300, 300), "teal").save(picture, "PNG")
        upload = SimpleUploadedFile("me.png", picture.getvalue(), "image/png")

        reader.post(reverse("people:edit-own"), self.fields(staff.roost_profile, new_photo=upload))
        assert Profile.objects.get(user=staff).photo is not None
        assert "/media/images/" in page(reader, "/people/staff/")

        reader.post(reverse("people:edit-own"), self.fields(staff.roost_profile, drop_photo="on"))
        assert Profile.objects.get(user=staff).photo is None

    @pytest.mark.parametrize(("name", "content"), [("me.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"), ("me.png", b"<html>")])
    def test_file_that_is_no_picture_is_refused(self, reader: Client, staff: Any, name: str, content: bytes) -> None:
        response = reader.post(reverse("people:edit-own"), self.fields(staff.roost_profile, new_photo=SimpleUploadedFile(name, content)))

        assert response.status_code == 422
        assert Profile.objects.get(user=staff).photo is None


class TestServices:
    def test_tree_is_by_name_and_of_today(self, reader: Client, housing: Any) -> None:
        below = make_service("Repairs", parent=housing)
        make_service("Allocations", parent=housing)
        make_service("Adult care")
        make_service("Closed service", valid_to=now().date() - timedelta(days=1))
        make_service("Deep", parent=below)

        tree = reader.get("/services/").context["tree"]

        assert [branch.service.name for branch in tree] == ["Adult care", "Housing"]
        assert [branch.service.name for branch in tree[1].branches] == ["Allocations", "Repairs"]
        assert [branch.service.name for branch in tree[1].branches[1].branches] == ["Deep"]

    def test_no_services_yet(self, client: Client) -> None:
        client.force_login(make_person("alone"))

        assert "No services yet" in page(client, "/services/")

    def test_page_shows_who_to_turn_to(self, reader: Client) -> None:
        lead, champion = make_person("lead", name="Grace Ogunleye"), make_person("champion", name="Mateusz Zielinski")
        gone = make_person("gone", name="Gone Away", is_active=False)
        service = make_service("Repairs", lead=lead, deputy=gone, duty_officer=lead, purpose="Mends things.", telephone="01632 960120")
        grant_role(champion, role=Role.CHAMPION, service=service, actor=None)

        text = page(reader, "/services/repairs/")

        for words in ("Mends things.", "Grace Ogunleye", "Lead, Duty officer", "Mateusz Zielinski", "Digital champion", "01632 960120"):
            assert words in text
        assert "Gone Away" not in text

    @pytest.mark.parametrize(("moment", "words"), [("2026-11-23 10:00", "Open now, until 17:00"), ("2026-11-20 18:00", "Monday 23 November, 09:00")])
    def test_page_says_whether_it_is_open(self, reader: Client, housing: Any, moment: str, words: str) -> None:
        with at_moment(datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo("Europe/London"))):
            assert words in page(reader, "/services/housing/")

    def test_former_service_keeps_its_page(self, reader: Client) -> None:
        make_service("Old", valid_to=now().date() - timedelta(days=1))

        assert "not current" in page(reader, "/services/old/")

    @pytest.mark.parametrize("others", [1, 50])
    def test_tree_budget(self, reader: Client, housing: Any, others: int) -> None:
        for number in range(others):
            make_service(f"Service {number}", parent=housing)
        reader.get("/services/")

        with query_budget(7):  # 6 around every page; services
            reader.get("/services/")

    @pytest.mark.parametrize("others", [1, 50])
    def test_page_budget(self, reader: Client, housing: Any, others: int) -> None:
        for number in range(others):
            make_service(f"Service {number}", parent=housing)
            grant_role(make_person(f"person{number}", service=housing), role=Role.CHAMPION, service=housing, actor=None)
        reader.get("/services/housing/")

        with query_budget(20, at_most=True):
            reader.get("/services/housing/")


@pytest.mark.parametrize("url", ["/people/", "/people/staff/", "/people/-/edit/", "/services/", "/services/housing/"])
class TestEveryPage:
    def test_anonymous_person_is_sent_to_sign_in(self, client: Client, staff: Any, url: str) -> None:
        assert client.get(url).headers["Location"] == f"/accounts/login/?next={url}"

    def test_deactivated_person_is_sent_to_sign_in(self, reader: Client, staff: Any, url: str) -> None:
        User.objects.filter(pk=staff.pk).update(is_active=False)

        assert reader.get(url).status_code == 302
