"""The acts of the forums."""

from forums.actions.answers import accept, withdraw_acceptance
from forums.actions.areas import change_audience, mark_areas_read, open_area, rewrite_documents, set_moderators
from forums.actions.asking import ask
from forums.actions.assigning import assign, set_progress, take_off
from forums.actions.bookmarks import bookmark
from forums.actions.counting import announce, recount, take_back
from forums.actions.editing import EditConflict, edit_post, version_of, words_to_edit
from forums.actions.exporting import export_area, forget_exports, note_fetch
from forums.actions.files import NewFile, attach, detach, drop_bytes, scan_waiting
from forums.actions.holding import Contradiction
from forums.actions.importing import import_topics
from forums.actions.linking import link_to, unlink
from forums.actions.mailed import reply_by_mail
from forums.actions.merging import merge_topics
from forums.actions.moving import move_topic
from forums.actions.posts import delete_post, mark_read, reply, start_topic, take_words
from forums.actions.splitting import split_topic
from forums.actions.tagging import retag
from forums.actions.topics import archive, change_type, lock, stick, unarchive, unlock, unstick
from forums.actions.undoing import undo
from forums.actions.waiting import bring_up_unanswered, set_answers_due

__all__ = [
    "Contradiction",
    "EditConflict",
    "NewFile",
    "accept",
    "announce",
    "archive",
    "ask",
    "assign",
    "attach",
    "bookmark",
    "bring_up_unanswered",
    "change_audience",
    "change_type",
    "delete_post",
    "detach",
    "drop_bytes",
    "edit_post",
    "export_area",
    "forget_exports",
    "import_topics",
    "link_to",
    "lock",
    "mark_areas_read",
    "mark_read",
    "merge_topics",
    "move_topic",
    "note_fetch",
    "open_area",
    "recount",
    "reply",
    "reply_by_mail",
    "retag",
    "rewrite_documents",
    "scan_waiting",
    "set_answers_due",
    "set_moderators",
    "set_progress",
    "split_topic",
    "start_topic",
    "stick",
    "take_back",
    "take_off",
    "take_words",
    "unarchive",
    "undo",
    "unlink",
    "unlock",
    "unstick",
    "version_of",
    "withdraw_acceptance",
    "words_to_edit",
]
