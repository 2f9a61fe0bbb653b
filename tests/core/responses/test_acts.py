"""What those do who owe an answer, and those who asked: putting off, passing on, withdrawing, and saying that it was no answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse
from wagtail.models import ModelLogEntry

from intranet.core.background import at_moment
from intranet.core.discussion.actions import post_comment
from intranet.core.discussion.models import Comment
from intranet.core.kinds import Addressee, State
from intranet.core.moderation.actions import withdraw as hide
from intranet.core.notifications.models import Notice
from intranet.core.notifications.queries import readings
from intranet.core.organisation.actions import grant_role, intern_audience
from intranet.core.organisation.models import Role
from intranet.core.responses import actions
from intranet.core.responses.actions import NotOpen, NotYours, hold, pass_on, reopen, want_to_know, withdraw
from intranet.core.responses.models import ResponseRequest
from intranet.core.responses.queries import Record, addressee_of, late_for, record_of, waiting_for
from intranet.core.responses.rules import can_answer
from tests.budgets import query_budget
from tests.core.responses.asking import ask, london, request_of, told
from tests.denials import denials
from tests.factories.people import make_person, make_service
from tests.papers.models import Paper

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.papers.urls")]

Requested = ResponseRequest.State
NINE, TEN, ELEVEN = (london("2026-11-23", hour) for hour in ("09:00", "10:00", "11:00"))


@pytest.fixture
def question(paper: Paper, staff: Any) -> Comment:
    """Asked on Monday at nine, and due at eleven."""
    return ask(paper, staff, NINE)


@pytest.fixture
def curious(question: Comment) -> Any:
    person = make_person("curious")
    with at_moment(NINE):
        want_to_know(request_of(question), person=person)
    return person


@pytest.fixture
def answered(question: Comment, chief: Any) -> Comment:
    with at_moment(TEN):
        return post_comment(question.discussion.thing, author=chief, body="Yes.", reply_to=question, answers=True)


def logged(request: ResponseRequest) -> list[tuple[str, str]]:
    entries = ModelLogEntry.objects.for_instance(request).order_by("pk")
    return [(entry.user.get_username(), entry.action.removeprefix("roost.responses.")) for entry in entries]


def sentence(kind: str, reader: Any) -> str:
    (reading,) = readings(list(Notice.objects.filter(kind=f"responses.{kind}", recipient=reader)), reader)
    return reading.sentence


def test_a_holding_reply_puts_the_promise_off(question: Comment, chief: Any, curious: Any, staff: Any) -> None:
    with at_moment(TEN):
        hold(request_of(question), by=chief, words=" I am asking the depots. ")
        held = request_of(question)
        assert (held.state, held.due_at, held.holds, held.reason) == (Requested.HOLDING, london("2026-11-24", "11:00"), 1, "I am asking the depots.")
        assert list(waiting_for(chief)) == [held]
        assert told("held") == ["curious", "staff"]
        assert sentence("held", staff).endswith("The answer is due by 24 November 2026, 11:00")
    with at_moment(london("2026-11-24", "11:00")):
        assert not held.is_overdue
    assert logged(held) == [("chief", "held")]


def test_a_holding_reply_takes_words(question: Comment, chief: Any) -> None:
    with at_moment(TEN), pytest.raises(ValueError, match="words"):
        hold(request_of(question), by=chief, words=" ")


def test_a_second_holding_reply_takes_a_reason_and_is_reported_and_a_third_is_refused(question: Comment, chief: Any, housing: Any) -> None:
    lead, centre = make_person("lead"), make_person("centre")
    housing.lead = lead
    housing.save()
    grant_role(centre, role=Role.CENTRAL_COORDINATOR, actor=None)
    with at_moment(TEN):
        hold(request_of(question), by=chief, words="I am asking.")
        with pytest.raises(ValueError, match="reason"):
            hold(request_of(question), by=chief, words="Still asking.")
        assert told("held_again") == []
        hold(request_of(question), by=chief, words="Still asking.", reason="Nobody picks up.")
        assert (request_of(question).reason, request_of(question).holds) == ("Still asking.\nNobody picks up.", 2)
        assert told("held_again") == ["centre", "lead"]
        assert told("held") == ["staff", "staff"]
        with pytest.raises(NotOpen):
            hold(request_of(question), by=chief, words="Still.", reason="Still.")


def test_a_broken_promise_is_not_put_off(question: Comment, chief: Any) -> None:
    with at_moment(ELEVEN + timedelta(microseconds=1)), pytest.raises(NotOpen):
        hold(request_of(question), by=chief, words="Soon.")


def test_passing_on_leaves_the_clock_as_it_is_and_tells_both(question: Comment, chief: Any, office: Any, curious: Any, staff: Any) -> None:
    roads = make_service("Roads")
    anwen = make_person("anwen", name="Anwen Price", service=roads, profile={"post": "Head of Roads"})
    with at_moment(TEN):
        pass_on(request_of(question), by=chief, to=addressee_of(anwen), words="Roads plan the crews.")
    passed = request_of(question)
    assert (passed.state, passed.addressee, passed.service, passed.due_at) == (Requested.REFERRED, anwen, roads, ELEVEN)
    assert passed.addressee_label == "Anwen Price, Head of Roads"
    assert [list(waiting_for(person)) for person in (chief, office, anwen)] == [[], [], [passed]]
    assert (told("passed_to_me"), told("passed_on")) == (["anwen"], ["curious", "staff"])
    assert "on to Anwen Price, Head of Roads" in sentence("passed_on", staff)
    assert logged(passed) == [("chief", "passed")]
    with at_moment(TEN):
        assert record_of(chief) == Record(0, 0, None, 0, 0, 0, passed_on=1)
        assert record_of(anwen) == Record(0, 0, None, 0, waiting=1, overdue=0)
        with pytest.raises(NotYours):
            hold(passed, by=chief, words="Wait.")
        official = post_comment(question.discussion.thing, author=anwen, body="Yes.", reply_to=question, answers=True)
    assert official.is_official
    assert request_of(question).was_in_time


def test_what_is_passed_to_a_service_waits_for_its_people(question: Comment, chief: Any) -> None:
    roads, housing_only = make_service("Roads"), make_person("champion_elsewhere")
    people = {name: make_person(name) for name in ("owner", "champion", "delegate", "lead", "deputy", "duty", "reader")}
    for name, role in (("owner", Role.SERVICE_OWNER), ("champion", Role.CHAMPION), ("delegate", Role.DELEGATE), ("reader", Role.READER)):
        grant_role(people[name], role=role, service=roads, actor=None)
    grant_role(housing_only, role=Role.CHAMPION, service=chief.roost_profile.service, actor=None)
    roads.lead, roads.deputy, roads.duty_officer = people["lead"], people["deputy"], people["duty"]
    roads.save()
    with at_moment(TEN):
        pass_on(request_of(question), by=chief, to=addressee_of(roads))
    passed = request_of(question)
    may = {name for name, person in {**people, "elsewhere": housing_only, "chief": chief}.items() if can_answer(person, passed)}
    assert may == {"owner", "champion", "delegate", "lead", "deputy", "duty"}
    assert {name for name, person in {**people, "elsewhere": housing_only, "chief": chief}.items() if list(waiting_for(person)) == [passed]} == may
    assert set(told("passed_to_me")) == may
    assert str(passed).startswith("Roads")


def test_it_is_passed_only_to_who_can_answer(question: Comment, chief: Any, staff: Any) -> None:
    nobody_there, outsider = make_service("Empty"), make_person("outsider")
    Paper.objects.update(audience=intern_audience([[f"user:{chief.pk}", f"user:{staff.pk}"]]))
    for target, why in ((chief, "already"), (staff, "of their own"), (nobody_there, "Nobody answers"), (outsider, "cannot see")):
        with at_moment(TEN), pytest.raises(ValueError, match=why):
            pass_on(request_of(question), by=chief, to=addressee_of(target))
    assert request_of(question).state == Requested.AWAITING


def test_the_lead_of_the_service_may_answer_and_nobody_answers_themselves(question: Comment, housing: Any, staff: Any) -> None:
    lead = make_person("lead")
    assert not can_answer(lead, request_of(question))
    housing.lead = lead
    housing.save()
    assert can_answer(lead, request_of(question))
    housing.lead = staff
    housing.save()
    assert not can_answer(staff, request_of(question))
    assert not waiting_for(staff)


def test_who_asked_says_once_that_it_is_not_answered(question: Comment, answered: Comment, chief: Any, office: Any, staff: Any, housing: Any) -> None:
    champion = make_person("champion")
    grant_role(champion, role=Role.CHAMPION, service=housing, actor=None)
    with at_moment(ELEVEN):
        with pytest.raises(NotYours):
            reopen(request_of(question), by=office, words="No.")
        with pytest.raises(ValueError, match="words"):
            reopen(request_of(question), by=staff, words="")
        reopen(request_of(question), by=staff, words="When?")
    opened = request_of(question)
    assert (opened.state, opened.due_at, opened.reopened_at, opened.answer_id) == (Requested.AWAITING, london("2026-11-23", "13:00"), ELEVEN, None)
    assert Comment.objects.get(pk=answered.pk).is_official
    assert told("reopened") == ["champion", "chief", "office"]
    with at_moment(london("2026-11-23", "12:00")):
        second = post_comment(question.discussion.thing, author=office, body="In May.", reply_to=question, answers=True)
        closed = request_of(question)
        assert (closed.state, closed.answer, closed.answer_minutes) == (Requested.ANSWERED, second, 180)
        with pytest.raises(NotOpen):
            reopen(closed, by=staff, words="And then?")
    assert logged(closed) == [("chief", "answered"), ("staff", "reopened"), ("office", "answered")]


def test_who_asked_withdraws_the_question(question: Comment, chief: Any, curious: Any, staff: Any) -> None:
    with pytest.raises(NotYours):
        withdraw(request_of(question), by=chief)
    withdraw(request_of(question), by=staff)
    assert (request_of(question).state, request_of(question).closed_by) == (Requested.WITHDRAWN, staff)
    assert told("withdrawn") == ["chief", "curious", "office"]
    assert not waiting_for(chief)
    hide(Comment.objects.get(pk=question.pk), actor=chief, state=State.HIDDEN)
    actions.bring_back(question)
    assert request_of(question).state == Requested.WITHDRAWN
    with pytest.raises(NotOpen):
        withdraw(request_of(question), by=staff)


def test_what_comes_back_waits_as_it_did(question: Comment, chief: Any) -> None:
    with at_moment(TEN):
        hold(request_of(question), by=chief, words="I am asking.")
    actions.take_back(question)
    assert request_of(question).state == Requested.WITHDRAWN
    actions.bring_back(question)
    assert (request_of(question).state, request_of(question).due_at) == (Requested.HOLDING, london("2026-11-24", "11:00"))


def test_who_took_it_over_may_reply_where_replies_are_closed(question: Comment, chief: Any) -> None:
    anwen, other = make_person("anwen"), make_person("other")
    with at_moment(TEN):
        pass_on(request_of(question), by=chief, to=addressee_of(anwen))
    Paper.objects.update(comments_state="read_only")
    thing = Paper.objects.get()
    with at_moment(TEN):
        assert post_comment(thing, author=anwen, body="Yes.", reply_to=question, answers=True).is_official
        from intranet.core.discussion.actions import CommentsClosed  # noqa: PLC0415 -- only here

        with pytest.raises(CommentsClosed):
            post_comment(thing, author=other, body="Me too.", reply_to=question)


ACTS = {
    "hold": ({"words": " "}, {"words": "I am asking."}, Requested.HOLDING),
    "pass_on": ({"name": ""}, {"name": "anwen price", "words": "Hers."}, Requested.REFERRED),
    "decline": ({"reason": ""}, {"reason": "It is before a court."}, Requested.DECLINED),
    "withdraw": (None, {}, Requested.WITHDRAWN),
    "reopen": ({"words": ""}, {"words": "When?"}, Requested.AWAITING),
}


@pytest.mark.parametrize("act", ACTS)
def test_each_act_by_http(act: str, question: Comment, chief: Any, staff: Any, client: Any) -> None:
    """Nobody who cannot see it learns of it; who can see it is refused and noted; a form that says too little is kept."""
    wrong, right, state = ACTS[act]
    make_person("anwen", name="Anwen Price")
    other = make_person("other")
    mine, not_mine = (staff, chief) if act in ("withdraw", "reopen") else (chief, staff)
    with at_moment(TEN):
        if act == "reopen":
            post_comment(question.discussion.thing, author=chief, body="Yes.", reply_to=question, answers=True)
        address = reverse(f"responses:{act}", args=[request_of(question).pk])
        for person in (not_mine, other):
            client.force_login(person)
            assert client.get(address).status_code == client.post(address, right).status_code == 403
        assert {(who, what) for who, what, _kind in denials()} == {
            (person.username, f"{method} responses:{act}") for person in (not_mine, other) for method in ("GET", "POST")
        }
        everyone = Paper.objects.get().audience
        Paper.objects.update(audience=intern_audience([[f"user:{chief.pk}"]]))
        assert client.get(address).status_code == client.post(address, right).status_code == 404
        Paper.objects.update(audience=everyone)
        client.force_login(mine)
        assert client.get(address).status_code == 200
        if wrong is not None:
            assert client.post(address, wrong).status_code == 422
        assert client.post(address, right).status_code == 302
        assert request_of(question).state == state
        assert client.post(address, right).status_code == (422 if act == "hold" else 403)  # a second holding reply takes a reason


def test_the_form_for_passing_on_says_what_is_wrong(question: Comment, chief: Any, staff: Any, client: Any) -> None:
    make_person("anna1", name="Anna Lee")
    make_person("anna2", name="Anna Lee")
    roads = make_service("Roads")
    address = reverse("responses:pass_on", args=[request_of(question).pk])
    client.force_login(chief)
    for sent, words in (
        ({"name": "Nobody"}, "Nobody here is called that."),
        ({"name": "anna lee"}, "give the user name (anna1, anna2)"),
        ({"name": "@staff"}, "Nobody answers a question of their own."),
        ({"service": roads.pk}, "Nobody answers there."),
        ({"name": "anna1", "service": roads.pk}, "one of the two"),
    ):
        response = client.post(address, sent)
        assert response.status_code == 422
        assert words in response.text


def test_the_page_says_what_can_be_done_and_what_has_happened(question: Comment, chief: Any, staff: Any, client: Any) -> None:
    page = question.discussion.thing.get_absolute_url()
    asked = request_of(question)
    links = {name: reverse(f"responses:{name}", args=[asked.pk]) for name in ("hold", "pass_on", "decline", "withdraw", "reopen", "life")}

    def shown(person: Any) -> set[str]:
        client.force_login(person)
        text = client.get(page).text
        return {name for name, address in links.items() if f'"{address}"' in text}

    other = make_person("other")
    with at_moment(TEN):
        assert [shown(person) for person in (chief, staff, other)] == [{"hold", "pass_on", "decline"}, {"withdraw"}, set()]
        hold(asked, by=chief, words="I am <b>asking</b>.")
        assert shown(other) == {"life"}
        text = client.get(page).text
        assert "Put off. Answer due by" in text
        assert "I am &lt;b&gt;asking&lt;/b&gt;." in text
        history = client.get(links["life"]).text
        assert "Maren Holroyd put the answer off: it is due by 24 November 2026, 11:00" in history
        post_comment(question.discussion.thing, author=chief, body="Yes.", reply_to=question, answers=True)
        assert "reopen" in shown(staff)
        Paper.objects.update(audience=intern_audience([[f"user:{chief.pk}"]]))
        assert client.get(links["life"]).status_code == 404


WAITING_QUERIES = 10


@pytest.mark.parametrize("count", [1, 20])
def test_the_list_of_what_waits_costs_the_same_for_one_and_for_many(count: int, paper: Paper, staff: Any, chief: Any, client: Any) -> None:
    for _number in range(count):
        with at_moment(TEN):
            hold(request_of(ask(paper, staff, NINE)), by=chief, words="I am asking.")
    client.force_login(chief)
    client.get("/responses/")
    with at_moment(TEN), query_budget(WAITING_QUERIES):
        response = client.get("/responses/")
    assert response.text.count("Will night crews have a say?</a>") == count


def test_mails_go_to_who_waits(question: Comment, chief: Any, curious: Any, django_capture_on_commit_callbacks: Any) -> None:
    with at_moment(TEN), django_capture_on_commit_callbacks(execute=True):
        hold(request_of(question), by=chief, words="I am asking.")
    words = "Maren Holroyd needs longer to answer: Comment 1 on Two days together. The answer is due by 24 November 2026, 11:00"
    assert sorted(message.to[0] for message in mail.outbox if message.subject == words) == ["curious@northmoor.example", "staff@northmoor.example"]


def test_what_others_owe_is_listed_to_who_was_told(question: Comment, chief: Any, housing: Any, client: Any) -> None:
    deputy = make_person("deputy")
    housing.deputy = deputy
    housing.save()
    with at_moment(london("2026-11-23", "10:30")):
        actions.tell_steps()
        assert list(late_for(deputy)) == [request_of(question)]
        assert not late_for(chief)
        client.force_login(deputy)
        assert "Waiting for others, and you were told" in client.get("/responses/").text


def test_what_was_put_off_stays_with_who_put_it_off(question: Comment, chief: Any) -> None:
    anwen = make_person("anwen")
    with at_moment(TEN):
        hold(request_of(question), by=chief, words="I am asking.")
        pass_on(request_of(question), by=chief, to=addressee_of(anwen))
        assert record_of(chief) == Record(0, 0, None, 0, 0, 0, put_off=1, passed_on=1)
        assert record_of(anwen) == Record(0, 0, None, 0, waiting=1, overdue=0)
        hold(request_of(question), by=anwen, words="I am asking.", reason="Nobody picks up.")
        assert record_of(anwen, reader=chief) == Record(0, 0, None, 0, waiting=1, overdue=0, put_off=1)


def test_redelegating_reaches_what_was_passed_on(question: Comment, chief: Any) -> None:
    anwen, deputy = make_person("anwen"), make_person("deputy")
    with at_moment(TEN):
        pass_on(request_of(question), by=chief, to=addressee_of(anwen))
    actions.redelegate(Addressee(user=anwen, service_id=None, delegate_ids=frozenset({deputy.pk})))
    assert list(waiting_for(deputy)) == [request_of(question)]
