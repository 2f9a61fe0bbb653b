"""Pages and fragments of a discussion. Each begins with the thing, fetched as somebody who may see it."""

from intranet.core.discussion.views.exporting import export
from intranet.core.discussion.views.marks import react, react_to_thing, reactions, reactions_to_thing, want
from intranet.core.discussion.views.thread import Discussion, comment, history, more, thread_context
from intranet.core.discussion.views.writing import delete, edit, post, reply

__all__ = [
    "Discussion",
    "comment",
    "delete",
    "edit",
    "export",
    "history",
    "more",
    "post",
    "react",
    "react_to_thing",
    "reactions",
    "reactions_to_thing",
    "reply",
    "thread_context",
    "want",
]
