"""How often something may be done."""

from __future__ import annotations

from django.core.cache import cache

from intranet.core.background.clock import now


def is_too_often(what: str, *, most: int, seconds: int) -> bool:
    """Count ``what`` once more, and say whether it was done more than ``most`` times in this stretch of ``seconds``.

    The counts lie in the cache: without Redis each process has its own (decision 17).
    """
    name = f"rate:{what}:{int(now().timestamp()) // seconds}"
    cache.add(name, 0, seconds)
    try:
        return cache.incr(name) > most
    except ValueError:  # it ran out in between
        return False
