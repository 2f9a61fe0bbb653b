"""Where a thing is reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType

from intranet.core.moderation.rules import can_report
from intranet.core.ui.addresses import address_of

if TYPE_CHECKING:
    from django.db.models import Model

    from intranet.core.kinds import AnyUser


def report_address(user: AnyUser, thing: Model) -> str:
    """Where the person may report it; empty when they may not. No query."""
    return address_of("moderation:report", ContentType.objects.get_for_model(thing).pk, thing.pk) if can_report(user, thing) else ""
