"""What people have been told and still may know, what they follow, and how things reach them."""

from intranet.core.notifications.queries.delivery import deliveries, is_left_alone_by_social, mail_due
from intranet.core.notifications.queries.feeds import key_of, keys_of
from intranet.core.notifications.queries.follows import (
    FollowLine,
    followed_by,
    followers_of,
    followers_of_any,
    follows_of,
    kind_label,
    level_for,
    lines_of,
    silenced_by_any,
    tag_followed_by,
)
from intranet.core.notifications.queries.tray import Line, Reading, bell_count, forget_tray, line_of, readings, tray_of, unread_count
from intranet.core.notifications.queries.visible import visible_keys, visible_things

__all__ = [
    "FollowLine",
    "Line",
    "Reading",
    "bell_count",
    "deliveries",
    "followed_by",
    "followers_of",
    "followers_of_any",
    "follows_of",
    "forget_tray",
    "is_left_alone_by_social",
    "key_of",
    "keys_of",
    "kind_label",
    "level_for",
    "line_of",
    "lines_of",
    "mail_due",
    "readings",
    "silenced_by_any",
    "tag_followed_by",
    "tray_of",
    "unread_count",
    "visible_keys",
    "visible_things",
]
