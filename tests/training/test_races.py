"""D-53: a quiz that is handed in by several at once is marked once, and its record is one."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model

from tests.factories.people import make_person
from tests.factories.training import make_module, single
from tests.races import at_once, committed
from training.actions import start_quiz, submit_quiz
from training.models import Completion, ModulePage, QuizAttempt
from training.queries import questions_of

PROCESSES = 4


def _begin(module_pk: int, person_pk: int) -> int:
    return start_quiz(ModulePage.objects.get(pk=module_pk), person=get_user_model().objects.get(pk=person_pk)).pk


def _submit(attempt_pk: int, place: int) -> int | None:
    attempt = QuizAttempt.objects.select_related("module").get(pk=attempt_pk)
    return submit_quiz(attempt, chosen={questions_of(attempt.module)[0].key: frozenset({place})}).score


@pytest.mark.races
@committed
def test_quiz_handed_in_by_four_at_once_is_marked_once() -> None:
    attempt = start_quiz(make_module(quiz=[single()]), person=make_person("racer"))

    told = set(at_once(_submit, *[(attempt.pk, place % 2) for place in range(PROCESSES)]))

    marked = QuizAttempt.objects.get()
    assert told == {marked.score}
    assert Completion.objects.count() == (1 if marked.passed else 0)


@pytest.mark.races
@committed
def test_quiz_begun_by_four_at_once_is_one_attempt() -> None:
    module, person = make_module(quiz=[single()]), make_person("racer")

    assert set(at_once(_begin, *[(module.pk, person.pk)] * PROCESSES)) == {QuizAttempt.objects.get().pk}


@pytest.mark.django_db
def test_one_after_another_gives_the_same(staff: Any) -> None:
    """The measure of the races."""
    attempt = start_quiz(make_module(quiz=[single()]), person=staff)

    told = {submit_quiz(attempt, chosen={}).score for _ in range(PROCESSES)}

    assert told == {0}
