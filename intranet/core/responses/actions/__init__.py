"""The life of a question, and of what came of what people said. Each act locks the request's row, so that of two one wins; it writes down who did what, here and in Wagtail's log."""

from intranet.core.responses.actions.answering import answer, decline, give_answer, hold, pass_on, redelegate, succeed, tell_answered, to_answer
from intranet.core.responses.actions.asking import ask, reopen, tell_asked, want_to_know, withdraw
from intranet.core.responses.actions.outcomes import Said, change_outcome, confirm_outcome, follow_source, record_outcome, remind_of_reviews
from intranet.core.responses.actions.records import NotOpen, NotYours
from intranet.core.responses.actions.recounting import Difference, recount
from intranet.core.responses.actions.seeing import bring_back, lose_answer, take_back
from intranet.core.responses.actions.stepping import tell_steps

__all__ = [
    "Difference",
    "NotOpen",
    "NotYours",
    "Said",
    "answer",
    "ask",
    "bring_back",
    "change_outcome",
    "confirm_outcome",
    "decline",
    "follow_source",
    "give_answer",
    "hold",
    "lose_answer",
    "pass_on",
    "record_outcome",
    "recount",
    "redelegate",
    "remind_of_reviews",
    "reopen",
    "succeed",
    "take_back",
    "tell_answered",
    "tell_asked",
    "tell_steps",
    "to_answer",
    "want_to_know",
    "withdraw",
]
