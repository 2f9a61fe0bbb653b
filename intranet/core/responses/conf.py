"""Settings of questions, with what holds when the site says nothing."""

from __future__ import annotations

from django.conf import settings

#: An answer is put off once; a second time it takes a reason and is reported; a third time it cannot be.
MOST_HOLDS = 2
#: So much of the working time that was promised has gone by when people are told, in per cent.
STEPS = (50, 75, 100)


def hold_minutes() -> int:
    """``ROOST_RESPONSE_HOLD_MINUTES``: by how much working time a holding reply puts an answer off."""
    return int(getattr(settings, "ROOST_RESPONSE_HOLD_MINUTES", 480))
