"""What must be read: asked of an audience, tied to the version, confirmed once, reminded, and reported to who answers for the people."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from wagtail.models import PageLogEntry
from wagtail.test.utils.form_data import nested_form_data, streamfield

from blogs.models import PostPage
from intranet.core.background import at_moment, now
from intranet.core.notifications.actions import acknowledge, follow, remind_of_reading
from intranet.core.notifications.jobs import RemindOfReading
from intranet.core.notifications.models import Acknowledgement, Mail, MustRead, Notice, Preference
from intranet.core.notifications.queries.reading import to_read_of, waiting_for
from intranet.core.notifications.rules import can_require
from intranet.core.organisation.actions import all_staff, intern_audience, sync_page_audiences
from intranet.core.organisation.queries import audiences_of
from intranet.guidance.models import GuidancePage
from tests.budgets import query_budget
from tests.factories.blogs import make_blog, make_draft, make_leader
from tests.factories.guidance import make_guidance
from tests.factories.pages import restrict
from tests.factories.people import make_person, make_service
from tests.factories.training import make_module

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from intranet.core.organisation.models import Audience

pytestmark = [pytest.mark.django_db, pytest.mark.site]

#: With one person and with forty; six are what every page asks.
REPORT_QUERIES = 18


@pytest.fixture
def later(django_capture_on_commit_callbacks: Any) -> Callable[[Callable[[], Any]], Any]:
    def run(act: Callable[[], Any]) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return act()

    return run


@pytest.fixture
def owner(housing: Any) -> Any:
    return make_person("owner", name="Olu Owner", service=housing)


def publish(page: Any, by: Any = None, **fields: Any) -> None:
    page = type(page).objects.get(pk=page.pk)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision(user=by).publish(user=by, skip_permission_checks=True)


@pytest.fixture
def page(later: Any, owner: Any, staff: Any, housing: Any) -> GuidancePage:
    """To be read by those of Housing within a week."""
    made = make_guidance("Lone working", guardian=owner)
    wanted = {"must_read": of_service(housing), "must_read_by": (now() + timedelta(days=7)).date()}
    later(lambda: publish(made, by=owner, **wanted))
    return GuidancePage.objects.get(pk=made.pk)


def of_service(service: Any) -> Audience:
    return intern_audience([[f"service:{service.pk}"]])


def current() -> MustRead:
    return MustRead.objects.current().get()


def told(person: Any) -> list[tuple[str, str]]:
    return list(Notice.objects.of(person).order_by("pk").values_list("kind", "delivery"))


class TestAsking:
    def test_the_audience_is_told_at_once_also_in_quiet_hours_and_nobody_else(self, later: Any, owner: Any, staff: Any, housing: Any) -> None:
        other = make_person("other")
        clock = now().time()
        Preference.objects.create(person=staff, quiet_from=clock.replace(microsecond=0), quiet_until=clock.replace(hour=(clock.hour + 2) % 24))
        draft = make_guidance("Lone working", live=False)
        later(lambda: publish(draft, by=owner, must_read=of_service(housing)))
        assert (told(staff), told(other)) == ([("notifications.must_read", "mail")], [])
        assert Mail.objects.get(person=staff).state == "sent"

    def test_a_draft_asks_nobody(self, later: Any, staff: Any, housing: Any) -> None:
        page = make_guidance("Lone working")
        page.must_read = of_service(housing)
        later(page.save_revision)
        assert not MustRead.objects.exists()

    def test_a_follower_who_must_read_it_is_told_once(self, later: Any, staff: Any, housing: Any) -> None:
        blog = make_blog(make_leader(service=housing))
        far = make_person("far")
        for person in (staff, far):
            follow(person, blog)
        draft = make_draft(blog)
        later(lambda: publish(draft, must_read=of_service(housing)))
        assert (told(staff), told(far)) == ([("notifications.must_read", "mail")], [("blogs.post_published", "digest")])

    def test_who_may_not_see_it_is_not_asked(self, later: Any, page: GuidancePage, staff: Any, owner: Any) -> None:
        restrict(page)
        sync_page_audiences(page.path)
        with at_moment(now() + timedelta(days=6)):
            later(remind_of_reading)
        assert told(staff) == [("notifications.must_read", "mail")]

    def test_a_correction_asks_nobody_and_a_material_change_asks_again(self, later: Any, page: GuidancePage, owner: Any, staff: Any) -> None:
        first = current()
        acknowledge(first, person=staff)
        later(lambda: publish(page, by=owner, summary="Corrected"))
        assert current() == first
        later(lambda: publish(page, by=owner, must_read_version=2, must_read_change="Ring before you go in."))
        second = current()
        assert (second.version, second.change, MustRead.objects.count()) == (2, "Ring before you go in.", 2)
        assert [kind for kind, _ in told(staff)] == ["notifications.must_read"] * 2
        assert Acknowledgement.objects.filter(must_read=first, person=staff).count() == 1
        later(lambda: publish(page, by=owner, must_read=None))
        assert not MustRead.objects.current().exists()
        assert list(PageLogEntry.objects.filter(action__startswith="roost.must").order_by("pk").values_list("action", flat=True)) == [
            "roost.must_read.ask",
            "roost.must_read.ask",
            "roost.must_read.end",
        ]

    def test_who_comes_into_the_audience_is_asked_and_nobody_twice(self, later: Any, page: GuidancePage, owner: Any, staff: Any) -> None:
        other = make_person("other")
        later(lambda: publish(page, by=owner, must_read=all_staff()))
        assert (len(told(staff)), len(told(other)), current().version) == (1, 1, 1)


class TestConfirming:
    def page_of(self, client: Client, person: Any, thing: Any) -> str:
        client.force_login(person)
        return " ".join(client.get(thing.get_absolute_url()).content.decode().split())

    def test_the_button_is_a_plain_form_and_the_record_is_the_first(self, client: Client, page: GuidancePage, staff: Any) -> None:
        must = current()
        address = reverse("notifications:confirm-read", args=[must.pk])
        assert f'action="{address}"' in self.page_of(client, staff, page)
        assert "Lone working" in client.get("/").content.decode()
        assert "Lone working" in client.get(reverse("notifications:to-read")).content.decode()
        answer = client.post(address)
        record = Acknowledgement.objects.get()
        assert (answer.status_code, answer["Location"]) == (302, f"{page.get_absolute_url()}#must-read")
        client.post(address)
        assert list(Acknowledgement.objects.values_list("pk", "moment")) == [(record.pk, record.moment)]
        assert "You confirmed on" in self.page_of(client, staff, page)
        assert not Notice.objects.of(staff).unread().exists()
        assert "Nothing waits to be read." in client.get(reverse("notifications:to-read")).content.decode()

    def test_another_version_than_the_one_on_the_page_is_not_confirmed(self, client: Client, later: Any, page: GuidancePage, staff: Any) -> None:
        address = reverse("notifications:confirm-read", args=[current().pk])
        publish(page, must_read_version=2, must_read_change="Ring before you go in.")
        client.force_login(staff)
        assert "This has changed since you opened it" in client.post(address, follow=True).content.decode()
        assert not Acknowledgement.objects.exists()
        assert "What has changed: Ring before you go in." in self.page_of(client, staff, page)

    def test_who_is_not_asked_has_no_button_and_no_record(self, client: Client, page: GuidancePage) -> None:
        other = make_person("other")
        assert "I have read this" not in self.page_of(client, other, page)
        assert client.post(reverse("notifications:confirm-read", args=[current().pk])).status_code == 403
        assert not Acknowledgement.objects.exists()

    def test_what_one_may_not_see_does_not_exist(self, client: Client, page: GuidancePage, staff: Any) -> None:
        GuidancePage.objects.update(live=False)
        client.force_login(staff)
        for name in ("confirm-read", "reading-report", "reading-report-csv"):
            address = reverse(f"notifications:{name}", args=[current().pk])
            assert (client.post(address) if name == "confirm-read" else client.get(address)).status_code == 404
        assert "Lone working" not in client.get("/").content.decode() + client.get(reverse("notifications:to-read")).content.decode()

    def test_a_record_is_never_changed_and_outlives_the_account(self, page: GuidancePage, staff: Any) -> None:
        record = acknowledge(current(), person=staff)
        with pytest.raises(TypeError):
            record.save()
        staff.delete()
        assert Acknowledgement.objects.filter(person=None, person_name="Priya Nair").exists()

    def test_a_post_and_a_module_ask_too(self, client: Client, later: Any, staff: Any) -> None:
        for thing in (make_draft(), make_module("Fire safety")):
            publish(thing, must_read=all_staff())
            assert "I have read this" in self.page_of(client, staff, type(thing).objects.get(pk=thing.pk))

    @pytest.mark.parametrize("number", [1, 10])
    def test_the_page_asks_one_statement_more_and_home_two(self, client: Client, page: GuidancePage, staff: Any, number: int) -> None:
        for each in range(number - 1):
            publish(make_guidance(f"More {each}"), must_read=all_staff())
        audiences_of(staff)
        with query_budget(1):
            to_read_of(page, staff)
        with query_budget(2):
            assert len(waiting_for(staff)) == number


class TestReminding:
    def test_each_step_once_and_only_who_has_not(self, later: Any, page: GuidancePage, owner: Any, staff: Any) -> None:
        reader = make_person("reader", service=staff.roost_profile.service)
        acknowledge(current(), person=reader)
        told_at: list[int] = []
        for days in range(20):
            with at_moment(now() + timedelta(days=days, minutes=5)):
                for _ in range(2):
                    later(RemindOfReading().run)
            if len(told(staff)) > 1 + len(told_at):
                told_at.append(days)
        assert len(told_at) == 3
        assert Notice.objects.of(staff).filter(kind="notifications.must_read_reminder").count() == 3
        assert not Notice.objects.of(reader).filter(kind="notifications.must_read_reminder").exists()

    def test_what_was_found_late_is_told_once_not_for_each_step(self, later: Any, page: GuidancePage, staff: Any) -> None:
        with at_moment(now() + timedelta(days=20)):
            later(remind_of_reading)
        assert len(told(staff)) == 2

    def test_long_ago_is_let_be(self, later: Any, page: GuidancePage, staff: Any) -> None:
        with at_moment(now() + timedelta(days=90)):
            later(remind_of_reading)
        assert len(told(staff)) == 1


class TestReport:
    @pytest.fixture
    def people(self, housing: Any, page: GuidancePage, settings: Any) -> dict[str, Any]:
        settings.ROOST_SMALLEST_GROUP = 3
        lead = make_person("lead", name="Lea Lead")
        type(housing).objects.filter(pk=housing.pk).update(lead=lead)
        manager = make_person("manager", name="Mona Manager", service=make_service("Waste"))
        found = {"lead": lead, "manager": manager}
        for name in ("ada", "bea"):
            found[name] = make_person(name, name=f"{name.title()} Report", service=housing, profile={"manager": manager})
        acknowledge(current(), person=found["ada"])
        return found

    def report(self, client: Client, person: Any, *, status: int = 200) -> str:
        client.force_login(person)
        answer = client.get(reverse("notifications:reading-report", args=[current().pk]))
        assert answer.status_code == status
        return " ".join(answer.content.decode().split())

    @pytest.mark.parametrize(
        ("who", "named"),
        [
            ("owner", {"Ada Report", "Bea Report", "Priya Nair", "Olu Owner"}),
            ("lead", {"Ada Report", "Bea Report", "Priya Nair", "Olu Owner"}),
            ("manager", {"Ada Report", "Bea Report"}),
            ("bea", set()),
        ],
    )
    def test_names_are_for_those_who_answer_for_them(self, client: Client, people: Any, owner: Any, who: str, named: set[str]) -> None:
        words = self.report(client, people.get(who, owner))
        main = words[words.index('id="main"') :]
        assert {name for name in ("Ada Report", "Bea Report", "Priya Nair", "Olu Owner") if f'<th scope="row">{name}</th>' in main} == named
        assert '<th scope="row">Housing</th><td>4</td><td>1</td><td>3</td>' in main
        answer = client.get(reverse("notifications:reading-report-csv", args=[current().pk]))
        if named:
            rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
            assert {row["name"] for row in rows} == named
            assert [bool(row["confirmed"]) for row in rows if row["name"] == "Ada Report"] == [True]
        else:
            assert answer.status_code == 404

    def test_few_people_are_not_shown_in_numbers(self, client: Client, people: Any, settings: Any) -> None:
        settings.ROOST_SMALLEST_GROUP = 5
        words = self.report(client, people["bea"])
        assert "Too few people are asked for numbers to be shown." in words
        assert "<td>1</td>" not in words

    def test_small_services_are_counted_with_enough_others(self, client: Client, later: Any, page: GuidancePage, people: Any, owner: Any) -> None:
        make_person("alone", service=make_service("Mayor"))
        later(lambda: publish(page, by=owner, must_read=all_staff()))
        words = self.report(client, people["bea"])
        assert "Mayor</th>" not in words
        assert "Smaller services together" in words

    def test_formulas_stay_harmless(self, client: Client, people: Any, owner: Any) -> None:
        people["bea"].roost_profile.name = "=cmd()"
        people["bea"].roost_profile.save()
        client.force_login(owner)
        assert "'=cmd()" in client.get(reverse("notifications:reading-report-csv", args=[current().pk])).content.decode()

    @pytest.mark.parametrize("number", [1, 40])
    def test_budget(self, client: Client, page: GuidancePage, owner: Any, housing: Any, number: int) -> None:
        for each in range(number):
            make_person(f"p{each}", service=housing)
        client.force_login(owner)
        address = reverse("notifications:reading-report", args=[current().pk])
        client.get(address)
        with query_budget(REPORT_QUERIES):
            client.get(address)


class TestAdministration:
    def typed(self, page: Any, **changes: Any) -> dict[str, Any]:
        words = {"title": page.title, "slug": page.slug, "kind": "how_to", "summary": "", "body": streamfield([]), "comments": []}
        words |= {"reading_whom": "nobody", "must_read_by": "", "must_read_change": "", "action-publish": "1"}
        sent = nested_form_data({**words, **changes})
        return {**sent, "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0, "versions-TOTAL_FORMS": 0, "versions-INITIAL_FORMS": 0}

    def test_an_editor_asks_and_asks_again_with_what_changed(self, client: Client, admin_user: Any, housing: Any, staff: Any) -> None:
        page = make_guidance("Lone working")
        client.force_login(admin_user)
        edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
        assert client.get(edit).status_code == 200
        asked = self.typed(page, reading_whom="some") | {"reading_services": [housing.pk]}
        answer = client.post(edit, asked)
        assert answer.status_code == 302, answer.context["form"].errors
        assert (current().audience, current().version) == (of_service(housing), 1)
        assert client.post(edit, asked | {"reading_again": "on"}).status_code == 200
        assert current().version == 1
        assert client.post(edit, asked | {"reading_again": "on", "must_read_change": "Ring first."}).status_code == 302
        assert (current().version, current().change) == (2, "Ring first.")
        assert client.post(edit, asked).status_code == 302
        assert current().version == 2

    def test_nobody_chosen_is_an_error_by_its_field(self, client: Client, admin_user: Any) -> None:
        page = make_guidance("Lone working")
        client.force_login(admin_user)
        answer = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), self.typed(page, reading_whom="some"))
        assert "Choose the services or groups that must read it." in answer.content.decode()

    def test_a_delegate_cannot_and_the_leader_can(self) -> None:
        delegate = make_person("delegate")
        draft = make_draft(make_blog(make_leader(delegates=(delegate,))))
        post = PostPage.objects.get(pk=draft.pk)
        assert not can_require(delegate, post)
        assert can_require(post.leader.person, post)
