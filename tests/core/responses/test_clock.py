"""Questions and their clock, from being asked to being answered."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from intranet.core.background import at_moment
from intranet.core.discussion.actions import delete_comment, post_comment
from intranet.core.discussion.models import Comment
from intranet.core.kinds import Addressee, State
from intranet.core.moderation.actions import claim, decide, withdraw
from intranet.core.moderation.models import Case
from intranet.core.moderation.signals import published
from intranet.core.notifications.models import Notice
from intranet.core.organisation.actions import grant_role, intern_audience
from intranet.core.organisation.models import Role
from intranet.core.responses.actions import NotOpen, NotYours, answer, decline, redelegate, want_to_know
from intranet.core.responses.actions import ask as ask_of_it
from intranet.core.responses.models import AlsoWants, ResponseRequest
from intranet.core.responses.panels import Questions
from intranet.core.responses.queries import Record, record_of, waiting_for
from intranet.core.responses.signals import answered
from intranet.core.search.models import Document
from tests.core.responses.asking import ask, london, request_of
from tests.denials import denials
from tests.factories.people import make_person
from tests.papers.models import Paper

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.papers.urls")]

Requested = ResponseRequest.State


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        (london("2026-11-20", "16:30"), london("2026-11-23", "10:30")),  # over a weekend
        (london("2026-05-22", "16:30"), london("2026-05-26", "10:30")),  # Monday the 25th is a bank holiday
        (london("2026-03-27", "16:30"), london("2026-03-30", "10:30")),  # the clocks go forward
        (london("2026-10-23", "16:30"), london("2026-10-26", "10:30")),  # the clocks go back
        (london("2026-11-23", "07:00"), london("2026-11-23", "11:00")),  # before work
    ],
)
def test_an_answer_is_due_in_working_time(paper: Paper, staff: Any, asked: datetime, due: datetime) -> None:
    assert request_of(ask(paper, staff, asked)).due_at == due


def test_a_services_own_hours_win(paper: Paper, staff: Any, housing: Any) -> None:
    housing.hours = {"mon": "12:00-20:00", "fri": "08:00-13:00"}
    housing.save()
    assert request_of(ask(paper, staff, london("2026-11-20", "12:00"))).due_at == london("2026-11-23", "13:00")


def test_what_is_due_is_overdue_a_moment_later(paper: Paper, staff: Any) -> None:
    request = request_of(ask(paper, staff, london("2026-11-23", "09:00")))
    with at_moment(london("2026-11-23", "11:00")):
        assert not request.is_overdue
    with at_moment(london("2026-11-23", "11:00") + timedelta(microseconds=1)):
        assert request.is_overdue


def test_those_who_answer_are_told_and_it_waits_for_them(
    paper: Paper, staff: Any, chief: Any, office: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        question = ask(paper, staff)
    assert set(Notice.objects.filter(kind="responses.asked").values_list("recipient__username", flat=True)) == {"chief", "office"}
    assert [list(waiting_for(person)) for person in (chief, office, staff)] == [[request_of(question)], [request_of(question)], []]


@pytest.mark.parametrize("who", ["chief", "office"])
def test_an_answer_closes_it_and_stands_first(paper: Paper, staff: Any, who: str, request: Any) -> None:
    by = request.getfixturevalue(who)
    question = ask(paper, staff, london("2026-11-23", "09:00"))
    early = post_comment(paper, author=staff, body="I wonder too", reply_to=question)
    heard = []
    answered.connect(lambda request, **kwargs: heard.append(request), weak=False, dispatch_uid="test")
    with at_moment(london("2026-11-23", "09:40")):
        official = post_comment(paper, author=by, body="Yes.", reply_to=question, answers=True)
    answered.disconnect(dispatch_uid="test")
    closed = request_of(question)
    assert (closed.state, closed.answer, closed.closed_by, closed.answer_minutes, closed.was_in_time) == (Requested.ANSWERED, official, by, 40, True)
    assert heard == [closed]
    assert [comment.pk for comment in Comment.objects.sorted_by("oldest")] == [question.pk, official.pk, early.pk]
    documents = {document.object_id: document for document in Document.objects.filter(kind="comment")}
    assert documents[official.pk].state == "official"
    assert documents[official.pk].boost == 2 * documents[early.pk].boost


def test_a_reply_that_does_not_say_so_answers_nothing(paper: Paper, staff: Any, chief: Any) -> None:
    question = ask(paper, staff)
    assert not post_comment(paper, author=chief, body="I am looking into it", reply_to=question).is_official
    assert request_of(question).state == Requested.AWAITING


def test_somebody_else_cannot_answer(paper: Paper, staff: Any) -> None:
    other = make_person("other")
    question = ask(paper, staff)
    reply = post_comment(paper, author=other, body="No.", reply_to=question, answers=True)
    assert not reply.is_official
    with pytest.raises(NotYours):
        answer(request_of(question), answer=reply, by=other)


def test_asker_and_all_who_want_to_know_are_told_of_the_answer(paper: Paper, staff: Any, chief: Any, django_capture_on_commit_callbacks: Any) -> None:
    curious, question = make_person("curious"), ask(paper, staff)
    for person in (curious, curious, staff):
        want_to_know(request_of(question), person=person)
    assert list(AlsoWants.objects.values_list("person__username", flat=True)) == ["curious"]
    with django_capture_on_commit_callbacks(execute=True):
        post_comment(paper, author=chief, body="Yes.", reply_to=question, answers=True)
    assert set(Notice.objects.filter(kind="responses.answered").values_list("recipient__username", flat=True)) == {"staff", "curious"}
    want_to_know(request_of(question), person=curious, wanted=False)
    assert not AlsoWants.objects.exists()


def test_who_wants_to_know_meanwhile_is_told_when_a_hidden_answer_comes_back(
    paper: Paper, staff: Any, chief: Any, django_capture_on_commit_callbacks: Any
) -> None:
    question, curious = ask(paper, staff), make_person("curious")
    official = post_comment(paper, author=chief, body="Yes.", reply_to=question, answers=True)
    withdraw(official, actor=staff, state=State.HIDDEN)
    want_to_know(request_of(question), person=curious)
    Comment.objects.filter(pk=official.pk).update(state=State.PUBLISHED)
    official = Comment.objects.get(pk=official.pk)
    with django_capture_on_commit_callbacks(execute=True):
        published.send(sender=Comment, thing=official, first=False)
    assert request_of(question).state == Requested.ANSWERED
    assert set(Notice.objects.filter(kind="responses.answered").values_list("recipient__username", flat=True)) == {"staff", "curious"}
    assert not Notice.objects.filter(kind="discussion.replied").exists()


def test_a_question_is_asked_once(paper: Paper, staff: Any) -> None:
    question = ask(paper, staff)
    assert ask_of_it(question, asker=staff, addressee=paper.addressee()) == request_of(question)
    assert ResponseRequest.objects.count() == 1


def test_a_second_answer_comes_too_late(paper: Paper, staff: Any, chief: Any, office: Any) -> None:
    question = ask(paper, staff)
    first = post_comment(paper, author=chief, body="Yes.", reply_to=question, answers=True)
    second = post_comment(paper, author=office, body="Yes, too.", reply_to=question, answers=True)
    assert (second.is_official, request_of(question).answer) == (False, first)
    with pytest.raises(NotOpen):
        answer(request_of(question), answer=second, by=office)


def test_a_held_questions_clock_starts_when_it_is_published(paper: Paper, housing: Any, chief: Any) -> None:
    moderator, newcomer = make_person("moderator"), make_person("newcomer", profile={"joined": london("2026-11-20", "09:00").date()})
    grant_role(moderator, role=Role.MODERATOR, service=housing, actor=None)
    question = ask(paper, newcomer, london("2026-11-23", "09:00"))
    assert question.state == State.HELD
    assert not ResponseRequest.objects.exists()
    assert not waiting_for(chief)
    with at_moment(london("2026-11-23", "14:00")):
        case = Case.objects.get(decided_at=None)
        claim(case, moderator=moderator)
        decide(case, moderator=moderator, decision=Case.Decision.APPROVED, reason="")
    assert (request_of(question).asked_at, request_of(question).due_at) == (london("2026-11-23", "14:00"), london("2026-11-23", "16:00"))


def test_a_question_taken_back_waits_for_nobody(paper: Paper, staff: Any, chief: Any) -> None:
    question = ask(paper, staff)
    delete_comment(question, actor=staff)
    assert request_of(question).state == Requested.WITHDRAWN
    assert not waiting_for(chief)


def test_an_answer_that_goes_leaves_the_question_waiting_again(paper: Paper, staff: Any, chief: Any) -> None:
    question = ask(paper, staff)
    official = post_comment(paper, author=chief, body="Yes.", reply_to=question, answers=True)
    due = request_of(question).due_at
    withdraw(Comment.objects.get(pk=official.pk), actor=staff, state=State.HIDDEN)
    assert (request_of(question).state, request_of(question).due_at, request_of(question).answer_id) == (Requested.AWAITING, due, None)
    assert not Comment.objects.get(pk=official.pk).is_official


def test_declining_takes_a_reason_and_tells(paper: Paper, staff: Any, chief: Any) -> None:
    question = ask(paper, staff)
    with pytest.raises(ValueError, match="reason"):
        decline(request_of(question), by=chief, reason=" ")
    decline(request_of(question), by=chief, reason="It is before a court.")
    assert (request_of(question).state, request_of(question).reason) == (Requested.DECLINED, "It is before a court.")
    assert list(Notice.objects.filter(kind="responses.declined").values_list("recipient__username", flat=True)) == ["staff"]


def test_new_delegates_take_over_what_waits(paper: Paper, staff: Any, chief: Any, office: Any) -> None:
    question, deputy = ask(paper, staff), make_person("deputy")
    redelegate(Addressee(user=chief, service_id=None, delegate_ids=frozenset({deputy.pk})))
    assert [list(waiting_for(person)) for person in (office, deputy)] == [[], [request_of(question)]]


def test_the_record_counts_what_was_promised(paper: Paper, staff: Any, chief: Any) -> None:
    asked = london("2026-11-23", "09:00")
    questions = [ask(paper, staff, asked) for _number in range(5)]
    for question, minutes in zip(questions, (10, 60, 200), strict=False):
        with at_moment(asked + timedelta(minutes=minutes)):
            post_comment(paper, author=chief, body="Yes.", reply_to=question, answers=True)
    with at_moment(asked + timedelta(minutes=200)):
        decline(request_of(questions[3]), by=chief, reason="No.")
        assert record_of(chief) == Record(answered=3, in_time=2, median_minutes=60, declined=1, waiting=1, overdue=1)
        assert record_of(chief, since=asked + timedelta(minutes=1)) == Record(0, 0, None, 0, 0, 0)
        assert record_of(chief, reader=make_person("other")) == record_of(chief)
        Paper.objects.update(audience=intern_audience([[f"user:{chief.pk}"]]))
        assert record_of(chief, reader=staff) == Record(0, 0, None, 0, 0, 0)


def test_home_says_what_waits(paper: Paper, staff: Any, chief: Any) -> None:
    asked = london("2026-11-23", "09:00")
    question = ask(paper, staff, asked)
    ask(paper, staff, asked)
    with at_moment(asked + timedelta(minutes=30)):
        (step,) = Questions().steps(chief)
        assert (step.title, step.detail) == ("2 questions are waiting for an answer", "The first is due today 11:00")
    with at_moment(asked + timedelta(minutes=180)):
        assert Questions().steps(chief)[0].detail == "2 overdue"
        post_comment(paper, author=chief, body="Yes.", reply_to=question, answers=True)
        (step,) = Questions().steps(staff)
        assert step.title == "Maren Holroyd, Chief Executive answered your question"


def test_the_page_of_waiting_questions(paper: Paper, staff: Any, chief: Any, client: Any, django_assert_max_num_queries: Any) -> None:
    ask(paper, staff)
    client.force_login(chief)
    client.get("/responses/")
    for _number in range(20):
        ask(paper, staff)
    with django_assert_max_num_queries(14):
        response = client.get("/responses/")
    assert response.text.count("Will night crews have a say?</a>") == 21
    client.force_login(staff)
    assert "Nobody waits for an answer of yours" in client.get("/responses/").text


def test_declining_by_http(paper: Paper, staff: Any, chief: Any, client: Any) -> None:
    address = reverse("responses:decline", args=[request_of(ask(paper, staff)).pk])
    client.force_login(staff)
    assert client.get(address).status_code == 403
    assert denials() == [("staff", "GET responses:decline", "responserequest")]
    Paper.objects.update(audience=intern_audience([[f"user:{chief.pk}"]]))
    assert client.get(address).status_code == 404
    client.force_login(chief)
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "It is before a court."}).status_code == 302
    assert ResponseRequest.objects.get().state == Requested.DECLINED
    assert client.get(address).status_code == 403


def test_asking_and_answering_on_the_page(paper: Paper, staff: Any, chief: Any, client: Any) -> None:
    client.force_login(staff)
    assert "This is a question for Maren Holroyd, Chief Executive." in client.get(paper.get_absolute_url()).text
    from django.contrib.contenttypes.models import ContentType  # noqa: PLC0415 -- only here

    kind = ContentType.objects.get_for_model(paper).pk
    page = client.post(reverse("discussion:post", args=[kind, paper.pk]), {"body": "When?", "question": "on"}, follow=True)
    assert "Answer due by" in page.text
    question = Comment.objects.get()
    client.force_login(chief)
    reply = reverse("discussion:reply", args=[question.pk])
    assert "This answers the question." in client.get(reply).text
    page = client.post(reply, {"body": "Soon.", "answers": "on"}, follow=True)
    assert "Official answer" in page.text
    assert "within the promise" in page.text
    client.force_login(staff)
    assert "This answers the question." not in client.get(reply).text


def test_wanting_to_know_on_the_page(paper: Paper, staff: Any, client: Any) -> None:
    question, curious = ask(paper, staff), make_person("curious")
    client.force_login(curious)
    response = client.post(reverse("discussion:want", args=[question.pk]), {"wanted": "1"}, headers={"HX-Request": "true"})
    assert 'aria-pressed="true"' in response.text
    assert '<span class="num">1</span>' in response.text
    client.post(reverse("discussion:want", args=[question.pk]), {"wanted": "0"})
    assert not AlsoWants.objects.exists()
