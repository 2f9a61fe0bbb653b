"""A live hour: announced, asked in, answered in without the order jumping, and what follows from its end."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import localdate, localtime
from wagtail.models import ModelLogEntry

from blogs.actions import (
    LiveClosed,
    announce_live,
    answer_live,
    ask_live,
    call_off_live,
    change_live,
    close_live,
    hand_over,
    set_stage,
    want_live,
)
from blogs.jobs import CloseLiveHours
from blogs.models import LiveHour, LiveQuestion, LiveVote, PostPage
from blogs.notices import LiveHourAnnounced
from blogs.queries import drafts_waiting_for, live_page
from intranet.core.background import at_moment, now
from intranet.core.kinds import State
from intranet.core.moderation.actions import decide, hold, withdraw
from intranet.core.moderation.models import Case
from intranet.core.notifications.actions import follow
from intranet.core.notifications.models import Notice
from intranet.core.organisation.actions import grant_role
from intranet.core.organisation.models import ElectionPeriod, Role
from intranet.core.responses.models import AlsoWants, ResponseRequest
from tests.budgets import query_budget
from tests.denials import denials
from tests.factories.blogs import make_blog, make_leader
from tests.factories.pages import restrict
from tests.factories.people import make_person

if TYPE_CHECKING:
    from django.test import Client

    from blogs.models import Leader

pytestmark = pytest.mark.django_db

LIVE_QUERIES = 9
HTMX = {"HX-Request": "true"}


@pytest.fixture
def office() -> Any:
    return make_person("office", name="Tom Fairweather")


@pytest.fixture
def leader(office: Any, housing: Any) -> Leader:
    leader = make_leader(delegates=(office,), service=housing)
    make_blog(leader)
    return leader


@pytest.fixture
def host() -> Any:
    return make_person("host", name="Hetty Host")


@pytest.fixture
def hour(leader: Leader, host: Any) -> LiveHour:
    begins = now() + timedelta(hours=1)
    return announce_live(leader, title="Ask me about damp", starts=begins, ends=begins + timedelta(hours=1), actor=leader.person, host=host)


def during(hour: LiveHour) -> Any:
    return at_moment(hour.starts + timedelta(minutes=10))


def shown(hour: LiveHour, user: Any) -> list[str]:
    return [line.question.body for line in live_page(LiveHour.objects.get(pk=hour.pk), user).asked]


def test_it_is_announced_from_the_blog_and_followers_are_told(
    client: Client, leader: Leader, office: Any, staff: Any, django_capture_on_commit_callbacks: Any
) -> None:
    follow(staff, leader.blog)
    address = reverse("blogs:announce-live", args=[leader.blog.pk])
    client.force_login(office)
    assert address in client.get(leader.blog.get_absolute_url()).content.decode()
    begins = localtime(now() + timedelta(days=1)).replace(second=0, microsecond=0)
    said = {"title": "Ask me about damp", "starts": f"{begins:%Y-%m-%dT%H:%M}", "ends": f"{begins:%Y-%m-%dT%H:%M}", "host": "nobody at all"}
    wrong = client.post(address, said)
    assert wrong.status_code == 422
    assert "It ends after it begins" in wrong.content.decode()
    assert "Nobody here is called that." in wrong.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post(address, said | {"ends": f"{begins + timedelta(hours=1):%Y-%m-%dT%H:%M}", "host": "staff"})
    hour = LiveHour.objects.get()
    assert (done.url, hour.starts, hour.host) == (hour.get_absolute_url(), begins, staff)
    told = Notice.objects.get(kind="blogs.live_announced")
    assert (told.recipient, LiveHourAnnounced.url(told, leader.blog)) == (staff, hour.get_absolute_url())
    assert hour.get_absolute_url() in client.get(leader.blog.get_absolute_url()).content.decode()
    changed = {**said, "title": "Damp", "ends": f"{begins + timedelta(hours=2):%Y-%m-%dT%H:%M}", "host": ""}
    assert client.post(reverse("blogs:change-live", args=[hour.pk]), changed).status_code == 302
    hour.refresh_from_db()
    assert (hour.title, hour.ends, hour.host) == ("Damp", begins + timedelta(hours=2), None)


def test_the_order_goes_by_votes_before_it_begins_and_stays_while_answers_are_given(hour: LiveHour, staff: Any) -> None:
    people = [make_person(f"voter{place}") for place in range(3)]
    first, second, third = (ask_live(hour, author=staff, body=words) for words in ("First", "Second", "Third"))
    want_live(second, person=people[0])
    assert shown(hour, staff) == ["Second", "First", "Third"]
    with during(hour):
        for person in people:
            want_live(third, person=person)
        fourth = ask_live(hour, author=people[0], body="Fourth")
        want_live(fourth, person=staff)
        assert shown(hour, staff) == ["Second", "First", "Third", "Fourth"], "votes are counted, and nothing jumps"
        assert live_page(hour, staff).asked[2].question.wanted == 3
    want_live(second, person=people[0], wanted=False)
    with pytest.raises(LiveClosed):
        want_live(first, person=staff)
    with pytest.raises(IntegrityError), transaction.atomic():
        LiveVote.objects.create(question=third, person=people[0])


def test_one_is_answered_at_a_time_and_who_wants_to_know_is_told(hour: LiveHour, leader: Leader, host: Any, staff: Any, office: Any) -> None:
    first, second = (ask_live(hour, author=staff, body=words) for words in ("First", "Second"))
    curious = make_person("curious")
    want_live(first, person=curious)
    with during(hour):
        set_stage(second, stage="shortlisted", by=host)
        set_stage(first, stage="live", by=host)
        set_stage(second, stage="live", by=office)
        page = live_page(hour, staff)
        assert ([line.question for line in page.now], [line.question for line in page.soon]) == ([second], [first])
        answer_live(first, by=leader.person, words="Because of the **flag**.")
        with pytest.raises(LiveClosed):
            answer_live(first, by=office, words="Twice.")
    first.refresh_from_db()
    assert (first.stage, first.answered_name, "<strong>flag</strong>" in first.answer_html) == ("answered", "Ruth Adeyemi", True)
    told = Notice.objects.filter(kind="blogs.live_answered").values_list("recipient__username", flat=True)
    assert set(told) == {"staff", "curious"}
    with pytest.raises(IntegrityError), transaction.atomic():
        LiveQuestion.objects.filter(pk=first.pk).update(stage="live", answered_at=None)


def test_its_end_makes_a_draft_before_the_leader_and_clocks_of_the_rest(hour: LiveHour, leader: Leader, host: Any, staff: Any, housing: Any) -> None:
    answered, left, hidden = (ask_live(hour, author=staff, body=words) for words in ("Why damp?", "When?", "Rude"))
    curious = make_person("curious")
    want_live(left, person=curious)
    with during(hour):
        answer_live(answered, by=leader.person, words="The flag.")
        withdraw(hidden, actor=host, state=State.HIDDEN)
        CloseLiveHours().run()
        assert LiveHour.objects.get().closed_at is None, "it is not over"
    with at_moment(hour.ends):
        CloseLiveHours().run()
        CloseLiveHours().run()
        hour.refresh_from_db()
        post = PostPage.objects.get()
        assert (hour.transcript, post.live, post.title, post.author, post.owner) == (post, False, hour.title, leader.person, host)
        assert drafts_waiting_for(leader.person) == [post]
        assert [str(block.value) for block in post.body if block.block_type == "paragraph"][1] == "<p>The flag.</p>"
        request = ResponseRequest.objects.get()
        assert (request.question, request.asker, request.addressee, request.service) == (left, staff, leader.person, housing)
        assert AlsoWants.objects.get(request=request).person == curious
        assert Notice.objects.filter(kind="responses.asked", recipient=leader.person).count() == 1
        with pytest.raises(LiveClosed):
            ask_live(hour, author=staff, body="Too late")


def test_what_was_left_open_is_answered_on_its_own_page(client: Client, hour: LiveHour, leader: Leader, staff: Any) -> None:
    left = ask_live(hour, author=staff, body="When?")
    want_live(left, person=make_person("curious"))
    with at_moment(hour.ends):
        close_live(hour)
        assert not PostPage.objects.exists(), "nothing was answered"
        request = ResponseRequest.objects.get()
        client.force_login(leader.person)
        page = client.get(hour.get_absolute_url()).content.decode()
        assert "Answer due by" in page
        address = reverse("blogs:live-question", args=[left.pk])
        assert client.post(address, {"words": " "}).status_code == 422
        assert client.post(address, {"words": "On Monday."}).status_code == 302
        request.refresh_from_db()
        assert (request.state, request.answer) == ("answered", LiveQuestion.objects.get(pk=left.pk))
        told = Notice.objects.filter(kind="responses.answered").values_list("recipient__username", flat=True)
        assert set(told) == {"staff", "curious"}
        assert client.post(address, {"words": "Again."}).status_code == 403


def test_what_is_hidden_is_owed_no_answer(hour: LiveHour, staff: Any, host: Any) -> None:
    left = ask_live(hour, author=staff, body="When?")
    with at_moment(hour.ends):
        close_live(hour)
        withdraw(left, actor=host, state=State.HIDDEN)
        assert ResponseRequest.objects.get().state == "withdrawn"


def test_who_may_do_what(client: Client, hour: LiveHour, leader: Leader, staff: Any) -> None:
    question = ask_live(hour, author=staff, body="When?")
    refused = [
        reverse("blogs:announce-live", args=[leader.blog.pk]),
        reverse("blogs:change-live", args=[hour.pk]),
        reverse("blogs:live-question", args=[question.pk]),
        reverse("blogs:want-live", args=[question.pk]),
        reverse("blogs:stage-live", args=[question.pk]),
    ]
    client.force_login(staff)
    for address in refused:
        assert client.post(address, {"stage": "live", "words": "Mine", "wanted": "1"}).status_code == 403
    assert len(denials()) == len(refused)
    for act in (lambda: set_stage(question, stage="live", by=staff), lambda: answer_live(question, by=staff, words="Mine")):
        with pytest.raises(PermissionDenied):
            act()
    client.force_login(leader.person)
    assert client.post(reverse("blogs:ask-live", args=[hour.pk]), {"body": "Me?"}).status_code == 403, "nobody asks themselves"
    restrict(leader.blog, groups=[])
    client.force_login(staff)
    for address in (*refused[1:], hour.get_absolute_url(), reverse("blogs:ask-live", args=[hour.pk])):
        answer = client.get(address) if address == hour.get_absolute_url() else client.post(address, {"stage": "live"})
        assert answer.status_code == 404


def test_a_politician_is_silent_before_an_election(client: Client, staff: Any) -> None:
    leader = make_leader("cllr", name="Nasreen Malik", post_held="Leader of the council", kind="political")
    make_blog(leader)
    begins = now() + timedelta(hours=1)
    hour = announce_live(leader, title="Ask me", starts=begins, ends=begins + timedelta(hours=1), actor=leader.person)
    question = ask_live(hour, author=make_person("asker"), body="Which road first?")
    want = reverse("blogs:want-live", args=[question.pk])
    client.force_login(staff)
    assert f'"{want}"' in client.get(hour.get_absolute_url()).text
    ElectionPeriod.objects.create(name="Local", first_day=localdate(now()), last_day=localdate(now()), words="The law asks for silence.")
    with pytest.raises(PermissionDenied):
        announce_live(leader, title="Again", starts=begins, ends=begins + timedelta(hours=1), actor=leader.person)
    client.force_login(staff)
    assert "The law asks for silence." in client.get(hour.get_absolute_url()).content.decode()
    assert client.post(reverse("blogs:ask-live", args=[hour.pk]), {"body": "When?"}).status_code == 403
    assert f'"{want}"' not in client.get(hour.get_absolute_url()).text
    assert client.post(want, {"wanted": "1"}).status_code == 403
    with pytest.raises(LiveClosed):
        want_live(LiveQuestion.objects.get(pk=question.pk), person=staff)
    assert not LiveVote.objects.exists()


@pytest.mark.site
def test_an_hour_that_is_on_is_named_on_home_and_among_the_blogs(client: Client, leader: Leader, hour: LiveHour, staff: Any) -> None:
    client.force_login(staff)
    line = f'<a href="{hour.get_absolute_url()}">{leader.name} is answering live now</a>: Ask me about damp'

    def named() -> list[bool]:
        return [line in " ".join(client.get(address).text.split()) for address in ("/", "/blogs/", "/blogs/?show=managerial")]

    assert "answering live" not in client.get("/").text + client.get("/blogs/").text, "before it begins"
    with during(hour):
        assert named() == [True, True, True]
        call_off_live(hour, actor=leader.person, why="I am in court.")
        assert named() == [False, False, False]


@pytest.mark.site
@pytest.mark.parametrize("minutes", [-1, 60])
def test_an_hour_that_is_not_on_is_not_named(client: Client, hour: LiveHour, staff: Any, minutes: int) -> None:
    client.force_login(staff)
    with at_moment(hour.starts + timedelta(minutes=minutes)):
        assert "answering live" not in client.get("/").text + client.get("/blogs/").text


@pytest.mark.site
def test_an_hour_of_a_blog_that_is_closed_to_a_person_is_not_named_to_them(client: Client, leader: Leader, hour: LiveHour, staff: Any) -> None:
    few = Group.objects.create(name="Few")
    restrict(leader.blog, groups=[few])
    insider = make_person("insider")
    insider.groups.add(few)
    with during(hour):
        client.force_login(staff)
        assert not any(hour.title in client.get(address).text for address in ("/", "/blogs/"))
        client.force_login(insider)
        assert all(hour.title in client.get(address).text for address in ("/", "/blogs/"))


def test_asking_voting_and_choosing_work_with_and_without_script(client: Client, hour: LiveHour, staff: Any, host: Any) -> None:
    client.force_login(staff)
    ask = reverse("blogs:ask-live", args=[hour.pk])
    assert client.post(ask, {"body": " "}).status_code == 422
    assert client.post(ask, {"body": "When, <b>please</b>?"}).url == hour.get_absolute_url()
    question = LiveQuestion.objects.get()
    assert "<b>" not in question.html
    client.force_login(host)
    want = reverse("blogs:want-live", args=[question.pk])
    assert client.post(want, {"wanted": "1"}).url == f"{hour.get_absolute_url()}#q-{question.pk}"
    part = client.post(want, {"wanted": "0"}, headers=HTMX)
    assert part.content.decode().lstrip().startswith("<p>")
    assert LiveVote.objects.count() == 0
    stage = reverse("blogs:stage-live", args=[question.pk])
    assert client.post(stage, {"stage": "answered"}).status_code == 400
    assert "Put back" in client.post(stage, {"stage": "shortlisted"}, headers=HTMX).content.decode()
    assert "<html" not in client.get(hour.get_absolute_url(), headers=HTMX).content.decode()


@pytest.mark.site
@pytest.mark.parametrize("number", [1, 50])
def test_it_costs_the_same_for_one_question_and_for_fifty(client: Client, hour: LiveHour, staff: Any, number: int) -> None:
    for place in range(number):
        want_live(ask_live(hour, author=make_person(f"asker{place}"), body=f"Why {place}?"), person=staff)
    client.force_login(staff)
    client.get(hour.get_absolute_url())
    with query_budget(LIVE_QUERIES):
        assert client.get(hour.get_absolute_url()).status_code == 200


def test_it_is_called_off_with_a_reason_and_those_who_care_are_told(
    client: Client, hour: LiveHour, leader: Leader, office: Any, staff: Any, host: Any, django_capture_on_commit_callbacks: Any
) -> None:
    asker, voter = make_person("asker"), make_person("voter")
    follow(staff, leader.blog)
    question = ask_live(hour, author=asker, body="Which flats first?")
    want_live(question, person=voter)
    address = reverse("blogs:call-off-live", args=[hour.pk])
    client.force_login(office)
    assert f'href="{address}"' in client.get(hour.get_absolute_url()).text
    assert client.post(address, {"why": " "}).status_code == 422

    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(address, {"why": "Ruth is in court."}).url == hour.get_absolute_url()

    told = Notice.objects.filter(kind="blogs.live_called_off")
    assert {notice.recipient for notice in told} == {staff, asker, voter, host, leader.person}
    assert all(LiveHourAnnounced.url(notice, leader.blog) == hour.get_absolute_url() for notice in told)
    page = client.get(hour.get_absolute_url()).text
    assert "This live hour is called off." in page
    assert "Ruth is in court." in page
    assert hour.get_absolute_url() not in client.get(leader.blog.get_absolute_url()).text
    assert list(LiveHour.objects.coming()) == []
    asked = ResponseRequest.objects.get()
    assert (asked.addressee, asked.question) == (leader.person, question), "what was asked is still answered"
    assert ModelLogEntry.objects.get(action="blogs.live.call_off").data == {"why": "Ruth is in court."}


def test_what_is_called_off_is_over(client: Client, hour: LiveHour, leader: Leader, staff: Any) -> None:
    question = ask_live(hour, author=staff, body="When?")
    with during(hour):
        answer_live(question, by=leader.person, words="In May.")
        off = call_off_live(hour, actor=leader.person, why="The line is dead.")
        assert off.transcript is not None, "what was answered is kept"
        for act in (
            lambda: ask_live(off, author=staff, body="And?"),
            lambda: change_live(off, actor=leader.person),
            lambda: call_off_live(off, actor=leader.person, why="Again."),
        ):
            with pytest.raises(LiveClosed):
                act()
        client.force_login(leader.person)
        assert client.post(reverse("blogs:call-off-live", args=[hour.pk]), {"why": "Again."}).status_code == 403
    assert LiveHour.objects.get().called_off_why == "The line is dead."


def test_only_who_runs_it_calls_it_off(client: Client, hour: LiveHour, staff: Any) -> None:
    address = reverse("blogs:call-off-live", args=[hour.pk])
    with pytest.raises(PermissionDenied):
        call_off_live(hour, actor=staff, why="No.")
    client.force_login(staff)
    assert address not in client.get(hour.get_absolute_url()).text
    assert (client.get(address).status_code, client.post(address, {"why": "No."}).status_code) == (403, 403)
    assert denials() == [("staff", "GET blogs:call-off-live", "livehour"), ("staff", "POST blogs:call-off-live", "livehour")]
    restrict(hour.leader.blog)
    assert client.post(address, {"why": "No."}).status_code == 404
    with pytest.raises(IntegrityError), transaction.atomic():
        LiveHour.objects.update(called_off_at=now())


def test_it_goes_with_the_post_and_the_former_office_runs_it_no_more(client: Client, hour: LiveHour, leader: Leader, office: Any, staff: Any) -> None:
    coordinator, nadia = make_person("coordinator"), make_person("nadia", name="Nadia Hussain")
    grant_role(coordinator, role=Role.CENTRAL_COORDINATOR, actor=None)
    question = ask_live(hour, author=staff, body="When?")
    hand_over(leader, to=nadia, since=localdate(now()), actor=coordinator, keep_office=False)

    moved = LiveHour.objects.get()
    assert (moved.leader.person, LiveQuestion.objects.get().hour) == (nadia, moved)
    address, stage = reverse("blogs:call-off-live", args=[hour.pk]), reverse("blogs:stage-live", args=[question.pk])
    for person in (leader.person, office):
        client.force_login(person)
        assert address not in client.get(hour.get_absolute_url()).text
        for url in (address, reverse("blogs:change-live", args=[hour.pk]), stage):
            assert client.post(url, {"why": "No.", "stage": "live"}).status_code == 403
        for act in (lambda by=person: call_off_live(moved, actor=by, why="No."), lambda by=person: change_live(moved, actor=by)):
            with pytest.raises(PermissionDenied):
                act()
        with pytest.raises(PermissionDenied):
            answer_live(question, by=person, words="In May.")
    client.force_login(nadia)
    assert address in client.get(hour.get_absolute_url()).text
    assert client.post(stage, {"stage": "live"}).status_code == 302
    client.force_login(coordinator)
    assert client.post(stage, {"stage": "new"}).status_code == 403
    assert address in client.get(hour.get_absolute_url()).text
    assert client.post(address, {"why": "Another day."}).status_code == 302
    assert ResponseRequest.objects.get().addressee == nadia


def test_when_the_term_is_over_only_co_ordinators_can_call_it_off(client: Client, hour: LiveHour, leader: Leader, office: Any, host: Any) -> None:
    coordinator = make_person("coordinator")
    grant_role(coordinator, role=Role.CENTRAL_COORDINATOR, actor=None)
    leader.since = leader.until = localdate(now()).replace(year=2000)
    leader.save()
    hour = LiveHour.objects.get()
    for person in (leader.person, office, host):
        client.force_login(person)
        assert client.post(reverse("blogs:call-off-live", args=[hour.pk]), {"why": "No."}).status_code == 403
        with pytest.raises(PermissionDenied):
            call_off_live(hour, actor=person, why="No.")
    assert call_off_live(hour, actor=coordinator, why="The term is over.").called_off_why == "The term is over."


@pytest.mark.parametrize("ends", ["by the clock", "called off", "while looked at again"])
def test_what_a_moderator_shows_after_its_end_is_owed_an_answer(
    client: Client, hour: LiveHour, leader: Leader, host: Any, staff: Any, ends: str
) -> None:
    moderator = make_person("moderator")
    grant_role(moderator, role=Role.MODERATOR, actor=None)
    newcomer = make_person("newcomer", profile={"joined": localdate(now())})
    question = ask_live(hour, author=staff if ends == "while looked at again" else newcomer, body="Which flats first?")
    if ends == "while looked at again":
        hold(question, why="Looked at again.")
    if ends == "called off":
        call_off_live(hour, actor=host, why="Ruth is in court.")
        assert Notice.objects.filter(kind="blogs.live_called_off", recipient=newcomer).exists()
    with at_moment(hour.ends):
        CloseLiveHours().run()
        assert not ResponseRequest.objects.exists()

        decide(Case.objects.get(), moderator=moderator, decision="approved")

        asked = ResponseRequest.objects.get()
        assert (asked.addressee, asked.asker, asked.question) == (leader.person, question.author, question)
        client.force_login(staff)
        assert client.post(question.get_absolute_url(), {"words": "I say so."}).status_code == 403
        client.force_login(leader.person)
        assert client.post(question.get_absolute_url(), {"words": "The damp ones."}).status_code == 302
    assert LiveQuestion.objects.get().answer == "The damp ones."
    assert Notice.objects.filter(recipient=question.author, kind__contains="answered").exists()


def test_what_a_moderator_shows_before_the_end_is_answered_in_the_hour(hour: LiveHour, leader: Leader) -> None:
    moderator = make_person("moderator")
    grant_role(moderator, role=Role.MODERATOR, actor=None)
    question = ask_live(hour, author=make_person("newcomer", profile={"joined": localdate(now())}), body="Why?")
    decide(Case.objects.get(), moderator=moderator, decision="approved")
    assert not ResponseRequest.objects.exists()
    answer_live(question, by=leader.person, words="Because.")
    with at_moment(hour.ends):
        close_live(hour)
        hold(LiveQuestion.objects.get(), why="Looked at again.")
        decide(Case.objects.open().get(), moderator=moderator, decision="approved")
    assert not ResponseRequest.objects.exists(), "it was answered"


def test_what_is_shown_after_a_hand_over_the_new_holder_owes(client: Client, hour: LiveHour, leader: Leader, office: Any, staff: Any) -> None:
    moderator, nadia = make_person("moderator"), make_person("nadia", name="Nadia Hussain")
    grant_role(moderator, role=Role.MODERATOR, actor=None)
    ask_live(hour, author=make_person("newcomer", profile={"joined": localdate(now())}), body="Why?")
    left = ask_live(hour, author=staff, body="When?")
    with at_moment(hour.ends):
        hand_over(leader, to=nadia, since=localdate(now()), actor=make_person("admin", is_superuser=True), keep_office=False)
        CloseLiveHours().run()
        assert (LiveHour.objects.get().leader, ResponseRequest.objects.get().question) == (leader, left), "it was over before"

        decide(Case.objects.get(), moderator=moderator, decision="approved")

        assert [request.addressee for request in ResponseRequest.objects.all()] == [nadia, nadia]
        client.force_login(office)
        assert client.post(left.get_absolute_url(), {"words": "In May."}).status_code == 403
