"""The doors of questions and of outcomes."""

from intranet.core.responses.views.outcomes import change, index, outcome, outside, outside_outcome, record, review
from intranet.core.responses.views.questions import decline, hold, life, pass_on, reopen, waiting, want, withdraw

__all__ = [
    "change",
    "decline",
    "hold",
    "index",
    "life",
    "outcome",
    "outside",
    "outside_outcome",
    "pass_on",
    "record",
    "reopen",
    "review",
    "waiting",
    "want",
    "withdraw",
]
