"""The queue and its cases in the browser's eyes: whose they are, and whose they are not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowTask

from intranet.core.background import at_moment
from intranet.core.kinds import State
from intranet.core.moderation.actions import claim, decide, report
from intranet.core.moderation.models import Case
from intranet.core.moderation.panels import ModerationPlace, ModerationSteps
from intranet.core.organisation.actions import revoke_role
from intranet.core.organisation.models import Role
from tests.denials import denials
from tests.factories.people import make_person
from tests.factories.things import make_held, make_published

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

QUEUE = "/moderation/"


@pytest.fixture
def held(author: Any, housing: Any, moderator: Any) -> Case:
    make_held("A rain jacket", author=author, service=housing)
    return Case.objects.get()


def post(client: Client, case: Case, act: str, **data: Any) -> Any:
    """As from the page of the case, whose words were read, unless ``seen`` says otherwise."""
    form = (client.get(case.get_absolute_url()).context or {}).get("form") if act == "decide" and "seen" not in data else None
    return client.post(reverse(f"moderation:{act}", args=[case.pk]), ({"seen": form.initial["seen"]} if form else {}) | data)


def titles(client: Client, **query: str) -> list[str]:
    return [row.title for row in client.get(QUEUE, query).context["rows"]]


def test_the_queue_does_not_exist_for_who_moderates_nothing(held: Case, staff: Any, author: Any, client: Client) -> None:
    for person in (staff, author):
        client.force_login(person)
        assert client.get(QUEUE).status_code == 404
        assert client.get(held.get_absolute_url()).status_code == 404
        for act in ("claim", "release", "decide"):
            assert post(client, held, act, decision="approved").status_code == 404
    held.refresh_from_db()
    assert (held.decision, held.claimed_by) == ("", None)


def test_a_moderator_of_another_service_finds_nothing(held: Case, foreign_moderator: Any, client: Client) -> None:
    """D-14."""
    client.force_login(foreign_moderator)
    assert titles(client) == []
    assert titles(client, show="all") == []
    assert client.get(held.get_absolute_url()).status_code == 404
    assert post(client, held, "decide", decision="approved").status_code == 404


def test_acts_are_posts_only(held: Case, moderator: Any, client: Client) -> None:
    client.force_login(moderator)
    for act in ("claim", "release", "decide"):
        assert client.get(reverse(f"moderation:{act}", args=[held.pk])).status_code == 405


def test_the_oldest_due_comes_first(author: Any, housing: Any, moderator: Any, client: Client) -> None:
    friday = datetime(2026, 11, 20, 12, tzinfo=UTC)  # a week of working days: no two are due at once
    for title, days in (("Second", 1), ("First", 3), ("Third", 0)):
        with at_moment(friday - timedelta(days=days)):
            make_held(title, author=author, service=housing)
    client.force_login(moderator)
    assert titles(client) == ["First", "Second", "Third"]


def test_filters(held: Case, author: Any, housing: Any, staff: Any, moderator: Any, second_moderator: Any, client: Client) -> None:
    told = report(make_published("Reported", author=author, service=housing), reporter=staff, reason="unkind")
    done = report(make_published("Done", author=author, service=housing), reporter=staff, reason="unkind")
    decide(done, moderator=second_moderator, decision="dismissed")
    client.force_login(moderator)
    assert titles(client, kind="report") == ["Reported"]
    assert titles(client, kind="held") == ["A rain jacket"]
    assert titles(client, kind="nonsense") == ["A rain jacket", "Reported"]
    assert titles(client, service="housing") == ["A rain jacket", "Reported"]
    assert titles(client, show="decided") == ["Done"]
    assert titles(client, show="claimed") == []
    claim(told, moderator=second_moderator)
    claim(held, moderator=moderator)
    assert titles(client) == ["A rain jacket"]
    assert titles(client, show="all") == ["A rain jacket", "Reported"]
    assert titles(client, show="claimed") == ["A rain jacket"]


def test_own_words_and_own_reports_are_somebody_elses(
    moderator: Any, second_moderator: Any, author: Any, staff: Any, housing: Any, client: Client
) -> None:
    own = report(make_published("Mine", author=moderator, service=housing), reporter=staff, reason="unkind", words="SECRET WORDS")
    told = report(make_published("Told", author=author, service=housing), reporter=moderator, reason="wrong")
    client.force_login(moderator)
    assert titles(client) == []
    rows = client.get(QUEUE, {"show": "all"}).context["rows"]
    assert [(row.who, row.action) for row in rows] == [
        ("You wrote this, so somebody else decides", "Look"),
        ("You reported this, so somebody else decides", "Look"),
    ]
    page = client.get(own.get_absolute_url()).content.decode()
    assert "It is with Rob Lister." in page
    assert "Priya Nair" not in page
    assert "SECRET WORDS" not in page
    assert "It is with Rob Lister." in client.get(told.get_absolute_url()).content.decode()
    for case in (own, told):
        assert post(client, case, "decide", decision="dismissed").status_code == 403
        assert post(client, case, "claim").status_code == 403
        assert denials()[-2:] == [("moderator", "POST moderation:decide", "case"), ("moderator", "POST moderation:claim", "case")]
        case.refresh_from_db()
        assert case.is_open


def test_the_case_names_reporters_to_moderators(author: Any, staff: Any, housing: Any, moderator: Any, client: Client) -> None:
    case = report(make_published(author=author, service=housing), reporter=staff, reason="unkind", words="Not nice.")
    client.force_login(moderator)
    page = client.get(case.get_absolute_url()).content.decode()
    for words in ("Priya Nair", "Not nice.", "The lift is broken, said plainly.", "reported by Priya Nair"):
        assert words in page


def test_the_author_sees_the_outcome_and_never_the_reporter(author: Any, staff: Any, housing: Any, moderator: Any, client: Client) -> None:
    case = report(make_published(author=author, service=housing), reporter=staff, reason="unkind", words="Not nice.")
    client.force_login(author)
    assert client.get(case.get_absolute_url()).status_code == 404
    decide(case, moderator=moderator, decision="hidden", reason="House rule 3")
    page = client.get(case.get_absolute_url()).content.decode()
    assert "House rule 3" in page
    assert "Decided by a person, not by a rule" in page
    assert "Priya Nair" not in page
    assert "Not nice." not in page


def test_deciding_leads_to_the_next_case_and_at_last_says_so(author: Any, housing: Any, moderator: Any, client: Client) -> None:
    """A-08, as far as addresses can carry the focus."""
    for title in ("One", "Two"):
        make_held(title, author=author, service=housing)
    first, second = Case.objects.order_by("pk")
    client.force_login(moderator)
    assert post(client, first, "decide", decision="approved").url == f"{second.get_absolute_url()}#case"
    assert 'id="case" tabindex="-1"' in client.get(second.get_absolute_url()).content.decode()
    response = post(client, second, "decide", decision="hidden", reason="House rule 3")
    assert response.url == "/moderation/?last=1#last"
    assert "That was the last one." in client.get(response.url).content.decode()


def test_a_decision_without_its_reason_is_422(held: Case, moderator: Any, client: Client) -> None:
    client.force_login(moderator)
    response = post(client, held, "decide", decision="hidden", reason="")
    assert response.status_code == 422
    assert "<title>Error: Case" in response.content.decode()
    assert "Say why you hide it" in response.content.decode()
    assert held.thing.state == State.HELD


def test_the_slower_moderator_sees_who_decided(held: Case, moderator: Any, second_moderator: Any, client: Client) -> None:
    client.force_login(second_moderator)
    client.get(held.get_absolute_url())
    decide(held, moderator=moderator, decision="approved")
    response = client.post(reverse("moderation:decide", args=[held.pk]), {"decision": "hidden", "reason": "x"}, follow=True)
    assert "Yusuf Demir has decided this case already: approved." in response.content.decode()


def test_a_case_in_another_hand_says_whose(held: Case, moderator: Any, second_moderator: Any, client: Client) -> None:
    claim(held, moderator=moderator)
    client.force_login(second_moderator)
    assert "Yusuf Demir has this case in hand." in client.get(held.get_absolute_url()).content.decode()
    response = client.post(reverse("moderation:claim", args=[held.pk]), follow=True)
    assert "Yusuf Demir has this case in hand." in response.content.decode()


def test_a_role_taken_away_closes_the_open_page(held: Case, moderator: Any, housing: Any, client: Client) -> None:
    """D-45."""
    client.force_login(moderator)
    assert client.get(held.get_absolute_url()).status_code == 200
    revoke_role(moderator, role=Role.MODERATOR, service=housing, actor=None)
    assert post(client, held, "decide", decision="approved").status_code == 404
    assert held.thing.state == State.HELD


def test_changed_words_are_shown_again_before_they_are_judged(held: Case, moderator: Any, client: Client) -> None:
    client.force_login(moderator)
    seen = client.get(held.get_absolute_url()).context["form"].initial["seen"]
    type(held.thing).objects.update(text="Something else")
    response = post(client, held, "decide", decision="approved", reason="Welcome", seen=seen)
    assert response.status_code == 422
    page = response.content.decode()
    assert "has just changed the words" in page
    assert "Something else" in page
    assert post(client, held, "decide", decision="approved", seen="").status_code == 422
    again = response.context["form"].data["seen"]
    assert post(client, held, "decide", decision="approved", seen=again).status_code == 302


@pytest.mark.parametrize("number", [1, 50])
def test_the_queue_asks_as_much_for_one_case_as_for_fifty(
    number: int, author: Any, staff: Any, housing: Any, moderator: Any, client: Client, django_assert_num_queries: Any
) -> None:
    for index in range(number):
        person = make_person(f"author{index}", service=housing)
        report(make_published(f"Thing {index}", author=person, service=housing), reporter=staff, reason="unkind")
    client.force_login(moderator)
    client.get(QUEUE)
    with django_assert_num_queries(QUEUE_BUDGET):
        client.get(QUEUE)


QUEUE_BUDGET = 13


def draft_for(group: Group, *, by: Any) -> Page:
    """A page whose draft waits for the group."""
    task = GroupApprovalTask.objects.create(name="Approval", active=True)
    task.groups.add(group)
    workflow = Workflow.objects.create(name="Approval", active=True)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    page = Page.objects.get(depth=1).add_child(instance=Page(title="Rent arrears, first letter", slug="rent", live=False))
    page.save_revision(user=by)
    workflow.start(page, by)
    return page


def test_drafts_to_approve_stand_in_the_same_list(held: Case, moderator: Any, staff: Any, client: Client) -> None:
    group = Group.objects.create(name="Approvers")
    page = draft_for(group, by=staff)
    client.force_login(moderator)
    assert titles(client) == ["A rain jacket"]
    moderator.groups.add(group)
    assert titles(client) == ["A rain jacket", "Page to approve: Rent arrears, first letter"]
    assert titles(client, kind="draft") == ["Page to approve: Rent arrears, first letter"]
    row = client.get(QUEUE, {"kind": "draft"}).context["rows"][0]
    assert (row.url, row.kind) == (f"/admin/pages/{page.pk}/edit/", "Draft by Priya Nair")


def test_who_only_approves_drafts_has_the_list_too(held: Case, staff: Any, author: Any, client: Client) -> None:
    group = Group.objects.create(name="Approvers")
    staff.groups.add(group)
    draft_for(group, by=author)
    client.force_login(staff)
    assert titles(client, show="all") == ["Page to approve: Rent arrears, first letter"]
    assert [step.title for step in ModerationSteps().steps(staff)] == ["To approve: Rent arrears, first letter"]


def test_the_place_in_the_navigation_is_for_moderators(held: Case, moderator: Any, staff: Any) -> None:
    assert [(link.label, link.unread) for link in ModerationPlace().links(moderator)] == [("Moderation", 1)]
    assert ModerationPlace().links(staff) == []
    assert [step.title for step in ModerationSteps().steps(moderator)] == ["One case to moderate"]
    assert ModerationSteps().steps(staff) == []
