"""D-50: however moderators and reporters race, a case is decided once, claimed once, and a thing has one open case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model

from intranet.core.kinds import State
from intranet.core.moderation.actions import AlreadyReported, CaseClosed, NotYours, claim, decide, report
from intranet.core.moderation.models import Case, CaseEvent, Report, Standing
from intranet.core.notifications.models import Notice
from intranet.core.organisation.actions import grant_role
from intranet.core.organisation.models import Role
from tests.factories.people import make_person
from tests.factories.things import make_held, make_published
from tests.races import at_once, committed, gate_for
from tests.things.models import Thing

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.synchronize import Barrier

pytestmark = [pytest.mark.races, committed]

PROCESSES = 4
ROUNDS = 25


@pytest.fixture
def people(transactional_db: None) -> list[Any]:
    """An author, and four moderators of the whole."""
    racers = [make_person(f"racer{number}") for number in range(PROCESSES + 1)]
    for person in racers[1:]:
        grant_role(person, role=Role.MODERATOR, actor=None)
    return racers


def _work(act: Callable[[Any, int, int], str], person_pk: int, worker: int, keys: list[int], gate: Barrier) -> list[str]:
    person, told = get_user_model().objects.get(pk=person_pk), []
    for key in keys:
        gate.wait()
        told.append(act(person, worker, key))
    return told


def race(act: Callable[[Any, int, int], str], people: list[Any], keys: list[int]) -> list[list[str]]:
    """Each person in a process of their own does ``act`` on the same key at once; what was told, by key, sorted."""
    gate = gate_for(len(people))
    told = at_once(_work, *[(act, person.pk, number, keys, gate) for number, person in enumerate(people)])
    return [sorted(of_key) for of_key in zip(*told, strict=True)]


def _decide(person: Any, worker: int, key: int) -> str:
    decision = "approved" if worker % 2 else "hidden"
    try:
        decide(Case.objects.get(pk=key), moderator=person, decision=decision, reason="Race")
    except CaseClosed as closed:
        return f"lost to {closed.case.decision}" if closed.case.decided_by else "lost to nobody"
    return f"won {decision}"


def test_a_case_decided_by_four_at_once_is_decided_once(people: list[Any]) -> None:
    author, *moderators = people
    for number in range(ROUNDS):
        make_held(f"Race {number}", author=author)
    cases = list(Case.objects.order_by("pk"))
    told = race(_decide, moderators, [case.pk for case in cases])
    for case, answers in zip(cases, told, strict=True):
        case.refresh_from_db()
        assert answers == [f"lost to {case.decision}"] * (PROCESSES - 1) + [f"won {case.decision}"]
        assert case.thing.state == (State.PUBLISHED if case.decision == "approved" else State.HIDDEN)
    assert CaseEvent.objects.filter(verb="decided").count() == Notice.objects.filter(recipient=author).count() == ROUNDS
    assert Standing.objects.get(person=author).approved == Case.objects.filter(decision="approved").count()


def _claim(person: Any, worker: int, key: int) -> str:
    try:
        claim(Case.objects.get(pk=key), moderator=person)
    except NotYours:
        return "lost"
    return "won"


def test_a_case_claimed_by_four_at_once_is_one_persons(people: list[Any]) -> None:
    author, *moderators = people
    for number in range(ROUNDS):
        make_held(f"Race {number}", author=author)
    told = race(_claim, moderators, list(Case.objects.order_by("pk").values_list("pk", flat=True)))
    assert told == [["lost"] * (PROCESSES - 1) + ["won"]] * ROUNDS
    assert CaseEvent.objects.filter(verb="claimed").count() == ROUNDS


def _report(person: Any, worker: int, key: int) -> str:
    try:
        report(Thing.objects.get(pk=key), reporter=person, reason="unkind")
    except AlreadyReported:
        return "already"
    return "reported"


def test_four_reports_at_once_are_one_case(people: list[Any]) -> None:
    author, *reporters = people
    things = [make_published(f"Race {number}", author=author) for number in range(ROUNDS)]
    assert race(_report, reporters, [thing.pk for thing in things]) == [["reported"] * PROCESSES] * ROUNDS
    assert (Case.objects.count(), Report.objects.count()) == (ROUNDS, ROUNDS * PROCESSES)


def test_one_person_reporting_four_times_at_once_reports_once(people: list[Any]) -> None:
    author, reporter, *_others = people
    things = [make_published(f"Race {number}", author=author) for number in range(ROUNDS)]
    assert race(_report, [reporter] * PROCESSES, [thing.pk for thing in things]) == [["already"] * (PROCESSES - 1) + ["reported"]] * ROUNDS
    assert Report.objects.count() == ROUNDS
