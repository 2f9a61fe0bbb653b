"""What Wagtail's log says of roles and moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogFormatter

if TYPE_CHECKING:
    from wagtail.log_actions import LogActionRegistry
    from wagtail.models import ModelLogEntry


class _RoleFormatter(LogFormatter):
    def format_message(self, log_entry: ModelLogEntry) -> str:
        return f"{self.label}: {log_entry.data['role']} {log_entry.data['scope']}".strip()

    def format_comment(self, log_entry: ModelLogEntry) -> str:
        return str(log_entry.data.get("reason", ""))


class _Granted(_RoleFormatter):
    label = _("Role granted")  # type: ignore[assignment]


class _Revoked(_RoleFormatter):
    label = _("Role revoked")  # type: ignore[assignment]


class _Moved(LogFormatter):
    label = _("Person moved")  # type: ignore[assignment]

    def format_message(self, log_entry: ModelLogEntry) -> str:
        after = log_entry.data["after"]
        return str(_("Now %(post)s in %(service)s") % after)


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    actions.register_action("roost.role.grant")(_Granted)
    actions.register_action("roost.role.revoke")(_Revoked)
    actions.register_action("roost.person.move")(_Moved)
