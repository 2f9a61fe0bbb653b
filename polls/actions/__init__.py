"""What is done with polls: opened, held before an election, voted in, closed."""

from polls.actions.clearing import AlreadyDecided, NotYours, PollChanged, approve_poll, decline_poll, hold_coming, hold_poll, look_again
from polls.actions.polls import (
    Cast,
    NotAChoice,
    NotAsked,
    PollClosed,
    VoteRefused,
    import_counts,
    open_poll,
    published,
    refresh_opened,
    tell_closed,
    vote,
    withdrawn,
)

__all__ = [
    "AlreadyDecided",
    "Cast",
    "NotAChoice",
    "NotAsked",
    "NotYours",
    "PollChanged",
    "PollClosed",
    "VoteRefused",
    "approve_poll",
    "decline_poll",
    "hold_coming",
    "hold_poll",
    "import_counts",
    "look_again",
    "open_poll",
    "published",
    "refresh_opened",
    "tell_closed",
    "vote",
    "withdrawn",
]
