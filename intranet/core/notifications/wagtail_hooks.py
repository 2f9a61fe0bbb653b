"""What of notices Wagtail's administration shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import Permission
from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from intranet.core.notifications.models import Mail
from intranet.core.notifications.views import dead_letters

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.urls import URLPattern
    from wagtail.log_actions import LogActionRegistry


@hooks.register("register_log_actions")
def register_feed_keys(actions: LogActionRegistry) -> None:
    actions.register_action("roost.feed_key.make", _("Make a key for feeds"), _("Key for feeds made"))
    actions.register_action("roost.feed_key.revoke", _("Revoke a key for feeds"), _("Key for feeds revoked"))


@hooks.register("register_log_actions")
def register_calls(actions: LogActionRegistry) -> None:
    actions.register_action("roost.call_everybody", _("Tell everybody"), _("Everybody who can read it was told, by @everyone"))


@hooks.register("register_log_actions")
def register_mails(actions: LogActionRegistry) -> None:
    actions.register_action("roost.mail.again", _("Try a mail again"), _("Mail tried again"))


@hooks.register("register_log_actions")
def register_must_reads(actions: LogActionRegistry) -> None:
    actions.register_action("roost.must_read.ask", _("Ask people to read"), _("People were asked to read it"))
    actions.register_action("roost.must_read.end", _("Ask nobody to read any more"), _("Nobody is asked to read it any more"))


@hooks.register("register_permissions")
def register_permissions() -> QuerySet[Permission]:
    """A role may be given the mails that were given up."""
    return Permission.objects.filter(content_type__app_label=Mail._meta.app_label, codename="change_mail")


@hooks.register("register_admin_urls")
def register_dead_letters() -> list[URLPattern]:
    report = dead_letters.DeadLetters
    return [
        path("reports/mails-given-up/", report.as_view(), name=dead_letters.INDEX),
        path("reports/mails-given-up/results/", report.as_view(results_only=True), name=f"{dead_letters.INDEX}_results"),
        path("reports/mails-given-up/again/", dead_letters.try_again, name=f"{dead_letters.INDEX}_all_again"),
        path("reports/mails-given-up/<int:pk>/again/", dead_letters.try_again, name=f"{dead_letters.INDEX}_again"),
    ]


class _DeadLettersItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(dead_letters.policy.user_has_permission(request.user, "change"))


@hooks.register("register_reports_menu_item")
def register_dead_letters_item() -> MenuItem:
    return _DeadLettersItem(_("Mails given up"), reverse_lazy(dead_letters.INDEX), name="mails-given-up", icon_name="mail", order=1000)
