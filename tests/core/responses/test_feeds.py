"""What a person owes an answer to, in their calendar."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from intranet.core.background import at_moment
from intranet.core.discussion.actions import delete_comment, post_comment
from intranet.core.organisation.actions import intern_audience
from intranet.core.responses.actions import hold
from intranet.core.responses.models import ResponseRequest
from tests.budgets import query_budget
from tests.factories.papers import make_paper
from tests.factories.people import make_person
from tests.feeds import events, key_for, read
from tests.papers.models import Paper

if TYPE_CHECKING:
    from intranet.core.discussion.models import Comment

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.papers.urls")]


@pytest.fixture
def chief(housing: Any) -> Any:
    return make_person("chief", name="Maren Holroyd", service=housing)


@pytest.fixture
def paper(chief: Any, housing: Any) -> Paper:
    housing.promise_minutes = 120
    housing.hours = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "09:00-17:00")
    housing.save()
    return make_paper(answerer=chief, service=housing)


def ask(paper: Paper, asker: Any, words: str = "Will night crews have a say?") -> Comment:
    return post_comment(paper, author=asker, body=words, question=True)


def test_an_answer_is_due_at_its_working_hour(paper: Paper, chief: Any, staff: Any) -> None:
    with at_moment(datetime(2026, 5, 22, 16, 30, tzinfo=ZoneInfo("Europe/London"))):  # the Monday after it is a bank holiday
        question = ask(paper, staff, "CANARY")

    response = read(key_for(chief), "answers-due.ics")

    (event,) = events(response)
    assert event["DTSTART"].to_ical() == b"20260526T093000Z"  # half past ten in summer
    assert str(event["SUMMARY"]) == "Answer due: a question by Priya Nair to Maren Holroyd, Chief Executive"
    assert str(event["URL"]).endswith(question.get_absolute_url())
    assert b"CANARY" not in response.content


def test_an_answer_that_was_put_off_moves_in_the_calendar(paper: Paper, chief: Any, staff: Any) -> None:
    asked, key = datetime(2026, 11, 23, 9, 0, tzinfo=UTC), key_for(chief)
    with at_moment(asked):
        question = ask(paper, staff)
        (before,) = events(read(key, "answers-due.ics"))
    with at_moment(asked + timedelta(hours=1)):
        hold(ResponseRequest.objects.get(object_id=question.pk), by=chief, words="I am asking the crews.")
        (after,) = events(read(key, "answers-due.ics"))

    assert after["UID"] == before["UID"]
    assert after["DTSTART"].dt > before["DTSTART"].dt
    assert (before["LAST-MODIFIED"].dt, after["LAST-MODIFIED"].dt) == (asked, asked + timedelta(hours=1))


def test_others_and_what_is_gone_owe_nothing(paper: Paper, chief: Any, staff: Any) -> None:
    question, key = ask(paper, staff), key_for(chief)
    assert events(read(key_for(staff), "answers-due.ics")) == []
    assert len(events(read(key, "answers-due.ics"))) == 1

    delete_comment(question, actor=staff)

    assert events(read(key, "answers-due.ics")) == []


def test_a_question_that_may_not_be_seen_any_more_is_silent(paper: Paper, chief: Any, staff: Any) -> None:
    ask(paper, staff)
    key = key_for(chief)

    Paper.objects.update(audience=intern_audience([[f"user:{staff.pk}"]]))

    assert events(read(key, "answers-due.ics")) == []


@pytest.mark.parametrize("number", (1, 20))
def test_many_questions_cost_as_much_as_one(paper: Paper, chief: Any, staff: Any, number: int) -> None:
    for place in range(number):
        ask(paper, staff, f"Question {place}?")
    key = key_for(chief)
    read(key, "answers-due.ics")

    with query_budget(5):
        assert len(events(read(key, "answers-due.ics"))) == number
