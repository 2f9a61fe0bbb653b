"""People as pages name them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch


@dataclass(frozen=True, slots=True)
class Named:
    """The name to show, and the address of the person's page; empty once they are gone, or where the site has no such pages."""

    name: str
    address: str


def named(person: Any, stored: str = "") -> Named:
    """Who wrote something, by the name that is stored with it. ``person`` needs ``roost_profile`` selected."""
    profile = getattr(person, "roost_profile", None) if person is not None and person.is_active else None
    try:
        address = profile.get_absolute_url() if profile else ""
    except NoReverseMatch:
        address = ""
    return Named(shown_name(person, stored), address)


def shown_name(person: Any, stored: str = "") -> str:
    """The name stored with the words, else the person's; empty for a former colleague. Of a ``Named`` it is what that says."""
    if isinstance(person, Named):
        return person.name
    name: str = stored or getattr(getattr(person, "roost_profile", None), "name", "") or (person.get_username() if person else "")
    return name
