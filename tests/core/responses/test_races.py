"""Several processes tell the steps, and act on one question, at once: each person is told once, and of two acts one wins."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model

from intranet.core.background import at_moment
from intranet.core.organisation.actions import grant_role
from intranet.core.organisation.models import Role
from intranet.core.responses.actions import NotOpen, NotYours, decline, hold, pass_on, tell_steps, withdraw
from intranet.core.responses.models import Reminder, RequestEvent, ResponseRequest
from intranet.core.responses.queries import addressee_of
from tests.core.responses.asking import ask, london, request_of, told
from tests.factories.papers import make_paper
from tests.factories.people import make_person, make_service
from tests.races import at_once, committed

pytestmark = [pytest.mark.races, committed, pytest.mark.urls("tests.papers.urls")]

NINE, HALF_PAST = london("2026-11-23", "09:00"), london("2026-11-23", "10:30")


def run_the_job() -> int:
    with at_moment(HALF_PAST):
        return tell_steps()


def act(number: int, request_pk: int, person_pk: int) -> str:
    request, by = ResponseRequest.objects.get(pk=request_pk), get_user_model().objects.get(pk=person_pk)
    other = get_user_model().objects.get(username="other")
    acts: tuple[Any, ...] = (
        lambda: decline(request, by=by, reason="No."),
        lambda: pass_on(request, by=by, to=addressee_of(other)),
        lambda: withdraw(request, by=by),
        lambda: hold(request, by=by, words="I am asking."),
    )
    with at_moment(NINE):
        try:
            acts[number]()
        except (NotOpen, NotYours):
            return "refused"
    return "done"


def test_a_step_is_told_once_by_many_jobs() -> None:
    service = make_service(promise_minutes=120, hours=dict.fromkeys(("mon", "tue"), "09:00-17:00"))
    asker, chief, champion = (make_person(name) for name in ("asker", "chief", "champion"))
    grant_role(champion, role=Role.CHAMPION, service=service, actor=None)
    paper = make_paper(answerer=chief, service=service)
    for _number in range(5):
        ask(paper, asker, NINE)
    assert sum(at_once(run_the_job, *[()] * 4)) == 5
    assert told("nearly_due") == ["champion"] * 5
    assert Reminder.objects.count() == 5


def test_of_acts_that_exclude_each_other_one_wins() -> None:
    asker, chief, _other = (make_person(name) for name in ("asker", "chief", "other"))
    paper = make_paper(answerer=chief)
    for _number in range(5):
        request = request_of(ask(paper, asker, NINE))
        done = at_once(act, (0, request.pk, chief.pk), (1, request.pk, chief.pk), (2, request.pk, asker.pk), (3, request.pk, chief.pk))
        assert set(done) <= {"done", "refused"}, done
        verbs = list(RequestEvent.objects.filter(request=request).values_list("verb", flat=True))
        assert len(verbs) == done.count("done")
        request.refresh_from_db()
        ends = {"declined": "declined", "withdrawn": "withdrawn", "passed": "referred"}
        assert request.state == ends[verbs[-1]]
        assert sum(verb in ("declined", "withdrawn") for verb in verbs) <= 1
