"""Moments as WordPress writes them."""

from __future__ import annotations

from datetime import UTC, datetime

from django.utils.timezone import get_default_timezone

from intranet.core.background import now


def moment_of(utc: str, local: str) -> datetime:
    """The moment in UTC; drafts have none, and then the one on the wall counts; without either it is now."""
    for text, zone in ((utc, UTC), (local, get_default_timezone())):
        try:
            return datetime.strptime(text.strip(), "%Y-%m-%d %H:%M:%S").replace(tzinfo=zone).astimezone(UTC)
        except ValueError:
            continue
    return now()
