"""What those who ask, those who answer, and those who had their say are told."""

from intranet.core.responses.notices.outcomes import OutcomeChanged, OutcomePublished, OutcomeToReview
from intranet.core.responses.notices.questions import (
    AnswerHalfway,
    AnswerNearlyDue,
    AnswerOverdue,
    QuestionAnswered,
    QuestionAsked,
    QuestionDeclined,
    QuestionHeld,
    QuestionHeldAgain,
    QuestionPassedOn,
    QuestionPassedToMe,
    QuestionReopened,
    QuestionWithdrawn,
)

__all__ = [
    "AnswerHalfway",
    "AnswerNearlyDue",
    "AnswerOverdue",
    "OutcomeChanged",
    "OutcomePublished",
    "OutcomeToReview",
    "QuestionAnswered",
    "QuestionAsked",
    "QuestionDeclined",
    "QuestionHeld",
    "QuestionHeldAgain",
    "QuestionPassedOn",
    "QuestionPassedToMe",
    "QuestionReopened",
    "QuestionWithdrawn",
]
