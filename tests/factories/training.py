"""Modules, lessons and quizzes."""

from __future__ import annotations

from typing import Any

from tests.factories.pages import home_page
from training.actions import found_training
from training.models import LessonPage, ModulePage

VIDEO = {
    "title": "Three ways out",
    "address": "/media/three-ways-out.mp4",
    "language": "en",
    "captions": "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\nFind the green sign.",
    "transcript": "Find the nearest green sign.",
}


def single(text: str = "Which extinguisher?", *, right: str = "Carbon dioxide", wrong: str = "Water") -> tuple[str, Any]:
    options = [{"text": wrong, "correct": False, "feedback": "It conducts."}, {"text": right, "correct": True, "feedback": "It does not conduct."}]
    return ("single", {"text": text, "options": options, "feedback": "Mains first."})


def multiple(text: str = "What do you do?") -> tuple[str, Any]:
    options = [{"text": text, "correct": correct, "feedback": ""} for text, correct in (("Alarm", True), ("Leave", True), ("Lift", False))]
    return ("multiple", {"text": text, "options": options, "feedback": ""})


def true_false(text: str = "The lift is safe.", *, answer: str = "false") -> tuple[str, Any]:
    return ("true_false", {"text": text, "answer": answer, "feedback": "Never in a fire."})


def make_module(title: str = "Fire safety", *, lessons: int = 0, quiz: list[Any] | None = None, **fields: Any) -> ModulePage:
    """A live module, with so many lessons of text."""
    module = ModulePage(title=title, quiz=quiz or [], **fields)
    found_training(home_page()).add_child(instance=module)
    for number in range(1, lessons + 1):
        make_lesson(module, title=f"{title}, lesson {number}")
    return ModulePage.objects.get(pk=module.pk)


def make_lesson(module: ModulePage, *, title: str = "Why it matters", body: list[Any] | None = None, **fields: Any) -> LessonPage:
    lesson = LessonPage(title=title, body=body or [("paragraph", "<p>Most people leave by the door they came in.</p>")], **fields)
    ModulePage.objects.get(pk=module.pk).add_child(instance=lesson)
    return LessonPage.objects.get(pk=lesson.pk)
