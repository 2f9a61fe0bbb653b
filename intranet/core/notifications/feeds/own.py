"""The feeds that go across all apps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from intranet.core.notifications.feeds.base import MOST, AtomFeed, Entry, all_feeds
from intranet.core.notifications.queries import readings, tray_of
from intranet.core.organisation.models import Service

if TYPE_CHECKING:
    from intranet.core.kinds import Person


class MyNotices(AtomFeed):
    """The sentences that stand in the list of notices, without a word of what they are about."""

    name = "notices"
    label = _("My notices")
    order = 10

    def url(self, thing: Any) -> str:
        return reverse("notifications:notices")

    def entries(self, user: Person, thing: Any) -> list[Entry]:
        return [
            Entry(reading.notice, reading.sentence, reading.url, reading.notice.created, author=reading.notice.actor_name)
            for reading in readings(tray_of(user)[:MOST], user)
        ]


class ServiceNews(AtomFeed):
    """What all apps say is new in a service."""

    name = "service"
    label = _("What is new in a service")
    of = Service
    order = 60

    def entries(self, user: Person, thing: Any) -> list[Entry]:
        found = [entry for feed in all_feeds() if isinstance(feed, AtomFeed) for entry in feed.in_service(user, thing)]
        return sorted(found, key=lambda entry: entry.published, reverse=True)[:MOST]
