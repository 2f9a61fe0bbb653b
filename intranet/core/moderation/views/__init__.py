"""The queue, its cases, and reports."""

from intranet.core.moderation.views.cases import case, claim, decide, release
from intranet.core.moderation.views.names import ask_for_name, decide_opening, names, opening, read_name, without_name
from intranet.core.moderation.views.queue import queue
from intranet.core.moderation.views.reports import my_report, report

__all__ = [
    "ask_for_name",
    "case",
    "claim",
    "decide",
    "decide_opening",
    "my_report",
    "names",
    "opening",
    "queue",
    "read_name",
    "release",
    "report",
    "without_name",
]
