"""The acts of a discussion.

Locks are taken in one order everywhere: a comment, then its thread, then the record of its question. They are locks that
leave the key alone (``no_key``): PostgreSQL looks at the row a foreign key names again when a row is updated twice in one
transaction, and would otherwise wait for whoever is about to reply to it.
"""

from intranet.core.discussion.actions.bringing import bring_comment
from intranet.core.discussion.actions.counting import appeared, recount, vanished
from intranet.core.discussion.actions.exporting import NotYours, export_thread
from intranet.core.discussion.actions.reacting import CannotReact, react
from intranet.core.discussion.actions.writing import (
    CommentsClosed,
    EditConflict,
    Refused,
    delete_comment,
    edit_comment,
    post_comment,
    take_words,
    words_to_edit,
)

__all__ = [
    "CannotReact",
    "CommentsClosed",
    "EditConflict",
    "NotYours",
    "Refused",
    "appeared",
    "bring_comment",
    "delete_comment",
    "edit_comment",
    "export_thread",
    "post_comment",
    "react",
    "recount",
    "take_words",
    "vanished",
    "words_to_edit",
]
