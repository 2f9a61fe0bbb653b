"""What the pages of training show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.factories.training import VIDEO, make_lesson, make_module, multiple, single, true_false
from training import actions
from training.queries import questions_of

if TYPE_CHECKING:
    from tests.a11y.town import Town
    from training.models import ModulePage


def _module(town: Town, title: str, *, lessons: int = 2) -> ModulePage:
    return make_module(
        title,
        lessons=lessons,
        quiz=[single(), multiple(), true_false()],
        summary="What to do when it rings, and where to stand.",
        introduction="<p>Ten minutes that you will be glad of.</p>",
        trainer=town.person("chief"),
        service=town.service(),
    )


def index(town: Town) -> str:
    begun = _module(town, "Begun module")
    actions.complete_lesson(begun.get_children().specific().first(), person=town.person("staff"))
    actions.record_completion(_module(town, "Completed module"), person=town.person("staff"), score=90)
    return "/training/"


def module(town: Town) -> str:
    return _module(town, "A module to begin").get_absolute_url()


def done_module(town: Town) -> str:
    found = _module(town, "A module that is done")
    actions.record_completion(found, person=town.person("staff"))
    return found.get_absolute_url()


def lesson(town: Town) -> str:
    words = [("heading", "Before you go on"), ("paragraph", "<p>Name the two stairs.</p>"), ("checklist", ["The green sign", "The count of doors"])]
    return make_lesson(_module(town, "A module with a film"), title="Three ways out", body=[("video", VIDEO), *words]).get_absolute_url()


def quiz(town: Town) -> str:
    return actions.start_quiz(_module(town, "A module with a quiz"), person=town.person("staff")).get_absolute_url()


def result(town: Town) -> str:
    found = _module(town, "A module with a result", lessons=0)
    attempt = actions.start_quiz(found, person=town.person("staff"))
    return actions.submit_quiz(attempt, chosen={question.key: frozenset({1}) for question in questions_of(found)}).get_absolute_url()


def completion(town: Town) -> str:
    return actions.record_completion(_module(town, "A module for the record"), person=town.person("staff"), score=83).get_absolute_url()
