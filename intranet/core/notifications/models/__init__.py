"""What people are told, what they follow, how it reaches them, and the mails on their way."""

from intranet.core.notifications.models.calls import Call
from intranet.core.notifications.models.feeds import FeedKey
from intranet.core.notifications.models.follows import Follow, Tag
from intranet.core.notifications.models.mails import Digest, Mail
from intranet.core.notifications.models.notices import Notice, NoticeReading
from intranet.core.notifications.models.preferences import Choice, Delivery, Preference
from intranet.core.notifications.models.pushes import Push
from intranet.core.notifications.models.reading import Acknowledgeable, Acknowledgement, MustRead

__all__ = [
    "Acknowledgeable",
    "Acknowledgement",
    "Call",
    "Choice",
    "Delivery",
    "Digest",
    "FeedKey",
    "Follow",
    "Mail",
    "MustRead",
    "Notice",
    "NoticeReading",
    "Preference",
    "Push",
    "Tag",
]
