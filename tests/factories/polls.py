"""Polls."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from intranet.core.background import now
from intranet.core.organisation.actions import all_staff
from polls.actions import open_poll

if TYPE_CHECKING:
    from polls.models import Poll


def make_poll(
    question: str = "Which day should we keep for team time?", *, choices: tuple[str, ...] = ("Tuesday", "Wednesday", "Thursday"), **fields: Any
) -> Poll:
    """A poll put to all staff, open for a day; ``closes_in`` says otherwise."""
    fields.setdefault("closes", now() + fields.pop("closes_in", timedelta(days=1)))
    return open_poll(question, choices=choices, **{"audience": all_staff(), "actor": None, **fields})
