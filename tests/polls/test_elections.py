"""Before an election a monitoring officer is asked before a poll opens, by whatever door it comes, and afterwards everything is as before."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from wagtail.models import ModelLogEntry

from intranet.core.background import at_moment, now
from intranet.core.notifications.models import Notice
from intranet.core.organisation.actions import grant_role
from intranet.core.organisation.models import Role
from intranet.core.search.models import Document
from polls.actions import AlreadyDecided, NotYours, approve_poll, decline_poll
from polls.models import Clearance, Poll
from polls.panels import PollsToApprove
from tests.budgets import query_budget
from tests.denials import denials
from tests.factories.elections import make_election
from tests.factories.people import make_person, make_service
from tests.factories.polls import make_poll
from tests.polls.test_editing import typed

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

WORDS = "The law asks for care before the local election."
election = partial(make_election, words=WORDS)


@pytest.fixture
def officer() -> Any:
    found = make_person("monitoring", name="Sunita Rao")
    grant_role(found, role=Role.MONITORING_OFFICER, actor=None)
    return found


@pytest.fixture
def owner(housing: Any) -> Any:
    return publishing(make_person("owner", name="Tom Fairweather", service=housing))


def publishing(person: Any) -> Any:
    """Somebody whom Wagtail lets publish polls."""
    person.user_permissions.add(Permission.objects.get(codename="publish_poll"))
    return person


def told(person: Any) -> list[str]:
    return list(Notice.objects.filter(recipient=person).order_by("pk").values_list("kind", flat=True))


def again(poll: Poll) -> Poll:
    return Poll.objects.get(pk=poll.pk)


def schedule_at(moment: Any) -> None:
    """Wagtail's own schedule, by its own clock."""
    with patch.object(timezone, "now", lambda: moment), at_moment(moment):
        call_command("publish_scheduled")


def test_a_poll_is_put_before_the_monitoring_officers_and_opens_when_one_approves(client: Client, officer: Any, owner: Any, staff: Any) -> None:
    election()
    poll = make_poll(actor=owner, closes_in=timedelta(days=30))
    waiting = Clearance.objects.get()
    assert (poll.live, waiting.poll, waiting.asked_by, waiting.waits) == (False, poll, owner, True)
    assert told(officer) == ["polls.to_approve"]
    client.force_login(staff)
    assert client.get(poll.get_absolute_url()).status_code == 404
    assert not Document.objects.filter(title=poll.question).exists()

    client.force_login(officer)
    assert [(step.title, step.url) for step in PollsToApprove().steps(officer)] == [
        ("Approve “Which day should we keep for team time?”", waiting.get_absolute_url())
    ]
    page = client.get(waiting.get_absolute_url()).text
    assert [words in page for words in (WORDS, poll.question, "Wednesday", "This vote is anonymous.")] == [True] * 4
    assert f'name="revision" value="{waiting.revision_id}"' in page
    assert client.post(waiting.get_absolute_url(), {"decision": "approve", "revision": waiting.revision_id}).status_code == 302
    assert again(poll).is_open
    assert told(owner) == ["polls.decided"]
    assert ModelLogEntry.objects.get(action="polls.approved").user == officer
    client.force_login(staff)
    assert client.get(poll.get_absolute_url()).status_code == 200


def test_nothing_is_asked_outside_a_period_or_of_what_opens_after_it(officer: Any, owner: Any) -> None:
    assert make_poll(actor=owner).live
    period = election()
    assert make_poll(actor=owner, opens=period.ends, closes=period.ends + timedelta(days=1)).live
    election(first=20, last=30)
    assert not make_poll(actor=owner, opens=now() + timedelta(days=22), closes=now() + timedelta(days=40)).live, "asked as early as it is known"
    assert told(officer) == ["polls.to_approve"]


def test_what_nobody_decided_is_published_by_itself_after_the_period(officer: Any, owner: Any) -> None:
    period = election()
    long, short = make_poll("Long?", actor=owner, closes_in=timedelta(days=30)), make_poll("Short?", actor=owner, closes_in=timedelta(days=2))
    schedule_at(timezone.now() + timedelta(hours=1))
    assert not again(long).live
    schedule_at(period.ends + timedelta(minutes=1))
    assert (again(long).live, again(short).live) == (True, False), "one that closes before is not published closed"
    assert [waiting.poll for waiting in Clearance.objects.waiting()] == [short]
    assert told(officer) == ["polls.to_approve"] * 2, "nobody is told again by the schedule"


def test_what_is_declined_stays_a_draft_and_says_why(client: Client, officer: Any, owner: Any) -> None:
    period = election()
    poll = make_poll(actor=owner, closes_in=timedelta(days=30))
    waiting = Clearance.objects.get()
    address, read = waiting.get_absolute_url(), {"decision": "decline", "revision": waiting.revision_id}
    client.force_login(officer)
    assert client.post(address, {**read, "reason": " "}).status_code == 422
    assert client.post(address, {**read, "reason": "It names a candidate."}).status_code == 302
    schedule_at(period.ends + timedelta(minutes=1))
    assert not again(poll).live
    client.force_login(owner)
    assert "It names a candidate." in client.get(address).text
    assert told(owner) == ["polls.decided"]

    again(poll).save_revision(user=owner).publish(user=owner)
    assert Clearance.objects.waiting().count() == 1, "other words are looked at again"
    assert not again(poll).live


