"""Settings of the interface, with what holds when the site says nothing."""

from __future__ import annotations

from django.conf import settings


def draft_days() -> int:
    """``ROOST_DRAFT_DAYS``: so many days after it was last touched a draft is deleted."""
    return int(getattr(settings, "ROOST_DRAFT_DAYS", 180))
