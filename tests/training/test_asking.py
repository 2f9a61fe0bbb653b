"""Questions under modules and lessons: the trainer owes the answer."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from intranet.core.background import at_moment
from intranet.core.discussion.actions import post_comment
from intranet.core.discussion.models import Comment
from intranet.core.discussion.tasks import tell
from intranet.core.notifications.models import Notice
from intranet.core.organisation.actions import grant_role
from intranet.core.organisation.models import Role
from intranet.core.responses.actions import NotYours, answer, tell_steps
from intranet.core.responses.models import ResponseRequest
from intranet.core.search.models import Document
from tests.factories.people import make_person
from tests.factories.training import make_lesson, make_module

if TYPE_CHECKING:
    from django.test import Client

    from training.models import LessonPage

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Europe/London"))


@pytest.fixture
def trainer(housing: Any) -> Any:
    return make_person("trainer", name="Imran Sadiq", service=housing)


@pytest.fixture
def lesson(trainer: Any, housing: Any) -> LessonPage:
    return make_lesson(make_module(trainer=trainer, service=housing))


def told(person: Any) -> list[str]:
    return sorted(Notice.objects.filter(recipient=person).values_list("kind", flat=True))


def asked_under(lesson: LessonPage, asker: Any) -> tuple[Comment, ResponseRequest]:
    with at_moment(MONDAY):
        question = post_comment(lesson, author=asker, body="Which door is it at night?", question=True)
        tell.call(question.pk)
    return question, ResponseRequest.objects.get(object_id=question.pk)


def test_question_under_a_lesson_is_answered_by_its_trainer_in_time(client: Client, lesson: LessonPage, trainer: Any, staff: Any) -> None:
    client.force_login(staff)
    page = client.get(lesson.get_absolute_url()).content.decode()
    assert "This is a question for Imran Sadiq." in page

    question, request = asked_under(lesson, staff)

    assert (request.addressee, request.due_at) == (trainer, MONDAY.replace(hour=11))
    assert told(trainer) == ["responses.asked"]  # and not of the comment besides
    with at_moment(MONDAY.replace(hour=10)):
        assert tell_steps() == 1
        reply = post_comment(lesson, author=trainer, body="The one by the stairs.", reply_to=question, answers=True)
        tell.call(reply.pk)
    request.refresh_from_db()
    assert (request.state, request.answer, request.was_in_time, request.answer_minutes) == ("answered", reply, True, 60)
    assert told(staff) == ["responses.answered"]  # and not of the reply besides
    document = Document.objects.get(kind="comment", title__startswith="Comment 2")
    assert (document.state, document.service_id) == ("official", lesson.module.service_id)
    page = client.get(lesson.get_absolute_url()).content.decode()
    assert page.index("Answered in 1 hour of working time") < page.index("The one by the stairs.")


def test_others_who_train_in_the_service_may_answer_and_nobody_else(lesson: LessonPage, trainer: Any, staff: Any, housing: Any) -> None:
    colleague = make_person("colleague")
    grant_role(colleague, role=Role.TRAINER, service=housing, actor=None)
    question, request = asked_under(lesson, staff)
    assert told(colleague) == ["responses.asked"]

    outsider = make_person("outsider")
    with pytest.raises(NotYours):
        answer(request, answer=question, by=outsider)
    reply = post_comment(lesson, author=colleague, body="By the stairs.", reply_to=question, answers=True)

    assert Comment.objects.get(pk=reply.pk).is_official


def test_lead_of_the_service_closes_a_question_as_answered(client: Client, lesson: LessonPage, trainer: Any, staff: Any, housing: Any) -> None:
    housing.lead = make_person("lead")
    housing.save()
    question, request = asked_under(lesson, staff)
    client.force_login(housing.lead)

    client.post(f"/comments/{question.pk}/reply/", {"body": "By the stairs.", "answers": "on"})

    request.refresh_from_db()
    assert (request.state, request.closed_by) == ("answered", housing.lead)


def test_without_a_trainer_the_service_is_asked_and_without_both_nobody(housing: Any) -> None:
    assert make_module("Nobody's").addressee() is None
    of_service = make_module("Of a service", service=housing).addressee()
    assert of_service is not None
    assert (of_service.user, of_service.service_id, of_service.label) == (None, housing.pk, "Housing")
