"""Polls in feed readers and calendars."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from intranet.core.background import at_moment, now
from intranet.core.organisation.actions import intern_audience
from polls.actions import vote
from polls.models import Poll
from tests.budgets import query_budget
from tests.factories.people import make_person
from tests.factories.polls import make_poll
from tests.feeds import entries, events, key_for, read, titles

if TYPE_CHECKING:
    from intranet.core.notifications.models import FeedKey

pytestmark = pytest.mark.django_db


@pytest.fixture
def key(staff: Any) -> FeedKey:
    return key_for(staff)


def summaries(key: FeedKey) -> list[str]:
    return [str(event["SUMMARY"]) for event in events(read(key, "polls-closing.ics"))]


def test_open_polls_are_read_without_a_figure(key: FeedKey, staff: Any) -> None:
    poll = make_poll(description="For the whole team.", results="after_close")
    vote(poll, voter=staff, choice_id=poll.choices.get(text="Tuesday").pk)

    response = read(key, "polls.atom")

    assert [(entry["title"], entry["summary"]) for entry in entries(response)] == [(poll.question, "For the whole team.")]
    assert b"Tuesday" not in response.content


def test_the_calendar_says_when_polls_close(key: FeedKey) -> None:
    poll = make_poll("Tea or coffee?", closes_in=timedelta(days=3))
    make_poll("Sooner?", closes_in=timedelta(days=1))

    found = events(read(key, "polls-closing.ics"))

    assert summaries(key) == ["Poll closes: Sooner?", "Poll closes: Tea or coffee?"]
    assert found[1]["DTSTART"].dt == poll.closes.replace(microsecond=0)


def test_a_poll_of_others_or_taken_back_or_closed_is_silent(key: FeedKey) -> None:
    make_poll("CANARY of others?", audience=intern_audience([[f"user:{make_person('other').pk}"]]))
    taken_back, closed = make_poll("Taken back?"), make_poll("Closed?")
    assert len(summaries(key)) == 2

    Poll.objects.filter(pk=taken_back.pk).update(live=False)
    with at_moment(closed.closes + timedelta(seconds=1)):
        assert titles(read(key, "polls.atom")) == summaries(key) == []
    assert titles(read(key, "polls.atom")) == ["Closed?"]


def test_of_a_poll_put_to_some_the_question_alone(key: FeedKey, staff: Any) -> None:
    make_poll("Between us?", description="CANARY", audience=intern_audience([[f"user:{staff.pk}"]]))

    response = read(key, "polls.atom")

    assert titles(response) == ["Between us?"]
    assert b"CANARY" not in response.content


def test_a_services_feed_holds_its_polls(key: FeedKey, housing: Any) -> None:
    make_poll("Of housing?", service=housing)
    make_poll("Of nobody?")

    assert titles(read(key, "service.atom", housing)) == ["Of housing?"]


@pytest.mark.parametrize("number", (1, 50))
def test_fifty_polls_cost_as_much_as_one(key: FeedKey, number: int) -> None:
    for place in range(number):
        make_poll(f"Question {place}?", description="Words.", opens=now() - timedelta(minutes=place))
    read(key, "polls.atom")

    with query_budget(4):
        assert len(titles(read(key, "polls.atom"))) == number
    with query_budget(3):
        assert len(summaries(key)) == number
