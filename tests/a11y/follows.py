"""What the pages of following show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from intranet.core.notifications.actions import follow, follow_tag
from tests.factories.things import make_published

if TYPE_CHECKING:
    from tests.a11y.town import Town


def several(town: Town) -> str:
    """Of several kinds, two of one name, and some that came of themselves."""
    staff, chief = town.person("staff"), town.person("chief")
    for _ in range(2):
        follow(staff, make_published("Followed", author=chief), automatic=True)
    follow(staff, chief.roost_profile)
    follow(staff, town.service(), automatic=True)
    follow_tag(staff, "damp")
    return reverse("notifications:follows")


def silenced(town: Town) -> str:
    follow(town.person("staff"), make_published("Silenced", author=town.person("chief")), level="nothing")
    return reverse("notifications:follows") + "?level=nothing"


def reach(town: Town) -> str:
    """Who will be told, as a page: one person besides the writer."""
    thing = make_published("Told before", author=town.person("chief"))
    follow(town.person("chief"), thing)
    return reverse("notifications:reach", args=[ContentType.objects.get_for_model(thing).pk, thing.pk])
