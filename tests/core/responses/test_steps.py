"""Who is told at 50, 75 and 100 % of the working time: each once, however late, often or many at a time it runs."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from intranet.core.background import at_moment
from intranet.core.background.jobs import all_jobs, run_due
from intranet.core.discussion.actions import post_comment
from intranet.core.discussion.models import Comment
from intranet.core.kinds import State
from intranet.core.moderation.actions import withdraw as hide
from intranet.core.organisation.actions import grant_role
from intranet.core.organisation.models import Role
from intranet.core.responses import actions
from intranet.core.responses.actions import hold, pass_on, reopen, tell_steps
from intranet.core.responses.jobs import TellSteps
from intranet.core.responses.models import Reminder
from intranet.core.responses.queries import addressee_of
from tests.core.responses.asking import ask, london, request_of, told
from tests.factories.people import make_person, make_service
from tests.papers.models import Paper

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.papers.urls")]

STEPS = ("halfway", "nearly_due", "overdue")


def monday(time: str) -> datetime:
    return london("2026-11-23", time)


@pytest.fixture
def house(housing: Any, chief: Any, paper: Paper) -> Any:
    """A service with a lead, a deputy and a champion, and a central co-ordinator above."""
    people = {name: make_person(name) for name in ("lead", "deputy", "champion", "centre")}
    housing.lead, housing.deputy = people["lead"], people["deputy"]
    housing.save()
    grant_role(people["champion"], role=Role.CHAMPION, service=housing, actor=None)
    grant_role(people["centre"], role=Role.CENTRAL_COORDINATOR, actor=None)
    return housing


@pytest.fixture
def question(house: Any, paper: Paper, staff: Any) -> Comment:
    """Asked on Monday at nine, and due at eleven: the steps are at ten, half past ten and eleven."""
    return ask(paper, staff, monday("09:00"))


def run_at(moment: datetime) -> int:
    with at_moment(moment):
        return tell_steps()


def all_told() -> dict[str, list[str]]:
    return {step: people for step in STEPS if (people := told(step))}


HALFWAY = {"halfway": ["chief"]}
NEARLY = {"nearly_due": ["champion", "deputy", "office"]}
OVERDUE = {"overdue": ["centre", "lead"]}


def test_each_step_is_told_at_its_time(question: Comment) -> None:
    for moment, people in (
        (monday("09:59"), {}),
        (monday("10:00"), HALFWAY),
        (monday("10:29"), HALFWAY),
        (monday("10:30"), HALFWAY | NEARLY),
        (monday("10:59"), HALFWAY | NEARLY),
        (monday("11:00"), HALFWAY | NEARLY | OVERDUE),
        (monday("16:00"), HALFWAY | NEARLY | OVERDUE),
    ):
        run_at(moment)
        assert all_told() == people, moment


@pytest.mark.parametrize(
    ("asked", "steps"),
    [
        (london("2026-11-20", "16:30"), (london("2026-11-23", "09:30"), london("2026-11-23", "10:00"), london("2026-11-23", "10:30"))),  # a weekend
        (
            london("2026-05-22", "16:30"),
            (london("2026-05-26", "09:30"), london("2026-05-26", "10:00"), london("2026-05-26", "10:30")),
        ),  # a bank holiday
        (london("2026-03-27", "16:30"), (london("2026-03-30", "09:30"), london("2026-03-30", "10:00"), london("2026-03-30", "10:30"))),  # forward
        (london("2026-10-23", "16:30"), (london("2026-10-26", "09:30"), london("2026-10-26", "10:00"), london("2026-10-26", "10:30"))),  # back
    ],
)
def test_steps_are_in_working_time(house: Any, paper: Paper, staff: Any, asked: datetime, steps: tuple[datetime, ...]) -> None:
    ask(paper, staff, asked)
    for number, moment in enumerate(steps):
        run_at(moment - timedelta(minutes=1))
        assert len(all_told()) == number
        run_at(moment)
        assert len(all_told()) == number + 1


def test_when_it_comes_late_only_the_last_step_is_told(question: Comment) -> None:
    run_at(monday("10:45"))
    assert all_told() == NEARLY
    run_at(monday("15:00"))
    assert all_told() == NEARLY | OVERDUE


def test_twice_is_once(question: Comment) -> None:
    assert [run_at(monday("10:00")), run_at(monday("10:00")), run_at(monday("10:01"))] == [1, 0, 0]
    assert Reminder.objects.count() == 1
    reminder = Reminder.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder.objects.create(request=reminder.request, person=reminder.person, step=50)


def test_a_run_that_was_killed_is_done_again_whole(question: Comment, monkeypatch: Any) -> None:
    def die(*args: Any, **kwargs: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as killed:
        killed.setattr("intranet.core.responses.actions.stepping.notify", die)
        with pytest.raises(KeyboardInterrupt):
            run_at(monday("10:00"))
    assert (all_told(), Reminder.objects.count(), request_of(question).told_step) == ({}, 0, 0)
    run_at(monday("10:00"))
    assert all_told() == HALFWAY


def test_the_job_is_among_the_periodic_ones(question: Comment) -> None:
    (job,) = [job for job in all_jobs() if isinstance(job, TellSteps)]
    with at_moment(monday("10:00")):
        assert run_due([job]) == []
    assert all_told() == HALFWAY


@pytest.mark.parametrize("end", ["answered", "declined", "withdrawn", "hidden"])
def test_nobody_is_told_of_what_has_ended(question: Comment, chief: Any, staff: Any, end: str) -> None:
    with at_moment(monday("09:30")):
        if end == "answered":
            post_comment(question.discussion.thing, author=chief, body="Yes.", reply_to=question, answers=True)
        elif end == "declined":
            actions.decline(request_of(question), by=chief, reason="No.")
        elif end == "withdrawn":
            actions.withdraw(request_of(question), by=staff)
        else:
            hide(Comment.objects.get(pk=question.pk), actor=chief, state=State.HIDDEN)
    run_at(monday("12:00"))
    assert all_told() == {}


def test_putting_off_moves_the_steps_that_are_left(question: Comment, chief: Any) -> None:
    """Of ten hours from Monday at nine, three quarters are gone at half past four, and all on Tuesday at eleven."""
    run_at(monday("10:00"))
    with at_moment(monday("10:00")):
        hold(request_of(question), by=chief, words="I am asking.")
    run_at(monday("16:29"))
    assert all_told() == HALFWAY
    run_at(monday("16:30"))
    assert all_told() == HALFWAY | NEARLY
    run_at(london("2026-11-24", "11:00"))
    assert all_told() == HALFWAY | NEARLY | OVERDUE


def test_who_takes_it_over_late_hears_of_the_steps_that_are_left(question: Comment, chief: Any) -> None:
    roads = make_service("Roads", hours=dict.fromkeys(("mon", "tue"), "09:00-17:00"))
    roads.lead = make_person("roads_lead")
    roads.deputy = make_person("roads_deputy")
    roads.save()
    anwen = make_person("anwen", service=roads)
    run_at(monday("10:30"))
    with at_moment(monday("10:40")):
        pass_on(request_of(question), by=chief, to=addressee_of(anwen))
    run_at(monday("10:41"))
    assert all_told() == {"nearly_due": ["champion", "deputy", "office", "roads_deputy"]}
    run_at(monday("11:00"))
    assert all_told()["overdue"] == ["centre", "roads_lead"]


def test_what_a_service_was_asked_is_told_to_its_people_first(question: Comment, chief: Any) -> None:
    roads = make_service("Roads", hours=dict.fromkeys(("mon", "tue"), "09:00-17:00"))
    grant_role(make_person("roads_owner"), role=Role.SERVICE_OWNER, service=roads, actor=None)
    with at_moment(monday("09:30")):
        pass_on(request_of(question), by=chief, to=addressee_of(roads))
    run_at(monday("10:00"))
    assert all_told() == {"halfway": ["roads_owner"]}


def test_the_clock_that_runs_again_is_told_again(question: Comment, chief: Any, staff: Any) -> None:
    """Reopened at eleven, it is due at one: the steps are at twelve, half past twelve and one."""
    run_at(monday("10:00"))
    with at_moment(monday("10:10")):
        post_comment(question.discussion.thing, author=chief, body="Yes.", reply_to=question, answers=True)
    with at_moment(monday("11:00")):
        reopen(request_of(question), by=staff, words="When?")
    run_at(monday("11:59"))
    assert all_told() == HALFWAY
    run_at(monday("12:00"))
    assert all_told() == {"halfway": ["chief", "chief"]}
    run_at(monday("13:00"))
    assert all_told() == {"halfway": ["chief", "chief"]} | OVERDUE


def test_who_may_not_see_the_question_is_not_told(question: Comment, house: Any) -> None:
    from intranet.core.organisation.actions import intern_audience  # noqa: PLC0415 -- only here

    Paper.objects.update(audience=intern_audience([[f"user:{house.lead_id}"]]))
    run_at(monday("11:00"))
    assert all_told() == {"overdue": ["lead"]}
