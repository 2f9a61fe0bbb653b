"""Acts on questions and outcomes in Wagtail's log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from intranet.core.responses.models import RequestEvent

if TYPE_CHECKING:
    from wagtail.log_actions import LogActionRegistry


@hooks.register("register_log_actions")
def register_response_actions(actions: LogActionRegistry) -> None:
    for verb in RequestEvent.Verb:
        actions.register_action(f"roost.responses.{verb.value}", verb.label, verb.label)
    for name, label in (("record", _("Record an outcome")), ("change", _("Change an outcome")), ("confirm", _("Confirm an outcome"))):
        actions.register_action(f"roost.outcomes.{name}", label, label)
