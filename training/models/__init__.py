"""Modules with lessons and a quiz, and what people have done of them."""

from training.models.pages import LessonPage, ModulePage, TrainingIndexPage
from training.models.records import Completion, LessonProgress, QuizAttempt

__all__ = ["Completion", "LessonPage", "LessonProgress", "ModulePage", "QuizAttempt", "TrainingIndexPage"]
