"""Settings of moderation, with what holds when the site says nothing."""

from __future__ import annotations

from django.conf import settings


def newcomer_days() -> int:
    """``ROOST_NEWCOMER_DAYS``: how long a person is new after joining."""
    return int(getattr(settings, "ROOST_NEWCOMER_DAYS", 30))


def newcomer_approvals() -> int:
    """``ROOST_NEWCOMER_APPROVALS``: after so many approved contributions a new person is no longer held."""
    return int(getattr(settings, "ROOST_NEWCOMER_APPROVALS", 2))


def claim_minutes() -> int:
    """``ROOST_CLAIM_MINUTES``: how long a moderator has a case to themselves."""
    return int(getattr(settings, "ROOST_CLAIM_MINUTES", 30))


def case_minutes() -> int:
    """``ROOST_CASE_MINUTES``: in so many working minutes a case is to be decided; 480 are one working day."""
    return int(getattr(settings, "ROOST_CASE_MINUTES", 480))
