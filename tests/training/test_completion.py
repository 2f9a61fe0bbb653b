"""Lessons done, quizzes marked on the server, records that stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests.denials import denials
from tests.factories.training import make_lesson, make_module, multiple, single, true_false
from training import actions
from training.models import Completion, LessonProgress, QuizAttempt
from training.queries import line_of, questions_of

if TYPE_CHECKING:
    from django.test import Client

    from training.models import ModulePage

pytestmark = pytest.mark.django_db


def rightly(module: ModulePage) -> dict[str, frozenset[int]]:
    """What somebody chooses who knows it all."""
    return {question.key: frozenset(place for place, answer in enumerate(question.answers) if answer.is_right) for question in questions_of(module)}


def as_post(chosen: dict[str, frozenset[int]]) -> dict[str, list[str]]:
    return {f"question-{key}": [str(place) for place in places] for key, places in chosen.items()}


def test_module_without_a_quiz_is_done_with_its_last_lesson(staff: Any) -> None:
    module = make_module(lessons=2)
    first, last = module.get_children().specific()

    assert actions.complete_lesson(first, person=staff) is None
    record = actions.complete_lesson(last, person=staff)

    assert record is not None
    assert (record.title, record.version, record.person_name, record.score) == ("Fire safety", 1, "Priya Nair", None)


def test_lesson_done_twice_is_done_once(staff: Any) -> None:
    lesson = make_module(lessons=2).get_children().specific().first()

    for _ in range(2):
        actions.complete_lesson(lesson, person=staff)

    assert LessonProgress.objects.count() == 1


def test_quiz_is_marked_by_what_is_right(staff: Any) -> None:
    module = make_module(quiz=[single(), multiple(), true_false()], pass_mark=60)
    chosen = {**rightly(module), questions_of(module)[1].key: frozenset({0})}

    attempt = actions.submit_quiz(actions.start_quiz(module, person=staff), chosen=chosen)

    assert (attempt.score, attempt.passed) == (66, True)
    assert [answer["right"] for answer in attempt.answers] == [True, False, True]
    assert Completion.objects.get().score == 66


def test_quiz_below_the_mark_completes_nothing(staff: Any) -> None:
    module = make_module(quiz=[single(), true_false()])

    attempt = actions.submit_quiz(actions.start_quiz(module, person=staff), chosen={})

    assert (attempt.score, attempt.passed) == (0, False)
    assert not Completion.objects.exists()


def test_quiz_passed_first_waits_for_the_lessons(staff: Any) -> None:
    module = make_module(lessons=1, quiz=[single()])
    actions.submit_quiz(actions.start_quiz(module, person=staff), chosen=rightly(module))
    assert not Completion.objects.exists()

    record = actions.complete_lesson(module.get_children().specific().get(), person=staff)

    assert record is not None
    assert record.score == 100


def test_attempt_is_marked_once(staff: Any) -> None:
    module = make_module(quiz=[single()])
    attempt = actions.start_quiz(module, person=staff)

    actions.submit_quiz(attempt, chosen={})
    again = actions.submit_quiz(attempt, chosen=rightly(module))

    assert (again.score, again.passed) == (0, False)
    assert not Completion.objects.exists()


def test_two_tabs_share_one_attempt(staff: Any) -> None:
    module = make_module(quiz=[single()])

    assert actions.start_quiz(module, person=staff) == actions.start_quiz(module, person=staff)


def test_attempts_end_where_the_module_says(as_staff: Client, staff: Any) -> None:
    module = make_module(quiz=[single()], attempts_allowed=2)
    for _ in range(2):
        actions.submit_quiz(actions.start_quiz(module, person=staff), chosen={})

    with pytest.raises(actions.NoAttemptsLeft):
        actions.start_quiz(module, person=staff)
    assert as_staff.post(reverse("training:start-quiz", args=[module.pk])).status_code == 403
    assert denials() == [("staff", "POST training:start-quiz", "modulepage")]


def test_record_is_never_overwritten(staff: Any) -> None:
    module = make_module()
    record = actions.record_completion(module, person=staff, score=80)

    again = actions.record_completion(module, person=staff, score=100)

    assert (again.pk, again.score) == (record.pk, 80)
    with pytest.raises(TypeError):
        again.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Completion.objects.create(person=staff, person_name="x", module=module, title="x", version=1)


def test_new_version_adds_a_record_and_keeps_the_old(staff: Any) -> None:
    module = make_module(lessons=1)
    actions.record_completion(module, person=staff)
    module.version = 2
    module.save()
    assert line_of(staff, module).state == "changed"

    actions.complete_lesson(module.get_children().specific().get(), person=staff)

    assert sorted(Completion.objects.values_list("version", flat=True)) == [1, 2]
    assert line_of(staff, module).state == "done"


def test_record_stays_when_module_and_account_go(staff: Any) -> None:
    module = make_module()
    actions.record_completion(module, person=staff)

    module.delete()
    staff.delete()

    record = Completion.objects.get()
    assert (record.person_name, record.title, record.person, record.module) == ("Priya Nair", "Fire safety", None, None)


def test_page_of_the_quiz_tells_nothing_of_what_is_right(as_staff: Client, staff: Any) -> None:
    module = make_module(quiz=[single(), true_false()])
    attempt = actions.start_quiz(module, person=staff)

    page = as_staff.get(attempt.get_absolute_url()).content.decode()

    assert "Which extinguisher?" in page
    for secret in ("It conducts.", "It does not conduct.", "Mains first.", "Never in a fire.", "correct"):
        assert secret not in page


def test_quiz_from_start_to_record(as_staff: Client, staff: Any) -> None:
    module = make_module(quiz=[single(), multiple()])

    attempt_url = as_staff.post(reverse("training:start-quiz", args=[module.pk]))["Location"]
    answer = as_staff.post(attempt_url, as_post(rightly(module)))

    assert answer["Location"] == attempt_url
    page = as_staff.get(attempt_url).content.decode()
    assert "Passed" in page
    assert "You have done this" in page
    assert Completion.objects.get().person == staff


def test_result_names_each_answer_in_words(as_staff: Client, staff: Any) -> None:
    module = make_module(quiz=[single()])
    key = questions_of(module)[0].key
    attempt = actions.submit_quiz(actions.start_quiz(module, person=staff), chosen={key: frozenset({0})})

    page = as_staff.get(attempt.get_absolute_url()).content.decode()

    assert "Not correct" in page
    assert "It conducts." in page
    assert "It does not conduct." not in page


def test_unanswered_question_is_named(as_staff: Client, staff: Any) -> None:
    attempt = actions.start_quiz(make_module(quiz=[single(), single("And which second?")]), person=staff)

    answer = as_staff.post(attempt.get_absolute_url(), {})

    assert answer.status_code == 422
    assert "Answer question 2" in answer.content.decode()
    attempt.refresh_from_db()
    assert attempt.marked_at is None


def test_score_is_never_taken_from_the_form(as_staff: Client, staff: Any) -> None:
    module = make_module(quiz=[single()])
    attempt = actions.start_quiz(module, person=staff)
    key = questions_of(module)[0].key

    as_staff.post(attempt.get_absolute_url(), {f"question-{key}": "0", "score": "100", "passed": "on", "person": "1", "number": "9"})

    attempt.refresh_from_db()
    assert (attempt.score, attempt.passed, attempt.number) == (0, False, 1)


def test_answer_that_was_not_offered_is_refused(as_staff: Client, staff: Any) -> None:
    module = make_module(quiz=[single()])
    attempt = actions.start_quiz(module, person=staff)

    answer = as_staff.post(attempt.get_absolute_url(), {f"question-{questions_of(module)[0].key}": "7"})

    assert answer.status_code == 422


@pytest.mark.parametrize("name", ["attempt", "completion"])
def test_records_of_others_are_not_there(client: Client, staff: Any, member: Any, name: str) -> None:
    module = make_module(quiz=[single()])
    attempt = actions.submit_quiz(actions.start_quiz(module, person=member), chosen=rightly(module))
    pk = {"attempt": attempt.pk, "completion": Completion.objects.get().pk}[name]
    client.force_login(staff)

    there, nowhere = client.get(reverse(f"training:{name}", args=[pk])), client.get(reverse(f"training:{name}", args=[999_999]))

    assert (there.status_code, there.content) == (404, nowhere.content)


def test_attempt_of_another_cannot_be_handed_in(client: Client, staff: Any, member: Any) -> None:
    module = make_module(quiz=[single()])
    attempt = actions.start_quiz(module, person=member)
    client.force_login(staff)

    assert client.post(attempt.get_absolute_url(), as_post(rightly(module))).status_code == 404
    assert QuizAttempt.objects.get().marked_at is None


def test_lesson_button_leads_on_and_ends_with_the_record(as_staff: Client) -> None:
    module = make_module()
    first, last = make_lesson(module, title="One"), make_lesson(module, title="Two")

    on = as_staff.post(reverse("training:finish-lesson", args=[first.pk]))["Location"]
    end = as_staff.post(reverse("training:finish-lesson", args=[last.pk]))["Location"]

    assert on == last.get_absolute_url()
    assert end == Completion.objects.get().get_absolute_url()
    assert "Done: Fire safety" in as_staff.get(end).content.decode()
