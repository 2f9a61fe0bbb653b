"""What the pages of feeds show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from intranet.core.notifications.actions import make_key
from intranet.core.notifications.models import FeedKey

if TYPE_CHECKING:
    from tests.a11y.town import Town


def _key(town: Town) -> FeedKey:
    staff = town.person("staff")
    return FeedKey.objects.filter(person=staff, name="Outlook").first() or make_key(staff, name="Outlook")


def keys(town: Town) -> str:
    _key(town)
    return f"{reverse('notifications:feeds')}?for=service.atom/{town.service().pk}"


def key(town: Town) -> str:
    return f"{reverse('notifications:feed-key', args=[_key(town).pk])}?for=service.atom/{town.service().pk}"


def revoke(town: Town) -> str:
    return reverse("notifications:revoke-feed-key", args=[_key(town).pk])