@pytest.mark.parametrize("who", ["staff", "admin", "owner", "foreign", "asker"])
def test_nobody_else_decides_and_nobody_on_their_own(
    client: Client, officer: Any, owner: Any, staff: Any, admin_user: Any, housing: Any, who: str
) -> None:
    election()
    foreign, asker = make_person("foreign"), publishing(make_person("asker"))
    grant_role(foreign, role=Role.MONITORING_OFFICER, service=make_service("Roads"), actor=None)
    for person in (owner, asker):
        grant_role(person, role=Role.MONITORING_OFFICER, actor=None)
    poll = make_poll(actor=asker, owner=owner, service=housing, closes_in=timedelta(days=30))
    waiting = Clearance.objects.get()
    person = {"staff": staff, "admin": admin_user, "owner": owner, "foreign": foreign, "asker": asker}[who]
    client.force_login(person)
    sees = who in ("owner", "asker")
    page = client.get(waiting.get_absolute_url())
    assert page.status_code == (200 if sees else 404)
    assert "Your decision" not in page.text
    for said in ({"decision": "approve"}, {"decision": "decline", "reason": "No."}):
        assert client.post(waiting.get_absolute_url(), said).status_code == (403 if sees else 404)
    assert len(denials()) == (1 if sees else 0)
    with pytest.raises(NotYours):
        approve_poll(waiting, officer=person)
    assert not again(poll).live
    assert Clearance.objects.get().waits


def test_who_may_not_publish_puts_nothing_before_anybody(officer: Any, staff: Any) -> None:
    election()
    with pytest.raises(PermissionDenied):
        make_poll(actor=staff)
    assert not Clearance.objects.exists()


def test_of_two_officers_one_decides(officer: Any, owner: Any) -> None:
    election()
    make_poll(actor=owner)
    waiting = Clearance.objects.get()
    approve_poll(waiting, officer=officer)
    with pytest.raises(AlreadyDecided):
        decline_poll(waiting, officer=officer, reason="Too late.")


def test_what_is_open_may_be_put_right_and_nothing_slips_through_by_an_edit(officer: Any, owner: Any) -> None:
    opened, coming = make_poll("Open?", actor=owner), make_poll("Later?", actor=owner, opens=now() + timedelta(days=9), closes_in=timedelta(days=30))
    election()
    assert (again(opened).live, again(coming).live) == (True, True)
    opened.description = "A number put right."
    opened.save_revision(user=owner).publish(user=owner)
    assert again(opened).description == "A number put right."

    coming.opens = now()
    coming.save_revision(user=owner).publish(user=owner)
    assert again(coming).opens > now() + timedelta(days=8), "what would bring it into the period waits"
    assert Clearance.objects.get().poll == coming


def test_a_period_that_is_set_later_holds_what_would_open_in_it(officer: Any, owner: Any) -> None:
    coming = make_poll("Coming?", actor=None, owner=owner, opens=now() + timedelta(days=2), closes_in=timedelta(days=30))
    approved = make_poll("Open?", actor=owner)
    period = election()
    assert (again(coming).live, again(approved).live) == (False, True)
    assert (told(officer), told(owner)) == (["polls.to_approve"], ["polls.waits"])
    period.save()
    assert told(officer) == ["polls.to_approve"]
    approve_poll(Clearance.objects.get(), officer=officer)
    period.save()
    assert again(coming).live, "what was approved is not held again"


def test_the_editor_is_told_that_it_waits(client: Client, admin_user: Any, officer: Any) -> None:
    election()
    client.force_login(admin_user)
    page = client.post(reverse("wagtailsnippets_intranet_polls_poll:add"), typed(), follow=True).text
    poll = Poll.objects.get()
    kept = {f"choices-{place}-id": choice.pk for place, choice in enumerate(poll.choices.all())}
    edited = {**typed(), **kept, "choices-INITIAL_FORMS": len(kept)}
    again_typed = client.post(reverse("wagtailsnippets_intranet_polls_poll:edit", args=[poll.pk]), edited, follow=True).text
    for said in (page, again_typed):
        assert "is not published yet. It waits for a monitoring officer" in said
        assert "and published" not in said, "Wagtail's own word, which is not true here"
    assert not again(poll).live


def test_home_asks_the_database_for_officers_alone(officer: Any, staff: Any) -> None:
    with query_budget(1):  # the person's roles
        assert PollsToApprove().steps(staff) == []


