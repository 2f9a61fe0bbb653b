"""The one clock of the suite."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, time
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.timezone import make_aware

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    """The present moment in UTC, or the one that ``at_moment`` has set."""
    return _moment.get() or timezone.now()


def midnight_of(day: date) -> datetime:
    """When a day begins, here."""
    return make_aware(datetime.combine(day, time.min))


@contextmanager
def at_moment(moment: datetime) -> Iterator[None]:
    """Within the block, ``now()`` is ``moment``: for tests and for loading dated demonstration data."""
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)
