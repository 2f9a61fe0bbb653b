"""The only writers of search documents, of the outbox beside them, and of the list of tags."""

from intranet.core.search.actions.documents import (
    BATCH,
    follow_pages,
    forget,
    log_query,
    move_pages,
    place_of,
    readdress,
    refresh,
    refresh_all,
    refresh_many,
    rehouse,
)
from intranet.core.search.actions.tags import keep_tag, lead_tag

__all__ = [
    "BATCH",
    "follow_pages",
    "forget",
    "keep_tag",
    "lead_tag",
    "log_query",
    "move_pages",
    "place_of",
    "readdress",
    "refresh",
    "refresh_all",
    "refresh_many",
    "rehouse",
]
