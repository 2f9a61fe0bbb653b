"""Telling people, following, and how it reaches them."""

from intranet.core.notifications.actions.calls import answer_call, call_everybody
from intranet.core.notifications.actions.digests import forget_old_digests, make_digests
from intranet.core.notifications.actions.feeds import TooManyKeys, make_key, note_use, revoke_forgotten_keys, revoke_key, revoke_keys_of_leaver
from intranet.core.notifications.actions.follows import (
    carry_tag_follows,
    follow,
    follow_tag,
    keep_all_services,
    keep_services,
    set_levels,
    stop_following,
    take_part,
    unfollow,
)
from intranet.core.notifications.actions.inbound import LARGEST, Receipt, receive
from intranet.core.notifications.actions.news import tell_of_new
from intranet.core.notifications.actions.preferences import choose, forget_choice, set_deliveries, set_mail, unsubscribe
from intranet.core.notifications.actions.reading import NotAsked, acknowledge, ask_to_read, remind_of_reading
from intranet.core.notifications.actions.retention import forget_old_notices
from intranet.core.notifications.actions.telling import broadcast, mark_all_read, mark_read, notify, notify_followers

__all__ = [
    "LARGEST",
    "NotAsked",
    "Receipt",
    "TooManyKeys",
    "acknowledge",
    "answer_call",
    "ask_to_read",
    "broadcast",
    "call_everybody",
    "carry_tag_follows",
    "choose",
    "follow",
    "follow_tag",
    "forget_choice",
    "forget_old_digests",
    "forget_old_notices",
    "keep_all_services",
    "keep_services",
    "make_digests",
    "make_key",
    "mark_all_read",
    "mark_read",
    "note_use",
    "notify",
    "notify_followers",
    "receive",
    "remind_of_reading",
    "revoke_forgotten_keys",
    "revoke_key",
    "revoke_keys_of_leaver",
    "set_deliveries",
    "set_levels",
    "set_mail",
    "stop_following",
    "take_part",
    "tell_of_new",
    "unfollow",
    "unsubscribe",
]
