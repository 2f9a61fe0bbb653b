"""Founding blogs, writing in a leader's name, approving, and telling people of it."""

from blogs.actions.founding import ensure_index, found_blog, keep_office
from blogs.actions.handing_over import NotTheHolder, carry_out, drop_hand_over, hand_over, plan_hand_over
from blogs.actions.live import (
    LiveClosed,
    announce_live,
    answer_live,
    ask_live,
    call_off_live,
    change_live,
    close_live,
    question_hidden,
    question_shown,
    set_stage,
    want_live,
)
from blogs.actions.series import NameTaken, change_series, start_series
from blogs.actions.signing_in import ANSWERS_FOR_LEADERS, note_answering
from blogs.actions.tagging import retag
from blogs.actions.writing import (
    AlreadyDecided,
    announce,
    approve_post,
    ask_for_changes,
    draft_post,
    publish_post,
    submit_post,
    tell_approvers,
    tell_everybody,
)

__all__ = [
    "ANSWERS_FOR_LEADERS",
    "AlreadyDecided",
    "LiveClosed",
    "NameTaken",
    "NotTheHolder",
    "announce",
    "announce_live",
    "answer_live",
    "approve_post",
    "ask_for_changes",
    "ask_live",
    "call_off_live",
    "carry_out",
    "change_live",
    "change_series",
    "close_live",
    "draft_post",
    "drop_hand_over",
    "ensure_index",
    "found_blog",
    "hand_over",
    "keep_office",
    "note_answering",
    "plan_hand_over",
    "publish_post",
    "question_hidden",
    "question_shown",
    "retag",
    "set_stage",
    "start_series",
    "submit_post",
    "tell_approvers",
    "tell_everybody",
    "want_live",
]
