"""Home's line in the navigation, and what is new for a person."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from intranet.core.background import now
from intranet.core.organisation.models import Profile
from intranet.core.ui.panels import FooterLink, NavigationItem, Panel

if TYPE_CHECKING:
    from intranet.core.kinds import Person

NEW_DAYS = 14


class Home(NavigationItem):
    label = _("Home")
    icon = "home"
    url = "/"
    order = 0


class Outcomes(NavigationItem):
    """You said, we did: what came of polls, topics and comments stands beside them."""

    label = _("Outcomes")
    icon = "check-circle"
    url = "/outcomes/"
    order = 50


class YourAccount(FooterLink):
    label = _("Your account")
    url = "/me/"
    order = 90


class NewColleagues(Panel):
    """Who joined lately."""

    place = "home-side"
    template = "home/new_colleagues.html"
    order = 90

    def context(self, user: Person, subject: Any = None) -> dict[str, Any] | None:
        today = now().date()
        profiles = (
            Profile.objects.filter(user__is_active=True, left=None, joined__range=(today - timedelta(days=NEW_DAYS), today))
            .select_related("user", "service")
            .order_by("-joined", "name")[:3]
        )
        return {"profiles": profiles} if profiles else None
