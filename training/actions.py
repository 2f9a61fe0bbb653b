"""The acts of training."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import Permission
from django.db import IntegrityError, transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from intranet.core.background import now
from intranet.core.notifications.actions import notify_followers, tell_of_new
from intranet.core.organisation.actions import group_of_role
from intranet.core.organisation.models import Role, RoleGroup
from intranet.core.organisation.queries import name_of, published_before
from training.models import Completion, LessonPage, LessonProgress, ModulePage, QuizAttempt, TrainingIndexPage
from training.notices import ModuleChanged
from training.queries import Question, line_of, questions_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.contrib.auth.models import Group

    from intranet.core.kinds import Person


class NoAttemptsLeft(Exception):
    """The person has used all attempts that the module allows."""


@transaction.atomic
def complete_lesson(lesson: LessonPage, *, person: Person) -> Completion | None:
    """The person has done the lesson; when that was the last step, the record of the whole module."""
    LessonProgress.objects.bulk_create([LessonProgress(person=person, lesson=lesson)], ignore_conflicts=True)
    module: ModulePage = lesson.get_parent().specific
    return _complete_if_done(module, person)


def start_quiz(module: ModulePage, *, person: Person) -> QuizAttempt:
    """The person's open attempt, or a new one. Raises ``NoAttemptsLeft``."""
    attempt = _open_attempt(module, person)
    if attempt is not None:
        return attempt
    if line_of(person, module).attempts_left == 0:
        raise NoAttemptsLeft
    number = QuizAttempt.objects.filter(person=person, module=module).count() + 1
    try:
        with transaction.atomic():
            return QuizAttempt.objects.create(person=person, module=module, version=module.version, number=number)
    except IntegrityError:
        return QuizAttempt.objects.filter(person=person, module=module).latest("number")  # type: ignore[no-any-return]


def _open_attempt(module: ModulePage, person: Person) -> QuizAttempt | None:
    return QuizAttempt.objects.filter(person=person, module=module, marked_at__isnull=True).first()


@transaction.atomic
def submit_quiz(attempt: QuizAttempt, *, chosen: Mapping[str, frozenset[int]]) -> QuizAttempt:
    """Mark the attempt by what was chosen: places of answers, by the question's key. What was marked before stays as it is."""
    current = QuizAttempt.objects.select_for_update(no_key=True, of=("self",)).select_related("module", "person").get(pk=attempt.pk)
    if current.marked_at is not None:
        return current  # type: ignore[no-any-return]
    questions = questions_of(current.module)
    results = [_result(question, chosen.get(question.key, frozenset())) for question in questions]
    right = sum(1 for result in results if result["right"])
    current.answers = results
    current.score = 100 * right // len(questions) if questions else 100
    current.passed = current.score >= current.module.pass_mark
    current.marked_at, current.version = now(), current.module.version
    current.save(update_fields=["answers", "score", "passed", "marked_at", "version"])
    if current.passed:
        _complete_if_done(current.module, current.person, score=current.score)
    return current  # type: ignore[no-any-return]


def _result(question: Question, chosen: frozenset[int]) -> dict[str, object]:
    """What is kept of a question: as it was asked, so that later changes of the quiz change no result."""
    picked = [answer for place, answer in enumerate(question.answers) if place in chosen]
    return {
        "question": question.text,
        "chosen": [answer.text for answer in picked],
        "right": question.is_right(chosen),
        "said": [words for words in (*(answer.feedback for answer in picked), question.feedback) if words],
    }


def _complete_if_done(module: ModulePage, person: Person, *, score: int | None = None) -> Completion | None:
    line = line_of(person, module)
    if line.value < line.whole or not line.whole:
        return None
    if score is None and line.has_quiz:
        passed = QuizAttempt.objects.filter(person=person, module=module, version=module.version, passed=True)
        score = passed.order_by("-score").values_list("score", flat=True).first()
    return record_completion(module, person=person, score=score)


def record_completion(module: ModulePage, *, person: Person, version: int | None = None, score: int | None = None) -> Completion:
    """The record that a person has completed a version of a module, now. One that is there stays as it was."""
    wanted = version or module.version
    record = Completion(person=person, person_name=name_of(person), module=module, title=module.title, version=wanted, score=score)
    Completion.objects.bulk_create([record], ignore_conflicts=True)
    return Completion.objects.get(person=person, module=module, version=wanted)


def announce(module: ModulePage, *, first: bool) -> None:
    """A module is published: the first time who follows its trainer, service or tags hears of it, then of each new version who follows the module."""
    before = None if first else published_before(module)
    if first:
        tell_of_new(module)
    elif before is not None and before.get("version", module.version) < module.version:
        notify_followers(ModuleChanged, thing=module, of=[module], event=f"{ModuleChanged.name}:{module.pk}:{module.version}")


@transaction.atomic
def found_training(parent: Page, *, title: str = "Training", slug: str = "training") -> TrainingIndexPage:
    """The front page of training under ``parent``, and what trainers need there; the one that exists, if it does."""
    index = TrainingIndexPage.objects.first()
    if index is None:
        index = parent.add_child(instance=TrainingIndexPage(title=title, slug=slug))
    equip_trainers(group_of_role(Role.TRAINER))
    for kept in RoleGroup.objects.filter(role=Role.TRAINER).select_related("group"):
        equip_trainers(kept.group)
    return index


@transaction.atomic
def equip_trainers(group: Group) -> None:
    """Let a group of trainers add modules and lessons, publish their own, and keep the files for them."""
    index = TrainingIndexPage.objects.first()
    if index is None:
        return
    for codename in ("add_page", "publish_page"):
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.get_or_create(group=group, page=index.page_ptr, permission=permission)  # type: ignore[attr-defined]
    root = Collection.get_first_root_node()
    for codename in ("add_document", "choose_document", "add_image", "choose_image"):
        permission = Permission.objects.get(content_type__app_label__in=("wagtaildocs", "wagtailimages"), codename=codename)
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)
