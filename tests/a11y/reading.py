"""What must be read, and who has."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.urls import reverse

from intranet.core.background import now
from intranet.core.notifications.actions import acknowledge
from intranet.core.notifications.models import MustRead
from intranet.core.organisation.actions import all_staff
from tests.factories.guidance import make_guidance

if TYPE_CHECKING:
    from intranet.guidance.models import GuidancePage
    from tests.a11y.town import Town


def _asked(town: Town, title: str, *, days: int = 7) -> tuple[GuidancePage, MustRead]:
    town.person("staff")
    page = make_guidance(title, guardian=town.person("chief"), service=town.service())
    page.must_read, page.must_read_by = all_staff(), (now() + timedelta(days=days)).date()
    page.save_revision().publish()
    return page, MustRead.objects.on(page).current().get()


def waiting(town: Town) -> str:
    return _asked(town, "Lone working")[0].get_absolute_url()


def read(town: Town) -> str:
    page, must_read = _asked(town, "Lone working, read")
    acknowledge(must_read, person=town.person("staff"))
    return page.get_absolute_url()


def listed(town: Town) -> str:
    """One that waits, one that is overdue, one that was read."""
    waiting(town)
    _asked(town, "Late reading", days=-2)
    read(town)
    return reverse("notifications:to-read")


def report(town: Town) -> str:
    return reverse("notifications:reading-report", args=[_asked(town, "Reported reading")[1].pk])
