"""Addresses in rooms that may not be there."""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch, reverse


def address_in_room(name: str, *args: Any) -> str:
    """The address of a room's page; empty on a site without that room, where the name stands without a link."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
