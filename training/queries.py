"""What people see of modules, and how far they are."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models.functions import Left, Length
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from training.models import Completion, LessonPage, LessonProgress, ModulePage, QuizAttempt

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wagtail.blocks import StreamValue

    from intranet.core.kinds import Person


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer that can be chosen; what is said of it never leaves the server before the quiz is marked."""

    text: str
    is_right: bool
    feedback: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a quiz."""

    key: str
    text: str
    answers: tuple[Answer, ...]
    several: bool
    feedback: str

    def is_right(self, chosen: frozenset[int]) -> bool:
        """All right answers are chosen, and no other."""
        return chosen == frozenset(place for place, answer in enumerate(self.answers) if answer.is_right)


def questions_of(module: ModulePage) -> list[Question]:
    return [_question(block) for block in module.quiz]


def _question(block: StreamValue.StreamChild) -> Question:
    value = block.value
    if block.block_type == "true_false":
        truth = value["answer"] == "true"
        answers: tuple[Answer, ...] = (Answer(_("True"), truth, ""), Answer(_("False"), not truth, ""))
    else:
        answers = tuple(Answer(option["text"], bool(option["correct"]), option["feedback"] or "") for option in value["options"])
    return Question(str(block.id), value["text"], answers, block.block_type == "multiple", value["feedback"] or "")


@dataclass(frozen=True, slots=True)
class ModuleLine:
    """A module as a person has it before them."""

    module: ModulePage
    lessons: list[LessonPage] = field(default_factory=list)
    done: frozenset[int] = frozenset()
    passed: bool = False
    marked: int = 0
    completion: Completion | None = None

    @property
    def has_quiz(self) -> bool:
        return bool(self.module.quiz)

    @property
    def whole(self) -> int:
        return len(self.lessons) + self.has_quiz

    @property
    def value(self) -> int:
        return sum(1 for lesson in self.lessons if lesson.pk in self.done) + (self.has_quiz and self.passed)

    @property
    def state(self) -> str:
        """``done``, ``changed`` (done in an earlier version), ``in_progress`` or ``not_started``."""
        if self.completion is not None:
            return "done" if self.completion.version >= self.module.version else "changed"
        return "in_progress" if self.value or self.marked else "not_started"

    @property
    def words(self) -> str:
        """How much is done, in words."""
        return ngettext("%(value)d of %(whole)d step", "%(value)d of %(whole)d steps", self.whole) % {"value": self.value, "whole": self.whole}

    @property
    def next_lesson(self) -> LessonPage | None:
        return next((lesson for lesson in self.lessons if lesson.pk not in self.done), None)

    @property
    def is_quiz_next(self) -> bool:
        return self.has_quiz and not self.passed and self.next_lesson is None

    @property
    def attempts_left(self) -> int | None:
        """None: as many as somebody likes."""
        return max(self.module.attempts_allowed - self.marked, 0) if self.module.attempts_allowed else None


def module_lines(user: Person, modules: Iterable[ModulePage]) -> list[ModuleLine]:
    """Modules that the person was found to see, with how far they are: four queries, however many modules."""
    modules = list(modules)
    lessons: dict[str, list[LessonPage]] = defaultdict(list)
    parent = Left("path", Length("path") - LessonPage.steplen)
    for lesson in LessonPage.objects.visible_to(user).annotate(above=parent).filter(above__in=[module.path for module in modules]).order_by("path"):
        lessons[lesson.above].append(lesson)
    seen = [lesson.pk for rows in lessons.values() for lesson in rows]
    done = frozenset(LessonProgress.objects.filter(person=user, lesson__in=seen).values_list("lesson", flat=True))
    marked: dict[tuple[int, int], list[bool]] = defaultdict(list)
    attempts_of = QuizAttempt.objects.visible_to(user).filter(marked_at__isnull=False, module__in=modules)
    for module_id, version, passed in attempts_of.values_list("module", "version", "passed"):
        marked[module_id, version].append(passed)
    completions: dict[int | None, Completion] = {}
    for completion in Completion.objects.visible_to(user).filter(module__in=modules).order_by("version"):
        completions[completion.module_id] = completion
    lines = []
    for module in modules:
        attempts = marked[module.pk, module.version]
        lines.append(ModuleLine(module, lessons[module.path], done, any(attempts), len(attempts), completions.get(module.pk)))
    return lines


def next_url(line: ModuleLine) -> str:
    """The address of what the person does next: a lesson, the quiz on the module's page, or the module."""
    return (line.next_lesson or line.module).get_absolute_url()


def line_of(user: Person, module: ModulePage) -> ModuleLine:
    return module_lines(user, [module])[0]


def begun_modules(user: Person, *, limit: int = 3) -> list[ModuleLine]:
    """Modules that the person has begun and not completed."""
    begun = Left("path", Length("path") - LessonPage.steplen)
    paths = LessonPage.objects.filter(progress__person=user).annotate(above=begun).values("above")
    completed = Completion.objects.visible_to(user).filter(module__isnull=False).values("module")
    modules = list(ModulePage.objects.visible_to(user).filter(path__in=paths).exclude(pk__in=completed).order_by("title")[:limit])
    return module_lines(user, modules) if modules else []


def steps_of(line: ModuleLine, *, current: int | None = None, quiz: bool = False) -> list[dict[str, object]]:
    """The lessons and the quiz, in the words of the component ``lesson_list``."""
    steps: list[dict[str, object]] = [
        {
            "title": lesson.title,
            "detail": f"{_('Video') if lesson.videos() else _('Text')} · {_('%(minutes)d min') % {'minutes': lesson.minutes}}",
            "url": lesson.get_absolute_url(),
            "done": lesson.pk in line.done,
            "current": lesson.pk == current,
        }
        for lesson in line.lessons
    ]
    if line.has_quiz:
        count = len(line.module.quiz)
        detail = ngettext("Quiz · %(count)d question", "Quiz · %(count)d questions", count) % {"count": count}
        steps.append(
            {
                "title": _("Check what you know"),
                "detail": detail,
                "url": f"{line.module.get_absolute_url()}#quiz",
                "done": line.passed,
                "current": quiz,
            }
        )
    return steps
