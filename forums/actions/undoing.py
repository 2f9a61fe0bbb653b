"""Moves, mergers and splits taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from forums.actions.holding import Contradiction, patiently
from forums.actions.merging import unmerge
from forums.actions.moving import move_back
from forums.actions.splitting import unsplit
from forums.models import TopicEvent
from intranet.core.background import now

if TYPE_CHECKING:
    from forums.models import Topic
    from intranet.core.kinds import Person

_TAKING_BACK = {TopicEvent.Kind.MOVED: move_back, TopicEvent.Kind.MERGED: unmerge, TopicEvent.Kind.SPLIT: unsplit}


def undo(event: TopicEvent, *, actor: Person) -> Topic:
    """Take back what was done to a topic, once; gives the topic to go on with. ``Contradiction`` when too much has happened since."""
    return patiently(_undo, event, actor)


def _undo(event: TopicEvent, actor: Person) -> Topic:
    topic = _TAKING_BACK[TopicEvent.Kind(event.kind)](event, actor=actor)
    if not TopicEvent.objects.filter(pk=event.pk, undone_at__isnull=True).update(undone_at=now()):
        raise Contradiction(_("Somebody has taken this back already."))
    return topic
