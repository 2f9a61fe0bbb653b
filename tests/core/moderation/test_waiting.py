"""Moderators are told of a new case: those who may decide it, and nobody who has a part in it."""

from __future__ import annotations

from typing import Any

import pytest

from intranet.core.moderation.actions import decide, report, submit
from intranet.core.moderation.models import Case
from intranet.core.notifications.models import Delivery, Notice
from intranet.core.notifications.queries import readings
from tests.factories.things import make_thing

pytestmark = pytest.mark.django_db


def told() -> dict[str, str]:
    return dict(Notice.objects.filter(kind="moderation.waiting").values_list("recipient__username", "delivery"))


def test_those_who_may_decide_it_are_told_once(
    newcomer: Any,
    housing: Any,
    moderator: Any,
    second_moderator: Any,
    foreign_moderator: Any,
    coordinator: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        submit(make_thing(author=newcomer, service=housing), actor=newcomer)
    assert told() == {"moderator": Delivery.DIGEST, "moderator2": Delivery.DIGEST}
    (line,) = readings(list(Notice.objects.filter(recipient=moderator)), moderator)
    assert line.sentence.startswith("Waits for a moderator: ")
    decide(Case.objects.get(), moderator=moderator, decision="approved")
    (line,) = readings(list(Notice.objects.filter(recipient=second_moderator)), second_moderator)
    assert line.sentence.startswith("Waited for a moderator, and is decided: ")


def test_who_reports_is_not_told_of_their_own_report_and_the_next_team_is(
    author: Any, housing: Any, moderator: Any, second_moderator: Any, coordinator: Any, django_capture_on_commit_callbacks: Any
) -> None:
    thing = make_thing(author=author, service=housing)
    submit(thing, actor=author)
    with django_capture_on_commit_callbacks(execute=True):
        report(thing, reporter=moderator, reason="unkind")
    assert set(told()) == {"moderator2"}
    with django_capture_on_commit_callbacks(execute=True):
        report(thing, reporter=second_moderator, reason="unkind")
    assert set(told()) == {"moderator2", "comms"}
