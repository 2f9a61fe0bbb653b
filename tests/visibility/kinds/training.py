"""Modules and lessons, and what one learner has done."""

from __future__ import annotations

from tests.factories.pages import home_page, restrict
from tests.factories.training import make_lesson, make_module, single
from tests.visibility.world import Specimen, World, kind
from training import actions
from training.models import Completion, LessonPage, ModulePage, QuizAttempt, TrainingIndexPage


def _module(world: World, state: str, title: str, **fields: object) -> ModulePage:
    module = make_module(title, slug=world.slug(title), live=state != "draft", service=world.service, trainer=world.author, **fields)
    if state == "restricted":
        restrict(module, groups=[world.group])
    if module.live:
        module.save_revision().publish()
    return ModulePage.objects.get(pk=module.pk)


@kind("training-index", TrainingIndexPage)
def training_index(world: World, state: str, words: str) -> Specimen:
    index = actions.found_training(home_page())
    index.title = words
    index.save()
    return Specimen(urls=[index.get_absolute_url()])


@kind("module", ModulePage)
def module(world: World, state: str, words: str) -> Specimen:
    found = _module(world, state, words, summary=words, introduction=f"<p>{words}</p>", tags=words, quiz=[single(words)])
    return Specimen(urls=[f"/training/{found.slug}/"], args={"module": found.slug, "pk": found.pk})


@kind("lesson", LessonPage)
def lesson(world: World, state: str, words: str) -> Specimen:
    above = _module(world, "restricted" if state == "restricted" else "open", f"Module of lessons {state}")
    found = make_lesson(above, title=words, slug=world.slug(words), live=state != "draft", body=[("paragraph", f"<p>{words}</p>")])
    if found.live:
        found.save_revision().publish()
    return Specimen(urls=[f"/training/{above.slug}/{found.slug}/"], args={"module": above.slug, "lesson": found.slug, "pk": found.pk})


@kind("quiz-attempt", QuizAttempt)
def quiz_attempt(world: World, state: str, words: str) -> Specimen:
    above = _module(world, "open", "Module with a quiz", quiz=[single(words)])
    attempt = actions.submit_quiz(actions.start_quiz(above, person=world.people["learner2"]), chosen={})
    above.quiz = [single()]
    above.save_revision().publish()
    return Specimen(urls=[attempt.get_absolute_url()], args={"pk": attempt.pk})


@kind("completion", Completion)
def completion(world: World, state: str, words: str) -> Specimen:
    above = _module(world, "open", words)
    record = actions.record_completion(above, person=world.people["learner2"], score=100)
    above.title, above.slug = "Called otherwise now", "called-otherwise-now"
    above.save_revision().publish()
    return Specimen(urls=[record.get_absolute_url()], args={"pk": record.pk})
