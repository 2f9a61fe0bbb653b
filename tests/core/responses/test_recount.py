"""The record can be told again from the rows."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command

from intranet.core.background import at_moment
from intranet.core.discussion.actions import post_comment
from intranet.core.responses.actions import hold, reopen
from intranet.core.responses.models import ResponseRequest
from tests.core.responses.asking import ask, london, request_of

if TYPE_CHECKING:
    from tests.papers.models import Paper

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.papers.urls")]


def said(**options: Any) -> list[str]:
    out = StringIO()
    call_command("recount_responses", stdout=out, **options)
    return out.getvalue().splitlines()


def test_the_columns_follow_from_the_rows_and_differences_are_said(paper: Paper, staff: Any, chief: Any) -> None:
    question = ask(paper, staff, london("2026-11-23", "09:00"))
    with at_moment(london("2026-11-23", "10:00")):
        hold(request_of(question), by=chief, words="I am asking.")
        post_comment(paper, author=chief, body="Yes.", reply_to=question, answers=True)
        reopen(request_of(question), by=staff, words="When?")
    with at_moment(london("2026-11-23", "11:00")):
        post_comment(paper, author=chief, body="In May.", reply_to=question, answers=True)
    right = request_of(question)
    record = "Maren Holroyd: 1 answered, 1 within the promise, 120 working minutes in the middle case, 0 declined, 1 put off, 0 passed on, 0 waiting, 0 overdue"
    assert said() == [record, "0 differences."]

    ResponseRequest.objects.update(answer_minutes=7, holds=0, due_at=right.asked_at, reopened_at=None)
    report = said()
    assert len(report) == 6
    assert f"request {right.pk}: answer_minutes is 7, the rows say 120" in report
    assert report[-1] == "4 differences."
    assert said(repair=True)[-1] == "4 differences, written."
    assert said() == [record, "0 differences."]
    mended = request_of(question)
    assert (mended.answer_minutes, mended.holds, mended.due_at, mended.reopened_at) == (120, 1, right.due_at, right.reopened_at)
