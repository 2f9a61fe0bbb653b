"""What the core announces of answers that come by mail."""

from django.dispatch import Signal

#: Somebody answered a mail about ``thing``, whose kind of notice ``takes_replies``: sent with ``person``, their ``words``, and ``token``, the same each time that
#: this mail is delivered. Whose thing it is writes the words after asking whether the person still may, and returns "" when they stand or wait for a
#: moderator; in words for the person, why not; and None when for them there is no such thing.
reply_received = Signal()
