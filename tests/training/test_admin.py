"""Trainers publish in Wagtail's admin without a developer, and no film without words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from intranet.core.organisation.actions import grant_role
from intranet.core.organisation.models import Role
from tests.factories.pages import home_page
from tests.factories.people import make_person
from tests.factories.training import VIDEO, make_lesson, make_module
from training.actions import found_training
from training.blocks import SingleBlock, VideoBlock
from training.models import ModulePage

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


def module_words(**changes: Any) -> dict[str, Any]:
    words = {"title": "New module", "slug": "new-module", "kind": "how_to", "level": "beginner", "minutes": 5, "version": 1, "pass_mark": 80}
    words |= {"attempts_allowed": 0, "introduction": rich_text("<p>Short.</p>"), "quiz": streamfield([]), "comments": [], "action-publish": "1"}
    data = nested_form_data({**words, **changes})
    return {**data, "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}


@pytest.mark.parametrize("before", [True, False], ids=["role first", "training first"])
def test_trainer_of_a_service_publishes_a_module(client: Client, housing: Any, before: bool) -> None:
    person = make_person("trainer", service=housing)
    if before:
        grant_role(person, role=Role.TRAINER, service=housing, actor=None)
    index = found_training(home_page())
    if not before:
        grant_role(person, role=Role.TRAINER, service=housing, actor=None)
    client.force_login(person)

    answer = client.post(reverse("wagtailadmin_pages:add", args=["intranet_training", "modulepage", index.pk]), module_words())

    assert answer.status_code == 302
    module = ModulePage.objects.get()
    assert (module.live, module.owner) == (True, person)


def test_trainer_changes_no_module_of_others(client: Client, housing: Any) -> None:
    module = make_module("Of somebody else")
    person = make_person("trainer", service=housing)
    grant_role(person, role=Role.TRAINER, service=housing, actor=None)
    client.force_login(person)

    client.post(reverse("wagtailadmin_pages:edit", args=[module.pk]), module_words(title="Taken over"))

    module.refresh_from_db()
    assert module.title == "Of somebody else"


def test_staff_have_no_way_in(client: Client, staff: Any) -> None:
    index = found_training(home_page())
    client.force_login(staff)

    client.post(reverse("wagtailadmin_pages:add", args=["intranet_training", "modulepage", index.pk]), module_words())

    assert not ModulePage.objects.exists()


@pytest.mark.parametrize("missing", ["captions", "transcript"])
def test_video_without_words_is_a_draft_at_most(missing: str) -> None:
    block = VideoBlock()
    value = block.to_python({**VIDEO, missing: ""})

    with pytest.raises(ValidationError):
        block.clean(value)
    assert block.clean_deferred(value)[missing] == ""


def test_no_way_of_publishing_passes_a_video_without_words() -> None:
    lesson = make_lesson(make_module(), body=[("video", {**VIDEO, "transcript": ""})], live=False)

    with pytest.raises(ValidationError):
        lesson.save_revision().publish()


@pytest.mark.parametrize("right", [0, 2])
def test_question_with_one_right_answer_has_one(right: int) -> None:
    block = SingleBlock()
    options = [{"text": "One", "correct": right > 0, "feedback": ""}, {"text": "Two", "correct": right > 1, "feedback": ""}]

    with pytest.raises(ValidationError):
        block.clean(block.to_python({"text": "Which?", "options": options, "feedback": ""}))


def test_address_of_training_itself_is_no_module() -> None:
    with pytest.raises(ValidationError):
        make_module("Mine", slug="mine")
