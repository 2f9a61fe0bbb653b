"""What outcomes hear of where they were said."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from intranet.core.kinds import Heard
from intranet.core.moderation.signals import published, withdrawn
from intranet.core.responses import actions


@receiver([published, withdrawn], dispatch_uid="roost-responses-follow-source")
def source_came_or_went(thing: Any, **kwargs: Any) -> None:
    if isinstance(thing, Heard) and not kwargs.get("first"):  # of what is new nothing has come yet
        actions.follow_source(thing)
