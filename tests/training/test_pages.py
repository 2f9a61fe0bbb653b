"""The pages of training: what they say, who sees them, and what they cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from intranet.core.search.models import Document
from tests.budgets import query_budget
from tests.factories.pages import home_page
from tests.factories.people import make_person, make_service
from tests.factories.training import VIDEO, make_lesson, make_module, single
from training import actions
from training.actions import found_training
from training.models import LessonProgress, QuizAttempt
from training.panels import CarryOn, OwnRecord

if TYPE_CHECKING:
    from django.test import Client

    from training.models import ModulePage

pytestmark = pytest.mark.django_db

INDEX_QUERIES = 12
MODULE_QUERIES = 19
LESSON_QUERIES = 18


@pytest.mark.site
@pytest.mark.parametrize("modules", [1, 50])
def test_index_costs_the_same_with_one_module_and_fifty(as_staff: Client, staff: Any, modules: int) -> None:
    for number in range(modules):
        module = make_module(f"Module {number}", lessons=2, quiz=[single()])
        actions.complete_lesson(module.get_children().specific().first(), person=staff)
    as_staff.get("/training/")

    with query_budget(INDEX_QUERIES):
        page = as_staff.get("/training/").content.decode()

    assert page.count("Carry on<span") == modules


@pytest.mark.site
@pytest.mark.parametrize("lessons", [1, 20])
def test_module_costs_the_same_with_one_lesson_and_twenty(as_staff: Client, lessons: int) -> None:
    module = make_module(lessons=lessons, quiz=[single()], service=make_service("Safety"), trainer=make_person("trainer"))
    as_staff.get(module.get_absolute_url())

    with query_budget(MODULE_QUERIES):
        page = as_staff.get(module.get_absolute_url()).content.decode()

    assert f"Fire safety, lesson {lessons}" in page


@pytest.mark.site
@pytest.mark.parametrize("lessons", [1, 20])
def test_lesson_costs_the_same_in_a_short_and_a_long_module(as_staff: Client, lessons: int) -> None:
    module = make_module(lessons=lessons, service=make_service("Safety"), trainer=make_person("trainer"))
    address = module.get_children().specific().first().get_absolute_url()
    as_staff.get(address)

    with query_budget(LESSON_QUERIES):
        page = as_staff.get(address).content.decode()

    assert "Most people leave by the door they came in." in page


def test_empty_training_says_so(as_staff: Client) -> None:
    found_training(home_page())

    assert "No modules yet" in as_staff.get("/training/").content.decode()


def test_module_says_what_comes_next(as_staff: Client, staff: Any) -> None:
    module = make_module(lessons=2)
    first, second = module.get_children().specific()
    assert f"Start: {first.title}" in as_staff.get(module.get_absolute_url()).content.decode()

    actions.complete_lesson(first, person=staff)

    page = as_staff.get(module.get_absolute_url()).content.decode()
    assert f"Carry on: {second.title}" in page
    assert "1 of 2 steps" in page


def test_module_that_is_done_says_so_at_once(as_staff: Client, staff: Any) -> None:
    module = make_module(lessons=1)
    actions.complete_lesson(module.get_children().specific().get(), person=staff)

    assert "You have done this" in as_staff.get(module.get_absolute_url()).content.decode()
    assert module.title in as_staff.get(reverse("training:mine")).content.decode()


def test_video_has_captions_a_transcript_and_loads_nothing_by_itself(as_staff: Client) -> None:
    lesson = make_lesson(make_module(), body=[("video", VIDEO)])

    page = as_staff.get(lesson.get_absolute_url()).content.decode()

    captions = reverse("training:captions", args=[lesson.pk, lesson.videos()[0].id])
    assert 'preload="none"' in page
    assert f'<track kind="captions" src="{captions}"' in page
    assert "Find the nearest green sign." in page
    answer = as_staff.get(captions)
    assert (answer["Content-Type"], answer.content.decode()) == ("text/vtt; charset=utf-8", VIDEO["captions"])


def test_video_elsewhere_is_a_link(as_staff: Client) -> None:
    lesson = make_lesson(make_module(), body=[("video", {**VIDEO, "address": "https://films.example/1"})])

    page = as_staff.get(lesson.get_absolute_url()).content.decode()

    assert 'href="https://films.example/1"' in page
    assert "<video" not in page


def test_printed_links_within_the_site_say_where_the_site_is(as_staff: Client, settings: Any) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://intranet.example"
    words = '<p><a href="/guidance/doors/">guidance</a>, <a href="https://example.org/">elsewhere</a></p>'
    module = make_module(introduction=words)
    lesson = make_lesson(module, body=[("paragraph", words)])
    for address in (module.get_absolute_url(), lesson.get_absolute_url()):
        page = as_staff.get(address).text
        assert '<a data-site="https://intranet.example" href="/guidance/doors/">guidance</a>' in page
        assert '<a href="https://example.org/">elsewhere</a>' in page


def test_closed_module_is_not_there(as_staff: Client, closed: ModulePage) -> None:
    lesson = closed.get_children().specific().get()
    nowhere = as_staff.get("/training/nothing/")

    for address in (closed.get_absolute_url(), lesson.get_absolute_url()):
        there = as_staff.get(address)
        assert (there.status_code, there.content) == (404, nowhere.content)
    for address in (
        reverse("training:finish-lesson", args=[lesson.pk]),
        reverse("training:start-quiz", args=[closed.pk]),
    ):
        assert as_staff.post(address).status_code == 404
    assert as_staff.get(reverse("training:captions", args=[lesson.pk, "x"])).status_code == 404
    assert "anary" not in as_staff.get("/training/").content.decode()
    assert not LessonProgress.objects.exists()
    assert not QuizAttempt.objects.exists()


def test_member_sees_the_closed_module(client: Client, member: Any, closed: ModulePage) -> None:
    client.force_login(member)

    assert "Canary module" in client.get("/training/").content.decode()
    assert "Canary words" in client.get(closed.get_children().specific().get().get_absolute_url()).content.decode()


def test_open_attempt_closes_with_the_module(client: Client, member: Any, closed: ModulePage) -> None:
    attempt = actions.start_quiz(closed, person=member)
    member.groups.clear()
    client.force_login(member)

    assert client.get(attempt.get_absolute_url()).status_code == 404


def test_draft_is_nobodys(as_staff: Client) -> None:
    module = make_module("Not yet", live=False)

    assert as_staff.get("/training/not-yet/").status_code == 404
    assert "Not yet" not in as_staff.get("/training/").content.decode()
    assert not module.live


def test_search_knows_module_and_lesson_once_published(as_staff: Client) -> None:
    module = make_module(summary="Stairs and signs", tags="fire, #safety")
    lesson = make_lesson(module, body=[("video", VIDEO)])
    module.save_revision().publish()
    lesson.save_revision().publish()

    found = {document.kind: document for document in Document.objects.filter(kind__in=["module", "lesson"])}

    assert found["module"].url == module.get_absolute_url()
    assert "#fire" in found["module"].tags
    assert "Find the nearest green sign." in found["lesson"].body


def test_next_step_is_the_module_that_was_begun(staff: Any, member: Any) -> None:
    module = make_module(lessons=2)
    first, second = module.get_children().specific()
    actions.complete_lesson(first, person=staff)

    (step,) = CarryOn().steps(staff)

    assert (step.title, step.url) == ("Fire safety", second.get_absolute_url())
    assert CarryOn().steps(member) == []


def test_record_is_shown_to_oneself_alone(staff: Any, member: Any) -> None:
    actions.record_completion(make_module(), person=staff)

    assert OwnRecord().context(staff, staff) is not None
    assert OwnRecord().context(member, staff) is None
