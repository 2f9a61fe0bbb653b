"""What the pages of notice settings and of the next digest show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from intranet.core.notifications.actions import choose, notify, set_deliveries
from intranet.core.notifications.models import Delivery, Preference
from tests.factories.things import make_published
from tests.things.notices import ThingAnswered, ThingNamesMe, ThingWritten

if TYPE_CHECKING:
    from tests.a11y.town import Town


def settings(town: Town) -> str:
    """With choices for a service, and an address that mail comes back from."""
    person, service = town.person("choosy"), town.service()
    choose(person, service=service, kind=None, delivery=Delivery.APP)
    choose(person, service=service, kind=ThingWritten, delivery=Delivery.OFF)
    Preference.objects.update_or_create(person=person, defaults={"bounces": 3, "bounced_address": person.email})
    return reverse("notifications:settings")


def digest(town: Town) -> str:
    """Two sections, with a line of two people."""
    reader, chief = town.person("reader.of.digests"), town.person("chief")
    set_deliveries(reader, dict.fromkeys((ThingWritten, ThingAnswered, ThingNamesMe), Delivery.DIGEST))
    place = make_published("Where two answered", author=chief)
    for name in ("dora", "emil"):
        thing = make_published(f"Digested answer of {name}", author=town.person(name), place=place)
        notify(ThingAnswered, thing=thing, recipients=[reader], actor=thing.author)
    notify(ThingNamesMe, thing=make_published("For the digest", author=chief, place=place), recipients=[reader], actor=chief)
    return reverse("notifications:digest")
