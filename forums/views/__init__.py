"""The doors of the forums."""

from forums.views.areas import area, index, mark_all_read, mark_area_read, waiting
from forums.views.asking import answer, ask
from forums.views.editing import delete_post, edit_post
from forums.views.exporting import exported, exports
from forums.views.files import file, small_file
from forums.views.marking import bookmark, bookmarks, react, reactions, topics
from forums.views.moderating import accept_answer, archive_topic, change_type, lock_topic, stick_topic
from forums.views.moving import merge_topic, move_topic, split_topic, undo_event
from forums.views.news import news, similar
from forums.views.posts import post, reply, start_topic
from forums.views.topics import first_unread, topic
from forums.views.work import about, assign_topic, assigned, attach_topic, detach_topic, set_progress

__all__ = [
    "about",
    "accept_answer",
    "answer",
    "archive_topic",
    "area",
    "ask",
    "assign_topic",
    "assigned",
    "attach_topic",
    "bookmark",
    "bookmarks",
    "change_type",
    "delete_post",
    "detach_topic",
    "edit_post",
    "exported",
    "exports",
    "file",
    "first_unread",
    "index",
    "lock_topic",
    "mark_all_read",
    "mark_area_read",
    "merge_topic",
    "move_topic",
    "news",
    "post",
    "react",
    "reactions",
    "reply",
    "set_progress",
    "similar",
    "small_file",
    "split_topic",
    "start_topic",
    "stick_topic",
    "topic",
    "topics",
    "undo_event",
    "waiting",
]
