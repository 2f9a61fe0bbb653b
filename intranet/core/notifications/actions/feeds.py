"""Keys for feeds: made, used, revoked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate
from wagtail.log_actions import log

from intranet.core.background import now
from intranet.core.notifications.models import FeedKey

if TYPE_CHECKING:
    from intranet.core.kinds import Person

#: A person has so many keys at most.
MOST_KEYS = 20


class TooManyKeys(Exception):
    """One has to be revoked first."""


@transaction.atomic
def make_key(person: Person, *, name: str) -> FeedKey:
    """A key that reads as ``person``; logged. A second "Outlook" is called "Outlook (2)". Raises ``TooManyKeys``."""
    taken = list(FeedKey.objects.filter(person=person).values_list("name", flat=True))
    if len(taken) >= MOST_KEYS:
        raise TooManyKeys
    name = next(each for each in (name, *(f"{name[:95]} ({number})" for number in range(2, MOST_KEYS + 2))) if each not in taken)
    key = FeedKey.objects.create(person=person, name=name)
    log(person, "roost.feed_key.make", user=person, data={"name": name})
    return key


@transaction.atomic
def revoke_key(key: FeedKey, *, actor: Person) -> None:
    """From now on its addresses open nothing; logged."""
    if FeedKey.objects.filter(pk=key.pk).delete()[0]:
        log(key.person, "roost.feed_key.revoke", user=actor, data={"name": key.name})


@transaction.atomic
def revoke_keys_of_leaver(person: Person) -> None:
    """Who is deactivated loses their keys for good, and makes new ones when they come back; logged."""
    for key in FeedKey.objects.filter(person_id=person.pk):
        key.delete()
        log(person, "roost.feed_key.revoke", data={"name": key.name})


def revoke_forgotten_keys() -> int:
    """Delete the keys of accounts that were deactivated past the signals, by a bulk update for instance."""
    return FeedKey.objects.filter(person__is_active=False).delete()[0]


def note_use(key: FeedKey) -> None:
    """Keep the day on which a key was used last: one write a day at most."""
    today = localdate(now())
    if key.used_on != today:
        FeedKey.objects.filter(Q(used_on__lt=today) | Q(used_on=None), pk=key.pk).update(used_on=today)
