"""Guidance as the right and the wrong person read it, inside and outside."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from intranet.core.background import now
from intranet.core.organisation.actions import all_staff, grant_role, intern_audience
from intranet.core.organisation.models import Role
from intranet.core.search.queries import search
from intranet.guidance.blocks import GuidanceBlock
from intranet.guidance.models import GuidancePage, GuidanceVersion
from intranet.people.models import User
from tests.budgets import query_budget
from tests.factories.guidance import make_account, make_guidance, make_section
from tests.factories.pages import restrict
from tests.factories.people import make_person, make_service

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client: Client, staff: Any) -> Client:
    client.force_login(staff)
    return client


def text_of(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, url
    return response.content.decode()


class TestIndex:
    def test_says_that_there_is_nothing_yet(self, reader: Client) -> None:
        assert "No guidance yet" in text_of(reader, "/guidance/")

    def test_lists_what_the_person_may_read_by_title(self, reader: Client) -> None:
        for title in ("Zoos", "Allotments"):
            make_guidance(title)
        make_guidance("Draft", live=False)
        restrict(make_guidance("Closed"), groups=[Group.objects.create(name="Practice")])

        assert [page.title for page in reader.get("/guidance/").context["page"]] == ["Allotments", "Zoos"]

    @pytest.mark.parametrize(("kind", "found"), [("policy", ["Policy"]), ("rules", []), ("nonsense", ["How to", "Policy"])])
    def test_is_narrowed_by_kind(self, reader: Client, kind: str, found: list[str]) -> None:
        make_guidance("Policy", kind="policy")
        make_guidance("How to")

        assert [page.title for page in reader.get(f"/guidance/?kind={kind}").context["page"]] == found

    def test_section_lists_its_own(self, reader: Client, housing: Any) -> None:
        section = make_section(housing)
        make_guidance("Rent", parent=section)
        make_guidance("Of all")

        assert [page.title for page in reader.get("/guidance/housing/").context["page"]] == ["Rent"]

    @pytest.mark.parametrize("others", [1, 50])
    def test_budget(self, reader: Client, housing: Any, others: int) -> None:
        for number in range(others):
            make_guidance(f"Page {number}", service=housing)
        reader.get("/guidance/")

        with query_budget(15, at_most=True):
            reader.get("/guidance/")


class TestPage:
    def test_shows_body_owner_service_and_versions(self, reader: Client, staff: Any, housing: Any) -> None:
        body = [
            ("heading", "When it goes wrong"),
            ("paragraph", "<p>Say so <b>there</b>.</p>"),
            ("list", ["Correct it", "<script>alert(1)</script>"]),
            ("quote", "Nobody told us"),
            ("facts", {"caption": "Measures", "headings": ["Principle", "Target"], "rows": [["We answer", "90"]]}),
            ("card", "/people/staff/"),
        ]
        page = make_guidance("Policy", body=body, guardian=staff, service=housing, review_on=now().date() - timedelta(days=1))
        GuidanceVersion.objects.create(page=page, number=2, date=date(2026, 10, 1), change="Two hours are working hours.")

        text = text_of(reader, page.url)

        for words in (
            "<h2>When it goes wrong</h2>",
            "<b>there</b>",
            "<li>Correct it</li>",
            "&lt;script&gt;",
            "Nobody told us",
            '<th scope="row">We answer</th>',
        ):
            assert words in text
        for words in ("Priya Nair", "Housing", "Two hours are working hours.", "Review overdue"):
            assert words in text

    def test_picture_needs_words(self) -> None:
        block = GuidanceBlock()
        image = get_image_model().objects.create(title="Square", file=get_test_image_file())

        with pytest.raises(ValidationError):
            block.clean(block.to_python([{"type": "picture", "value": {"image": image.pk, "alternative": "", "caption": ""}}]))

    def test_pictures_cost_the_same_however_many(self, reader: Client) -> None:
        images = [get_image_model().objects.create(title=f"Square {number}", file=get_test_image_file()) for number in range(8)]
        few, many = (
            make_guidance(f"With {count}", body=[("picture", {"image": image, "alternative": "A square"}) for image in images[:count]])
            for count in (1, 8)
        )
        for page in (few, many):
            assert 'alt="A square"' in text_of(reader, page.url)

        for page in (few, many):
            with query_budget(20, at_most=True):
                reader.get(page.url)

    def test_who_must_read_it_is_told(self, reader: Client) -> None:
        told, other = make_guidance("For all", must_read=all_staff()), make_guidance("For one", must_read=intern_audience([["user:0"]]))

        assert "Everybody must read this" in text_of(reader, told.url)
        assert "Everybody must read this" not in text_of(reader, other.url)

    def test_closed_page_does_not_exist(self, reader: Client) -> None:
        page = make_guidance("Closed", public=True)
        restrict(page, groups=[Group.objects.create(name="Practice")])

        assert reader.get(page.url).content == reader.get("/guidance/nothing/").content

    def test_is_found_by_who_may_read_it(self, staff: Any) -> None:
        group = Group.objects.create(name="Practice")
        page = make_guidance("Working with chisels", live=False)
        page.save_revision().publish()
        assert [hit.document.url for hit in search(staff, "chisels").hits] == [page.url]

        restrict(page, groups=[group])

        assert search(User.objects.get(pk=staff.pk), "chisels").total == 0


class TestOutside:
    def test_public_page_is_read_without_signing_in(self, client: Client, staff: Any) -> None:
        page = make_guidance("Promise", public=True, guardian=staff, body=[("paragraph", "<p>In two hours.</p>"), ("card", "/people/staff/")])

        text = text_of(client, page.get_outside_url())

        assert "In two hours." in text
        assert "Priya" not in text
        assert "/people/staff/" not in text
        assert "Promise" in text_of(client, "/outside/")

    def test_inside_address_still_asks_for_sign_in(self, client: Client) -> None:
        page = make_guidance("Promise", public=True)

        assert client.get(page.url).status_code == 302

    @pytest.mark.parametrize("state", ["not public", "draft", "restricted", "above restricted", "password", "missing"])
    def test_what_is_not_public_does_not_exist_outside(self, client: Client, housing: Any, state: str) -> None:
        group = Group.objects.create(name="Practice")
        section = make_section(housing)
        page = make_guidance("Promise", parent=section, public=state != "not public", live=state != "draft")
        if state == "restricted":
            restrict(page, groups=[group])
        if state == "above restricted":
            restrict(section, groups=[group])
        if state == "password":
            restrict(page, "password")
        if state == "missing":
            GuidancePage.objects.filter(pk=page.pk).delete()

        response = client.get(page.get_outside_url())

        assert (response.status_code, response.content) == (404, client.get("/outside/999999-nothing/").content)
        assert "Promise" not in text_of(client, "/outside/")

    def test_old_address_leads_to_the_new_one(self, client: Client) -> None:
        page = make_guidance("Promise", public=True)

        assert client.get(f"/outside/{page.pk}-before/").headers["Location"] == page.get_outside_url()

    def test_nothing_published_yet(self, client: Client) -> None:
        assert "Nothing is published yet" in text_of(client, "/outside/")


class TestSections:
    def test_editor_of_the_service_writes_in_its_section_and_nowhere_else(self, housing: Any) -> None:
        repairs = make_service("Repairs", parent=housing)
        mine, theirs = make_section(repairs), make_section(make_service("Library"))
        editor = make_person("editor")
        grant_role(editor, role=Role.EDITOR, service=housing, actor=None)
        editor = User.objects.get(pk=editor.pk)

        assert mine.permissions_for_user(editor).can_add_subpage()
        assert mine.permissions_for_user(editor).can_publish_subpage()
        assert not theirs.permissions_for_user(editor).can_add_subpage()
        assert not mine.get_parent().permissions_for_user(editor).can_add_subpage()

    def test_section_given_to_another_service_leaves_the_first_one_out(self, housing: Any) -> None:
        section = make_section(housing)
        editor = make_person("editor")
        grant_role(editor, role=Role.EDITOR, service=housing, actor=None)

        section.service = make_service("Library")
        section.save()

        assert not section.permissions_for_user(User.objects.get(pk=editor.pk)).can_edit()


class TestServicePage:
    def test_shows_guidance_and_accounts_of_the_service(self, reader: Client, housing: Any) -> None:
        make_guidance("Rent arrears", service=housing)
        make_guidance("Of others", service=make_service("Library"))
        make_account("NorthmoorHomes", service=housing)
        make_account("Closed one", service=housing, status="closed")

        text = text_of(reader, "/services/housing/")

        assert "Rent arrears" in text
        assert "NorthmoorHomes" in text
        assert "Of others" not in text
        assert "Closed one" not in text
