"""Numbers in the frame of a page that may be some seconds old (decision 155). No name and no text is ever kept here."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.cache import cache


def recall(key: str, *, stamp: Any) -> Any | None:
    """What was kept under ``key`` at most ``ROOST_COUNT_SECONDS`` ago, if the same was true of the person then; else None."""
    then, numbers = (cache.get(f"counted:{key}") if _seconds() else None) or (None, None)
    return numbers if then == stamp else None


def keep(key: str, numbers: Any, *, stamp: Any) -> None:
    """Keep what was counted; ``stamp`` is what it depended on, such as the person's audiences."""
    if _seconds():
        cache.set(f"counted:{key}", (stamp, numbers), _seconds())


def forget(key: str) -> None:
    """Have it counted anew for the next page: the person changed it themselves."""
    if _seconds():
        cache.delete(f"counted:{key}")


def _seconds() -> int:
    """``ROOST_COUNT_SECONDS`` (10); 0: all is counted for every page."""
    return int(getattr(settings, "ROOST_COUNT_SECONDS", 10))
