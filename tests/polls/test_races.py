"""D-48: however a person's votes race, one counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.contrib.auth import get_user_model

from polls.actions import Cast, vote
from polls.models import Ballot, Poll, Tally, Voter
from tests.factories.people import make_person
from tests.factories.polls import make_poll
from tests.races import at_once, committed, gate_for

if TYPE_CHECKING:
    from multiprocessing.synchronize import Barrier

PROCESSES = 8


def _vote_in_each_round(poll_pk: int, votes: list[tuple[int, int]], gate: Barrier) -> list[str]:
    people = get_user_model().objects.in_bulk([voter for voter, _choice in votes])
    poll, told = Poll.objects.get(pk=poll_pk), []
    for voter, choice in votes:
        gate.wait()
        told.append(vote(poll, voter=people[voter], choice_id=choice).value)
    return told


def race(poll: Poll, rounds: list[list[tuple[int, int]]]) -> list[list[str]]:
    """Cast the votes (voter, choice) of each round at once, each in a process of its own; what was told in each round."""
    gate = gate_for(PROCESSES)
    told = at_once(_vote_in_each_round, *[(poll.pk, list(votes), gate) for votes in zip(*rounds, strict=True)])
    return [sorted(answers_of_round) for answers_of_round in zip(*told, strict=True)]


def one_person_votes_eight_times(promise: str, rounds: int) -> None:
    poll = make_poll(promise=promise)
    choices = list(poll.choices.values_list("pk", flat=True))
    people = [make_person(f"racer{number}") for number in range(rounds)]
    told = race(poll, [[(person.pk, choices[place % (1 + number % 3)]) for place in range(PROCESSES)] for number, person in enumerate(people)])
    assert told == [[Cast.ALREADY.value] * (PROCESSES - 1) + [Cast.COUNTED.value]] * rounds
    counted = sum(Tally.objects.values_list("votes", flat=True)) if poll.is_anonymous else Ballot.objects.count()
    assert counted == Voter.objects.count() == rounds


@pytest.mark.races
@committed
@pytest.mark.parametrize("promise", ["named", "anonymous"])
def test_eight_votes_of_one_person_at_once_are_one(promise: str) -> None:
    one_person_votes_eight_times(promise, rounds=100)


@committed
@pytest.mark.parametrize("promise", ["named", "anonymous"])
def test_eight_votes_at_once_are_one_on_every_database(promise: str) -> None:
    one_person_votes_eight_times(promise, rounds=5)


@pytest.mark.races
@committed
def test_votes_of_many_people_at_once_are_all_counted() -> None:
    poll, rounds = make_poll(promise="anonymous"), 25
    choices = list(poll.choices.values_list("pk", flat=True))
    people = iter([make_person(f"racer{number}") for number in range(rounds * PROCESSES)])
    told = race(poll, [[(next(people).pk, choices[place % 3]) for place in range(PROCESSES)] for _round in range(rounds)])
    assert told == [[Cast.COUNTED.value] * PROCESSES] * rounds
    tallies = list(Tally.objects.values_list("votes", "counted", "shown"))
    assert sum(votes for votes, _counted, _shown in tallies) == Voter.objects.count() == rounds * PROCESSES
    assert [sum(column) for column in zip(*tallies, strict=True)] == [200, 200, 190]
