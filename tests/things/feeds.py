"""Things for feed readers and calendars."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from intranet.core.background import now
from intranet.core.notifications.feeds import MOST, AtomFeed, CalendarFeed, Entry, Event
from tests.things.models import Thing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from intranet.core.kinds import Person

BEGAN = now()


def moment_of(thing: Thing) -> datetime:
    return BEGAN + timedelta(minutes=thing.pk)


class NewThings(AtomFeed):
    name = "things"
    label = "New things"

    def entries(self, user: Person, thing: Any) -> Iterable[Entry]:
        for found in Thing.objects.visible_to(user).order_by("-pk")[:MOST]:
            words = {"author": found.author_name, "excerpt": found.text, "audience_id": found.audience_id}
            yield Entry(found, found.title, found.get_absolute_url(), moment_of(found), **words)


class ThingsInPlace(NewThings):
    name = "place"
    label = "New things in a place"
    of = Thing

    def entries(self, user: Person, thing: Any) -> Iterable[Entry]:
        for found in Thing.objects.visible_to(user).filter(place=thing).order_by("-pk")[:MOST]:
            yield Entry(found, found.title, found.get_absolute_url(), moment_of(found))


class ThingsDue(CalendarFeed):
    name = "things-due"
    label = "When things are due"

    def events(self, user: Person, thing: Any) -> Iterable[Event]:
        for found in Thing.objects.visible_to(user).order_by("pk")[:MOST]:
            yield Event(found, found.title, found.get_absolute_url(), moment_of(found), changed=BEGAN)
