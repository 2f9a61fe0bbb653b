"""What the log says of acts that were refused."""

from __future__ import annotations

from wagtail.log_actions import registry

from intranet.core.ui.actions import DENIED


def denials() -> list[tuple[str, str, str]]:
    """Who was refused which act on which kind of thing, oldest first."""
    entries = [entry for model in registry.get_log_entry_models() for entry in model.objects.filter(action=DENIED).select_related("user")]
    return [(entry.user.get_username(), entry.data["act"], entry.content_type.model) for entry in sorted(entries, key=lambda entry: entry.timestamp)]