def test_who_approves_approves_the_words_they_read(client: Client, officer: Any, owner: Any) -> None:
    election()
    poll = make_poll(actor=owner, closes_in=timedelta(days=30))
    waiting = Clearance.objects.get()
    client.force_login(officer)
    assert client.get(waiting.get_absolute_url()).status_code == 200
    read = waiting.revision_id
    poll.question = "Whom will you vote for?"
    poll.save_revision(user=owner).publish(user=owner)

    answer = client.post(waiting.get_absolute_url(), {"decision": "approve", "revision": read}, follow=True)

    assert "The poll was changed after you opened this page" in answer.text
    assert not again(poll).live


def test_who_owns_it_from_now_on_or_wrote_it_does_not_decide(officer: Any, owner: Any) -> None:
    election()
    grant_role(owner, role=Role.MONITORING_OFFICER, actor=None)
    asker, writer = publishing(make_person("asker")), make_person("writer")
    grant_role(writer, role=Role.MONITORING_OFFICER, actor=None)
    poll = make_poll(actor=asker, owner=asker, closes_in=timedelta(days=30))
    poll.owner = owner
    poll.save_revision(user=writer).publish(user=asker)
    assert again(poll).owner == asker, "the row is that of before"
    for person in (owner, writer):
        with pytest.raises(NotYours):
            approve_poll(Clearance.objects.get(), officer=person)


def test_the_officers_of_the_service_that_it_will_belong_to_decide(client: Client, officer: Any, owner: Any, housing: Any) -> None:
    election()
    roads = make_service("Roads")
    of_roads, of_housing = make_person("of.roads"), make_person("of.housing")
    grant_role(of_roads, role=Role.MONITORING_OFFICER, service=roads, actor=None)
    grant_role(of_housing, role=Role.MONITORING_OFFICER, service=housing, actor=None)
    poll = make_poll(actor=owner, service=housing, closes_in=timedelta(days=30))
    poll.service = roads
    poll.save_revision(user=owner).publish(user=owner)
    waiting = Clearance.objects.get()
    for person, sees in ((of_roads, True), (of_housing, False)):
        client.force_login(person)
        assert client.get(waiting.get_absolute_url()).status_code == (200 if sees else 404)
        assert bool(PollsToApprove().steps(person)) is sees
    assert told(of_roads) == ["polls.to_approve"]


def test_a_closed_poll_opens_again_only_with_approval(officer: Any, owner: Any) -> None:
    with at_moment(now() - timedelta(days=20)):
        closed = make_poll("Closed?", actor=owner, closes_in=timedelta(days=2))
    election()
    closed = again(closed)
    closed.description = "A number put right."
    closed.save_revision(user=owner).publish(user=owner)
    assert again(closed).description == "A number put right."

    closed.question, closed.closes = "Whom will you vote for?", now() + timedelta(days=5)
    closed.save_revision(user=owner).publish(user=owner)
    assert (again(closed).question, again(closed).is_open) == ("Closed?", False)
    assert Clearance.objects.get().poll == closed


@pytest.mark.parametrize("change", ["shortened", "deleted"])
def test_a_period_that_ends_earlier_lets_what_waits_go_earlier(officer: Any, owner: Any, change: str) -> None:
    period = election(last=40)
    long, short = make_poll("Long?", actor=owner, closes_in=timedelta(days=60)), make_poll("Short?", actor=owner, closes_in=timedelta(days=9))
    if change == "deleted":
        period.delete()
    else:
        period.last_day = localdate(now()) + timedelta(days=1)
        period.save()
    schedule_at(timezone.now() + timedelta(days=3))
    assert (again(long).live, again(short).live) == (True, True)
    assert not Clearance.objects.waiting().exists()
    assert told(officer) == ["polls.to_approve"] * 2, "nobody is told again"


def test_what_is_set_to_be_published_later_is_asked_of_that_day(officer: Any, owner: Any) -> None:
    period = election()
    late = make_poll("Late?", actor=None, owner=owner, closes_in=timedelta(days=60), opens=period.ends + timedelta(days=1))
    late.unpublish()
    late.opens, late.go_live_at = now(), period.ends + timedelta(days=1)
    late.save_revision(user=owner).publish(user=owner)
    assert not Clearance.objects.exists()
    schedule_at(period.ends + timedelta(days=1, minutes=1))
    assert again(late).live


def test_what_has_closed_by_now_asks_no_officer_any_more(officer: Any, owner: Any) -> None:
    election()
    make_poll("Short?", actor=owner, closes_in=timedelta(days=2))
    assert len(PollsToApprove().steps(officer)) == 1
    with at_moment(now() + timedelta(days=2, minutes=1)):
        assert PollsToApprove().steps(officer) == []


def test_the_officer_reads_the_words_of_the_election_that_is_to_come(client: Client, officer: Any, owner: Any) -> None:
    election(first=2, last=9)
    make_poll(actor=owner, owner=owner, opens=now() + timedelta(days=3), closes_in=timedelta(days=20))
    client.force_login(officer)
    assert WORDS in client.get(Clearance.objects.get().get_absolute_url()).text
