"""Guidance in the navigation and on the pages of services."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from intranet.core.ui.panels import FooterLink, NavigationItem, Panel
from intranet.guidance.conf import page_at_foot
from intranet.guidance.models import SocialAccount
from intranet.guidance.queries import guidance_for

if TYPE_CHECKING:
    from intranet.core.kinds import Person

PAGES = 5


class Guidance(NavigationItem):
    label = _("Guidance")
    icon = "compass"
    url = "/guidance/"
    order = 62


class Help(FooterLink):
    label = _("Help")
    url = "/guidance/"
    order = 10


class HouseRules(FooterLink):
    label = _("House rules")
    url = page_at_foot("rules")
    order = 20


class Accessibility(FooterLink):
    label = _("Accessibility")
    url = page_at_foot("accessibility")
    order = 30


class GuidanceOfService(Panel):
    """The guidance that a service keeps."""

    place = "service"
    template = "guidance/panels/service.html"
    order = 40

    def context(self, user: Person, subject: Any = None) -> dict[str, Any] | None:
        pages = guidance_for(user, service=subject)[:PAGES]
        return {"pages": pages} if pages else None


class AccountsOfService(Panel):
    """The official accounts of a service."""

    place = "service"
    template = "guidance/panels/accounts.html"
    order = 80

    def context(self, user: Person, subject: Any = None) -> dict[str, Any] | None:
        accounts = (
            SocialAccount.objects.visible_to(user).filter(service=subject).exclude(status=SocialAccount.Status.CLOSED).order_by("network", "handle")
        )
        return {"accounts": accounts} if accounts else None
