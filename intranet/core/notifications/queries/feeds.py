"""Whose key it is, and which keys a person has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intranet.core.notifications.models.feeds import FeedKey, key_in

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from intranet.core.kinds import Person


def keys_of(person: Person) -> QuerySet[FeedKey]:
    return FeedKey.objects.filter(person_id=person.pk)


def key_of(token: str) -> FeedKey | None:
    """The key of an address, with its person; None when we did not sign it, it is revoked, or its person has left. One query."""
    key = key_in(token)
    if key is None:
        return None
    return FeedKey.objects.select_related("person__roost_profile").filter(key=key, person__is_active=True).first()
