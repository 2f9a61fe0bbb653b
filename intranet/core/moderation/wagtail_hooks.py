"""Acts of moderation in Wagtail's log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from intranet.core.moderation.models import CaseEvent

if TYPE_CHECKING:
    from wagtail.log_actions import LogActionRegistry


@hooks.register("register_log_actions")
def register_moderation_actions(actions: LogActionRegistry) -> None:
    for verb in CaseEvent.Verb:
        actions.register_action(f"roost.moderation.{verb.value}", verb.label, verb.label)
    actions.register_action("roost.moderation.handed_over", _("Hand a case over"), _("Handed over with its thing to another team"))
    actions.register_action("roost.moderation.ask_for_name", _("Ask to open a name"), _("Asked to open a name"))
    actions.register_action("roost.moderation.name_opened", _("Open a name"), _("Name opened to two moderators"))
    actions.register_action("roost.moderation.name_refused", _("Keep a name sealed"), _("Name kept sealed"))
    actions.register_action("roost.moderation.name_read", _("Read an opened name"), _("Opened name read"))
