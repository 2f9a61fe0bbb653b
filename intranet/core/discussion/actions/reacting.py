"""A nod without words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F

from intranet.core.discussion import rules
from intranet.core.discussion.models import Comment, Reaction
from intranet.core.kinds import Discussable

if TYPE_CHECKING:
    from django.db.models import Model

    from intranet.core.kinds import Person


class CannotReact(Exception):
    """It is the person's own, or nobody reacts there now."""


@transaction.atomic
def react(thing: Model, *, person: Person, kind: str = Reaction.Kind.THANKS, wanted: bool = True) -> bool:
    """``person`` reacts to ``thing``, or no longer does: one of each kind. Says whether anything changed.

    The thing's row is locked meanwhile, so that a person's two hands do not undo each other's counting. Raises ``CannotReact`` for
    the person's own words, and where everything is silent (``CommentsNow.is_silent``).
    """
    place: Any = thing.discussion.thing if isinstance(thing, Comment) else thing
    if (wanted and rules.is_own(person, thing)) or (isinstance(place, Discussable) and place.comments_now().is_silent):
        raise CannotReact
    type(thing)._base_manager.select_for_update(of=("self",), no_key=True).filter(pk=thing.pk).first()
    key = {"content_type": ContentType.objects.get_for_model(thing), "object_id": thing.pk, "person": person, "kind": Reaction.Kind(kind)}
    if wanted:
        _reaction, changed = Reaction.objects.get_or_create(**key)
    else:
        changed = bool(Reaction.objects.filter(**key).delete()[0])
    if changed and isinstance(thing, Comment):
        Comment.objects.filter(pk=thing.pk).update(reaction_count=F("reaction_count") + (1 if wanted else -1))
    return changed
