"""The doors of training."""

from training.views.lessons import captions, finish_lesson, lesson_at
from training.views.modules import completion, index_at, mine, module_at
from training.views.quizzes import attempt, start_quiz

__all__ = ["attempt", "captions", "completion", "finish_lesson", "index_at", "lesson_at", "mine", "module_at", "start_quiz"]
