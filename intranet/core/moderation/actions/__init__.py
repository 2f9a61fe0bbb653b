"""The acts of moderation: the only code that changes ``Moderated.state``.

Each locks the thing first and its case second, so that no two of them wait for each other.
"""

from intranet.core.moderation.actions.cases import (
    CaseClosed,
    NotYours,
    WordsChanged,
    can_put_on_trial,
    claim,
    decide,
    decisions_of,
    fingerprint,
    release,
)
from intranet.core.moderation.actions.moving import hand_over, with_open_cases
from intranet.core.moderation.actions.pages import page_published, page_withdrawn
from intranet.core.moderation.actions.reports import AlreadyReported, NothingToReport, report
from intranet.core.moderation.actions.seals import (
    SealedAway,
    ask_to_open,
    decide_opening,
    may_decide,
    may_read,
    note_news,
    read_name,
    seal_author,
    tell_news,
)
from intranet.core.moderation.actions.words import edited, first_state, hold, propose, submit, withdraw

__all__ = [
    "AlreadyReported",
    "CaseClosed",
    "NotYours",
    "NothingToReport",
    "SealedAway",
    "WordsChanged",
    "ask_to_open",
    "can_put_on_trial",
    "claim",
    "decide",
    "decide_opening",
    "decisions_of",
    "edited",
    "fingerprint",
    "first_state",
    "hand_over",
    "hold",
    "may_decide",
    "may_read",
    "note_news",
    "page_published",
    "page_withdrawn",
    "propose",
    "read_name",
    "release",
    "report",
    "seal_author",
    "submit",
    "tell_news",
    "with_open_cases",
    "withdraw",
]
