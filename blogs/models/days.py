"""When a day begins."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from django.utils.timezone import make_aware

if TYPE_CHECKING:
    from datetime import date


def midnight_of(day: date) -> datetime:
    """When a day begins, here."""
    return make_aware(datetime.combine(day, time.min))
