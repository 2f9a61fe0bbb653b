"""Writes of the interface."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import transaction
from wagtail.log_actions import get_active_log_context, registry

from intranet.core.background import now
from intranet.core.ui.conf import draft_days
from intranet.core.ui.models import Draft
from intranet.core.ui.queries import BRANDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.db.models import Model

    from intranet.core.kinds import AnyUser, Person

THEMES = ("", "light", "dark")
DENIED = "roost.denied"
#: So many refusals of one person are written down within an hour; the last of them says that there may be more.
MOST_DENIALS = 50

PLACE = re.compile(r"[a-z0-9-]{1,120}")
#: Fields of a form that are no words of anybody's.
#: The field by which a form says that its words are to stand without a name.
WITHOUT_NAME = "unnamed"
NO_WORDS = {"csrfmiddlewaretoken", "token", "version", "draft", "keep", "discard"}
MOST_DRAFTS, MOST_FIELDS, MOST_LETTERS = 100, 60, 100_000


class CannotKeep(Exception):
    """What was typed is too much for a draft, or its place has no name."""


def choose_theme(person: AnyUser, *, theme: str) -> None:
    """Keep a person's choice of light or dark with their profile; who has none, or a word we do not know, changes nothing."""
    profile = getattr(person, "roost_profile", None)
    if profile is None or theme not in THEMES:
        return
    profile.theme = theme
    profile.save(update_fields=["theme"])


def forget_brands() -> None:
    """Have the next page read the brands again, once what changed them is committed."""
    transaction.on_commit(lambda: cache.delete(BRANDS))


def note_denial(person: Person, thing: Model, *, act: str) -> None:
    """Write down in Wagtail's log that ``person`` was refused ``act`` on a thing that they can see.

    The same act on the same thing is noted once an hour, and ``MOST_DENIALS`` of a person at most: nobody floods the log.
    """
    entries = registry.get_log_model_for_instance(thing).objects
    recent = {"user": person, "action": DENIED, "timestamp__gt": now() - timedelta(hours=1)}
    number = entries.filter(**recent).count()
    if number >= MOST_DENIALS or entries.for_instance(thing).filter(data__act=act, **recent).exists():
        return
    data = {"act": act, "last": True} if number == MOST_DENIALS - 1 else {"act": act}
    registry.log(thing, DENIED, user=person, timestamp=now(), data=data)


def log_act(thing: Model, act: str, *, person: Person | None, data: Mapping[str, object] | None = None) -> None:
    """Write an act into Wagtail's log, as ``wagtail.log_actions.log`` does, at one statement instead of three.

    For what is no page, and for acts that are done often: that asks the database whether ``person`` and the kind of thing exist, of which both
    are at hand. The act must be registered all the same.
    """
    if not registry.action_exists(act):
        raise ValueError(f"{act!r} is not registered.")
    context, entries = get_active_log_context(), registry.get_log_model_for_instance(thing)
    kind = ContentType.objects.get_for_model(thing, for_concrete_model=False)
    said = {"object_id": str(thing.pk), "label": str(thing), "action": act, "data": dict(data or {}), "timestamp": now()}
    entries.objects.bulk_create([entries(content_type=kind, user=person or context.user, uuid=context.uuid, **said)])


def keep_draft(person: Person, *, place: str, fields: Mapping[str, Iterable[str]]) -> bool:
    """Keep what ``person`` has typed in the form of a place; says whether there was anything, for a form without words has no draft.

    ``fields`` are the values of each field by its name. Of many drafts the oldest go. Raises ``CannotKeep``, and forgets what was
    kept, where the words are to stand without a name: a draft has one.
    """
    if any(fields.get(WITHOUT_NAME, ())):
        drop_draft(person, place=place)
        raise CannotKeep
    return _keep_draft(person, place, fields)


@transaction.atomic
def _keep_draft(person: Person, place: str, fields: Mapping[str, Iterable[str]]) -> bool:
    found = {
        name: [value.replace("\0", "") for value in values]
        for name, values in fields.items()
        if name not in NO_WORDS and not name.startswith("file_")
    }
    size = sum(len(name) + sum(len(value) for value in values) for name, values in found.items())
    if not PLACE.fullmatch(place) or size > MOST_LETTERS or len(found) > MOST_FIELDS:
        raise CannotKeep
    if not any(value.strip() for name in ("title", "body") for value in found.get(name, [])):
        drop_draft(person, place=place)
        return False
    draft = Draft(
        person=person, place=place, fields={name: values[0] if len(values) == 1 else values for name, values in found.items()}, kept_at=now()
    )
    Draft.objects.bulk_create([draft], update_conflicts=True, unique_fields=["person", "place"], update_fields=["fields", "kept_at"])
    surplus = Draft.objects.filter(person=person).order_by("-kept_at", "-pk").values("pk")[MOST_DRAFTS : MOST_DRAFTS * 2]
    Draft.objects.filter(pk__in=list(surplus.values_list("pk", flat=True))).delete()
    return True


def drop_draft(person: Person, *, place: str) -> None:
    """Forget what was kept: call it where the words were sent."""
    Draft.objects.filter(person=person, place=place).delete()


@transaction.atomic
def move_drafts(*, place: str, to: str) -> None:
    """What people keep at ``place`` they keep at ``to``; who has begun to write there too has both, one below the other."""
    there = {draft.person_id: draft for draft in Draft.objects.select_for_update().filter(place=to)}
    for draft in Draft.objects.select_for_update().filter(place=place, person__in=there):
        other = there[draft.person_id]
        words = (other.fields.get("body", ""), draft.fields.get("body", ""))
        other.fields["body"] = "\n\n".join(word for word in words if word)
        other.save(update_fields=["fields"])
        draft.delete()
    Draft.objects.filter(place=place).update(place=to)


def drop_drafts(*, place: str) -> None:
    """Forget what anybody keeps at a place where nothing is kept any more."""
    Draft.objects.filter(place=place).delete()


def forget_old_drafts() -> None:
    """Delete drafts that nobody touched for a long time."""
    Draft.objects.filter(kept_at__lt=now() - timedelta(days=draft_days())).delete()
