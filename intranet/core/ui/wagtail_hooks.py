"""What Wagtail's log says of acts that were refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.log_actions import LogFormatter

from intranet.core.ui.actions import DENIED, MOST_DENIALS

if TYPE_CHECKING:
    from wagtail.log_actions import LogActionRegistry
    from wagtail.models import ModelLogEntry


class _Denied(LogFormatter):
    label = gettext_lazy("Denied")  # type: ignore[assignment]

    def format_message(self, log_entry: ModelLogEntry) -> str:
        return _("Denied: %(act)s") % {"act": log_entry.data["act"]}

    def format_comment(self, log_entry: ModelLogEntry) -> str:
        if not log_entry.data.get("last"):
            return ""
        return _("This is refusal %(number)d within an hour; further ones of this person are not noted.") % {"number": MOST_DENIALS}


@hooks.register("register_log_actions")
def register_denials(actions: LogActionRegistry) -> None:
    actions.register_action(DENIED)(_Denied)
