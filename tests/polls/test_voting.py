"""One person, one vote, in time, for an answer of that poll."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from intranet.core.background import at_moment, now
from intranet.core.organisation.actions import intern_audience
from intranet.core.organisation.queries import forget_rights
from polls.actions import Cast, NotAChoice, NotAsked, PollClosed, VoteRefused, import_counts, vote
from polls.models import Ballot, Choice, Poll, Tally, Voter
from tests.factories.people import make_person
from tests.factories.polls import make_poll

pytestmark = pytest.mark.django_db

MILLISECOND = timedelta(milliseconds=1)
BOTH = pytest.mark.parametrize("promise", ["named", "anonymous"])


def choice_of(poll: Poll, text: str = "Tuesday") -> int:
    return poll.choices.get(text=text).pk


@BOTH
def test_a_vote_is_counted_once(staff: Any, promise: str) -> None:
    poll = make_poll(promise=promise)
    assert vote(poll, voter=staff, choice_id=choice_of(poll)) is Cast.COUNTED
    assert vote(poll, voter=staff, choice_id=choice_of(poll)) is Cast.ALREADY
    assert vote(poll, voter=staff, choice_id=choice_of(poll, "Thursday")) is Cast.ALREADY
    assert [voter.person for voter in Voter.objects.all()] == [staff]
    poll = Poll.objects.with_figures().get(pk=poll.pk)
    counted = [choice.tally.votes if poll.is_anonymous else choice.ballots_cast for choice in poll.options]
    assert counted == [1, 0, 0]


def test_a_named_vote_is_changed_where_the_poll_says_so(staff: Any) -> None:
    poll = make_poll(promise="named", change_vote=True)
    vote(poll, voter=staff, choice_id=choice_of(poll))
    assert vote(poll, voter=staff, choice_id=choice_of(poll, "Thursday")) is Cast.CHANGED
    ballot = Ballot.objects.get()
    assert (ballot.choice.text, ballot.person, ballot.person_name) == ("Thursday", staff, "Priya Nair")


def test_an_anonymous_poll_keeps_no_ballot(staff: Any) -> None:
    poll = make_poll(promise="anonymous")
    vote(poll, voter=staff, choice_id=choice_of(poll))
    assert not Ballot.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Ballot.objects.create(poll=poll, person=staff, choice_id=choice_of(poll))


@BOTH
def test_closing_is_to_the_millisecond_and_needs_nothing_to_run(staff: Any, promise: str) -> None:
    poll = make_poll(promise=promise)
    other = make_person("other")
    with at_moment(poll.closes + MILLISECOND), pytest.raises(PollClosed):
        vote(poll, voter=staff, choice_id=choice_of(poll))
    with at_moment(poll.closes), pytest.raises(PollClosed):
        vote(poll, voter=staff, choice_id=choice_of(poll))
    assert not Voter.objects.exists()
    with at_moment(poll.closes - MILLISECOND):
        assert vote(poll, voter=other, choice_id=choice_of(poll)) is Cast.COUNTED


def test_a_poll_takes_no_vote_before_it_opens(staff: Any) -> None:
    poll = make_poll(opens=now() + timedelta(hours=1))
    with pytest.raises(PollClosed):
        vote(poll, voter=staff, choice_id=choice_of(poll))


@BOTH
def test_an_answer_of_another_poll_is_refused_and_nothing_is_kept(staff: Any, promise: str) -> None:
    poll, other = make_poll(promise=promise), make_poll("Another question?", promise=promise)
    for choice_id in (choice_of(other), 0):
        with pytest.raises(NotAChoice):
            vote(poll, voter=staff, choice_id=choice_id)
    assert not Voter.objects.exists()
    assert not Ballot.objects.exists()


def test_the_database_ties_a_vote_to_the_answers_of_its_poll(staff: Any) -> None:
    poll, other = make_poll(promise="named"), make_poll("Another question?", promise="named")
    with pytest.raises(IntegrityError), transaction.atomic():
        Ballot.objects.create(poll=poll, person=staff, choice_id=choice_of(other))
    with pytest.raises(IntegrityError), transaction.atomic():
        Tally.objects.create(poll=poll, choice_id=choice_of(other))


def test_only_those_asked_vote(staff: Any, housing: Any) -> None:
    stranger = make_person("stranger")
    poll = make_poll(audience=intern_audience([[f"service:{housing.pk}"]]))
    with pytest.raises(NotAsked):
        vote(poll, voter=stranger, choice_id=choice_of(poll))
    assert vote(poll, voter=staff, choice_id=choice_of(poll)) is Cast.COUNTED


def test_who_leaves_the_service_is_no_longer_asked(staff: Any, housing: Any) -> None:
    poll = make_poll(audience=intern_audience([[f"service:{housing.pk}"]]))
    staff.roost_profile.service = None
    staff.roost_profile.save()
    forget_rights(staff)
    with pytest.raises(VoteRefused):
        vote(poll, voter=staff, choice_id=choice_of(poll))


def test_the_promise_stays_once_somebody_has_voted(staff: Any) -> None:
    poll = make_poll(promise="anonymous")
    Poll.objects.filter(pk=poll.pk).update(promise="named")
    Poll.objects.filter(pk=poll.pk).update(promise="anonymous")
    vote(poll, voter=staff, choice_id=choice_of(poll))
    with pytest.raises(IntegrityError), transaction.atomic():
        Poll.objects.filter(pk=poll.pk).update(promise="named")


def test_an_old_revision_brings_back_no_other_promise_audience_or_answers(staff: Any, housing: Any) -> None:
    poll = make_poll(promise="anonymous")
    poll.promise, poll.audience = "named", intern_audience([[f"service:{housing.pk}"]])
    poll.choices.set([Choice(text="Sunday", sort_order=0)])
    poll.description = "A better description"
    revision = poll.save_revision()
    poll = Poll.objects.get(pk=poll.pk)
    vote(poll, voter=staff, choice_id=choice_of(poll))
    revision.publish()
    published = Poll.objects.get(pk=poll.pk)
    assert published.description == "A better description"
    assert (published.promise, published.audience) == ("anonymous", poll.audience)
    assert list(published.choices.values_list("text", flat=True)) == ["Tuesday", "Wednesday", "Thursday"]
    assert Tally.objects.get(choice_id=choice_of(published)).votes == 1


def test_deleting_an_account_keeps_the_vote_and_the_name_with_it(staff: Any) -> None:
    poll = make_poll(promise="named")
    vote(poll, voter=staff, choice_id=choice_of(poll))
    staff.delete()
    assert Voter.objects.filter(poll=poll, person=None).count() == 1
    assert Ballot.objects.get().person_name == "Priya Nair"


def test_counts_made_elsewhere_are_taken_over_once(staff: Any) -> None:
    poll = make_poll(promise="anonymous")
    import_counts(poll, {choice_of(poll): 30, choice_of(poll, "Thursday"): 12}, roll=[staff])
    assert list(Tally.objects.order_by("choice").values_list("votes", "shown")) == [(30, 30), (0, 0), (12, 12)]
    assert vote(poll, voter=staff, choice_id=choice_of(poll)) is Cast.ALREADY
    with pytest.raises(ValueError, match="votes already"):
        import_counts(poll, {})


def test_deleting_a_poll_deletes_its_votes(staff: Any) -> None:
    for promise in ("named", "anonymous"):
        poll = make_poll(promise=promise)
        vote(poll, voter=staff, choice_id=choice_of(poll))
        poll.delete()
    assert not any(model.objects.exists() for model in (Poll, Choice, Voter, Ballot, Tally))
