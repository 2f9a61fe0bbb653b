"""Areas, the topics in them, the posts in those, and how far each person has read."""

from forums.models.areas import Area, AreaGroup
from forums.models.bookmarks import Bookmark
from forums.models.events import TopicEvent
from forums.models.exports import AreaExport
from forums.models.files import Attachment
from forums.models.imports import Imported
from forums.models.marks import AreaMark, TopicMark
from forums.models.posts import Post, PostRevision
from forums.models.topics import Topic, page_of
from forums.models.work import Assignment, TopicLink

__all__ = [
    "Area",
    "AreaExport",
    "AreaGroup",
    "AreaMark",
    "Assignment",
    "Attachment",
    "Bookmark",
    "Imported",
    "Post",
    "PostRevision",
    "Topic",
    "TopicEvent",
    "TopicLink",
    "TopicMark",
    "page_of",
]
