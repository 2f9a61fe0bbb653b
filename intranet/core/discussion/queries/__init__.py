"""What a page shows of a thread, and what an information request gets of it."""

from intranet.core.discussion.queries.pieces import Allowed, CommentPiece
from intranet.core.discussion.queries.records import ThreadRecord, record_of_thread
from intranet.core.discussion.queries.threads import (
    ReactionCount,
    Row,
    ThreadPage,
    comment_count,
    page_number_of,
    people_reacting,
    reaction_totals,
    reactions_at,
    reactions_of,
    requests_of,
    thread_page,
)

__all__ = [
    "Allowed",
    "CommentPiece",
    "ReactionCount",
    "Row",
    "ThreadPage",
    "ThreadRecord",
    "comment_count",
    "page_number_of",
    "people_reacting",
    "reaction_totals",
    "reactions_at",
    "reactions_of",
    "record_of_thread",
    "requests_of",
    "thread_page",
]
