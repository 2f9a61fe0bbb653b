"""Addresses of pages that a site may not have, and of those that a page needs by the hundred."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse

KEPT = 20_000


def address_of(name: str, *args: Any) -> str:
    """``reverse``, remembered by the process: Django takes a tenth of a millisecond for each, and the addresses of a site do not change while it runs.

    Raises ``NoReverseMatch`` as ``reverse`` does.
    """
    return _address(get_urlconf() or settings.ROOT_URLCONF, get_script_prefix(), name, args)


def address_in_room(name: str, *args: Any) -> str:
    """The address of a room's page; empty on a site without that room, where the name stands without a link."""
    try:
        return address_of(name, *args)
    except NoReverseMatch:
        return ""


@lru_cache(maxsize=KEPT)
def _address(urls: Any, prefix: str, name: str, args: tuple[Any, ...]) -> str:
    return reverse(name, urls, args=args)
