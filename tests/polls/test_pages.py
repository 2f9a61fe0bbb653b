"""The pages of the polls: their states, what they refuse, and what they cost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from intranet.core.background import at_moment, now
from intranet.core.organisation.actions import intern_audience
from intranet.core.search.models import Document
from polls.actions import import_counts, vote
from polls.jobs import FindOpenedPolls
from polls.models import Poll, Voter
from tests.denials import denials
from tests.factories.people import make_person
from tests.factories.polls import make_poll

pytestmark = pytest.mark.django_db

PAGE_QUERIES = 14
INDEX_QUERIES = 10
VOTE_QUERIES = 6


@pytest.fixture
def reader(client: Any, staff: Any) -> Any:
    client.force_login(staff)
    return client


def vote_url(poll: Poll) -> str:
    return reverse("polls:vote", args=[poll.pk, poll.slug])


def statements(captured: Any) -> list[str]:
    return [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]


def test_before_the_vote_the_promise_stands_directly_above_the_button(reader: Any) -> None:
    page = reader.get(make_poll().get_absolute_url()).content.decode()
    promise, button = page.index("This vote is anonymous."), page.index('<button class="button" type="submit">Vote')
    assert promise < button
    assert "<input" not in page[promise:button]
    assert "Results show after you vote." in page


def test_a_named_poll_says_that_names_are_shown(reader: Any) -> None:
    page = reader.get(make_poll(promise="named", change_vote=True).get_absolute_url()).content.decode()
    assert "Your name is shown." in page
    assert "You can change your vote until it closes." in page


def test_voting_leads_back_to_the_poll_which_says_that_it_counted(reader: Any) -> None:
    poll = make_poll()
    answer = reader.post(vote_url(poll), {"choice": poll.choices.first().pk})
    assert (answer.status_code, answer.url) == (302, f"{poll.get_absolute_url()}#poll-{poll.pk}")
    page = reader.get(poll.get_absolute_url()).content.decode()
    assert "Your vote is counted." in page
    assert 'name="choice"' not in page


def test_a_second_vote_changes_nothing_and_the_page_says_so(reader: Any) -> None:
    poll = make_poll()
    for _time in range(2):
        reader.post(vote_url(poll), {"choice": poll.choices.first().pk})
    assert "You had voted already." in reader.get(poll.get_absolute_url()).content.decode()
    assert Voter.objects.count() == 1


def test_a_vote_from_within_a_post_returns_there(reader: Any) -> None:
    poll = make_poll()
    answer = reader.post(vote_url(poll), {"choice": poll.choices.first().pk, "next": "/blogs/chief-executive/two-days/?sort=newest#c-3"})
    assert answer.url == f"/blogs/chief-executive/two-days/?sort=newest#poll-{poll.pk}"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"])
def test_next_leads_nowhere_else(reader: Any, elsewhere: str) -> None:
    poll = make_poll()
    answer = reader.post(vote_url(poll), {"choice": poll.choices.first().pk, "next": elsewhere})
    assert answer.url.startswith(poll.get_absolute_url())


@pytest.mark.parametrize("choice", [{}, {"choice": ""}, {"choice": "first"}, {"choice": "0"}, {"choice": "9" * 30}])
def test_choosing_nothing_is_said_where_it_happened(reader: Any, choice: dict[str, str]) -> None:
    poll = make_poll()
    answer = reader.post(vote_url(poll), {**choice, "next": "/blogs/"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Choose one of the answers." in page
    assert 'role="alert"' in page
    assert f'href="#choice-{poll.choices.first().pk}"' in page
    assert 'name="next" value="/blogs/"' in page
    assert not Voter.objects.exists()


def test_a_vote_that_comes_too_late_is_refused_though_the_page_was_open(reader: Any) -> None:
    poll = make_poll()
    with at_moment(poll.closes + timedelta(milliseconds=1)):
        answer = reader.post(vote_url(poll), {"choice": poll.choices.first().pk})
    assert answer.status_code == 409
    assert "Your vote was not counted" in answer.content.decode()
    assert not Voter.objects.exists()


def test_a_poll_for_others_does_not_exist_here(reader: Any) -> None:
    outsider = make_person("outsider")
    poll = make_poll("CANARY", audience=intern_audience([[f"user:{outsider.pk}"]]))
    for answer in (reader.get(poll.get_absolute_url()), reader.post(vote_url(poll), {"choice": poll.choices.first().pk})):
        assert answer.status_code == 404
        assert "CANARY" not in answer.content.decode()
    assert "CANARY" not in reader.get(reverse("polls:index")).content.decode()


def test_a_poll_that_has_not_opened_does_not_exist_yet(reader: Any) -> None:
    poll = make_poll(opens=now() + timedelta(hours=1))
    assert reader.get(poll.get_absolute_url()).status_code == 404


def test_the_owner_who_is_not_asked_sees_it_and_cannot_vote(reader: Any, staff: Any) -> None:
    outsider = make_person("outsider")
    poll = make_poll(owner=staff, audience=intern_audience([[f"user:{outsider.pk}"]]))
    assert "This poll is not put to you" in reader.get(poll.get_absolute_url()).content.decode()
    assert reader.post(vote_url(poll), {"choice": poll.choices.first().pk}).status_code == 403
    assert denials() == [("staff", "POST polls:vote", "poll")]


def test_a_changed_question_leads_on_from_its_old_address(reader: Any) -> None:
    poll = make_poll()
    assert reader.get(reverse("polls:poll", args=[poll.pk, "old-words"])).url == poll.get_absolute_url()


def test_a_vote_by_get_is_refused(reader: Any) -> None:
    assert reader.get(vote_url(make_poll())).status_code == 405


def shows_figures(page: str) -> bool:
    return "<table" in page or "%" in page


@pytest.mark.parametrize("promise", ["named", "anonymous"])
@pytest.mark.parametrize(
    ("results", "expected"),
    [("always", (True, True, True)), ("after_vote", (False, True, True)), ("after_close", (False, False, True)), ("owner", (False, False, False))],
)
def test_no_figure_shows_earlier_than_the_rule_says(
    client: Any, reader: Any, staff: Any, promise: str, results: str, expected: tuple[bool, ...]
) -> None:
    poll = make_poll(promise=promise, results=results)
    if promise == "anonymous":
        import_counts(poll, {poll.choices.first().pk: 20})
    else:
        vote(poll, voter=make_person("other"), choice_id=poll.choices.first().pk)
    before = shows_figures(reader.get(poll.get_absolute_url()).content.decode())
    vote(poll, voter=staff, choice_id=poll.choices.first().pk)
    after = shows_figures(reader.get(poll.get_absolute_url()).content.decode())
    with at_moment(poll.closes):
        closed = shows_figures(reader.get(poll.get_absolute_url()).content.decode())
    assert (before, after, closed) == expected
    Poll.objects.update(owner=staff)
    assert shows_figures(reader.get(poll.get_absolute_url()).content.decode())


def test_the_winner_stands_in_words_and_a_tie_is_a_tie(reader: Any) -> None:
    won, tied = make_poll("Who won?"), make_poll("Who tied?")
    for poll, votes in ((won, (8, 12, 0)), (tied, (8, 8, 1))):
        import_counts(poll, dict(zip(poll.choices.values_list("pk", flat=True), votes, strict=True)))
    with at_moment(won.closes + timedelta(minutes=1)):
        assert "“Wednesday” won" in reader.get(won.get_absolute_url()).content.decode()
        page = reader.get(tied.get_absolute_url()).content.decode()
    assert "It is a tie." in page
    assert " won" not in page


def test_a_named_poll_shows_who_chose_what(reader: Any, staff: Any) -> None:
    poll = make_poll(promise="named")
    vote(poll, voter=staff, choice_id=poll.choices.first().pk)
    page = reader.get(poll.get_absolute_url())
    assert page.context["names"] == [("Tuesday", ["Priya Nair"]), ("Wednesday", []), ("Thursday", [])]


def test_the_lists_tell_open_from_closed_and_what_waits(reader: Any, staff: Any) -> None:
    voted, waiting, closed = (
        make_poll("Voted?"),
        make_poll("Waiting?", closes_in=timedelta(days=3)),
        make_poll("Closed?", closes_in=timedelta(minutes=1)),
    )
    vote(voted, voter=staff, choice_id=voted.choices.first().pk)
    with at_moment(now() + timedelta(minutes=2)):
        assert list(reader.get(reverse("polls:index")).context["page"]) == [waiting, voted]
        assert list(reader.get(reverse("polls:index"), {"show": "closed"}).context["page"]) == [closed]
        assert list(Poll.objects.waiting_for(staff)) == [waiting]


def test_the_list_costs_the_same_for_one_and_for_fifty(reader: Any, django_assert_max_num_queries: Any) -> None:
    counts = []
    for number in (1, 49):
        for place in range(number):
            make_poll(f"Question {number} {place}?")
        reader.get(reverse("polls:index"))
        with django_assert_max_num_queries(INDEX_QUERIES) as captured:
            reader.get(reverse("polls:index"))
        counts.append(len(captured))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("promise", ["named", "anonymous"])
def test_a_poll_costs_the_same_for_one_voter_and_for_fifty(reader: Any, staff: Any, promise: str, django_assert_max_num_queries: Any) -> None:
    poll = make_poll(promise=promise, results="always")
    counts = []
    for number in (1, 49):
        for place in range(number):
            vote(poll, voter=make_person(f"voter{number}-{place}"), choice_id=poll.choices.first().pk)
        reader.get(poll.get_absolute_url())
        with django_assert_max_num_queries(PAGE_QUERIES) as captured:
            reader.get(poll.get_absolute_url())
        counts.append(len(captured))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("promise", ["named", "anonymous"])
def test_a_vote_costs_few_queries(reader: Any, promise: str, django_assert_max_num_queries: Any) -> None:
    poll = make_poll(promise=promise)
    vote(poll, voter=make_person("first"), choice_id=poll.choices.first().pk)
    choice = poll.choices.first()
    with django_assert_max_num_queries(VOTE_QUERIES + 2) as captured:
        reader.post(vote_url(poll), {"choice": choice.pk})
    assert len(statements(captured)) <= VOTE_QUERIES


def test_cards_cost_two_queries_for_any_number(staff: Any, django_assert_num_queries: Any) -> None:
    polls = [make_poll(f"Question {number}?") for number in range(5)]
    seen = Poll.objects.visible_to(staff)
    with django_assert_num_queries(2):
        cards = Poll.card_contexts(seen, staff)
    assert set(cards) == {poll.pk for poll in polls}
    assert all(card["can_vote"] for card in cards.values())


def test_search_knows_a_poll_once_it_has_opened(staff: Any) -> None:
    poll = make_poll("Which quokka?", opens=now() + timedelta(hours=1))
    assert not Document.objects.filter(kind="poll").exists()
    with at_moment(poll.opens + timedelta(minutes=5)):
        FindOpenedPolls().run()
    document = Document.objects.get(kind="poll")
    assert document.title == "Which quokka?"
    assert "Wednesday" in document.body
