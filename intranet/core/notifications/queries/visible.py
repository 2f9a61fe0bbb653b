"""Of many references, those to what a person may see now."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import IntegerField, Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import Model, QuerySet

    from intranet.core.kinds import AnyUser
    from intranet.core.notifications.models import Follow, MustRead, Notice


def visible_keys(references: Iterable[tuple[int, int]], user: AnyUser) -> set[tuple[int, int]]:
    """Of references (content type, key), those to things that the person may see now: one query, whatever the kinds."""
    keys: dict[int, set[int]] = defaultdict(set)
    for kind, key in references:
        keys[kind].add(key)
    parts = []
    for kind, wanted in keys.items():
        model = ContentType.objects.get_for_id(kind).model_class()
        manager = getattr(model, "_default_manager", None)
        if manager is None or not hasattr(manager, "visible_to"):
            continue
        seen = manager.visible_to(user).filter(pk__in=wanted).order_by()
        parts.append(seen.annotate(_kind=Value(kind, output_field=IntegerField())).values_list("_kind", "pk"))
    if not parts:
        return set()
    return set(parts[0].union(*parts[1:], all=True)) if len(parts) > 1 else set(parts[0])


def visible_things(notices: Sequence[Notice | Follow | MustRead], user: AnyUser) -> dict[tuple[int, int], Model]:
    """What notices or follows are about, with what that stands under: one query for each kind of thing.

    A thing that stands under another one names, as ``under``, its row that refers to it: a comment, for instance, its thread.
    """
    beneath = [notice for notice in notices if hasattr(ContentType.objects.get_for_id(notice.content_type_id).model_class(), "under")]
    found = _visible(beneath, user)
    holders = [getattr(thing, thing.under) for thing in found.values()]  # type: ignore[attr-defined]
    found |= _visible([*(notice for notice in notices if notice not in beneath), *holders], user)
    for holder in holders:
        thing = found.get((holder.content_type_id, holder.object_id))
        if thing is not None:
            holder.thing = thing
    return found


def _visible(references: Iterable[Any], user: AnyUser) -> dict[tuple[int, int], Model]:
    wanted: dict[int, set[int]] = defaultdict(set)
    for reference in references:
        wanted[reference.content_type_id].add(reference.object_id)
    found: dict[tuple[int, int], Model] = {}
    for kind, keys in wanted.items():
        model = ContentType.objects.get_for_id(kind).model_class()
        if model is not None and hasattr(model._default_manager, "visible_to"):
            things = model._default_manager.visible_to(user).filter(pk__in=keys)
            found |= {(kind, thing.pk): thing for thing in _whole(things)}
    return found


def _whole(things: QuerySet[Model]) -> QuerySet[Model]:
    """With what a line says of each: by ``for_notices``, else by ``for_documents``, where the queryset has them."""
    for name in ("for_notices", "for_documents"):
        if hasattr(things, name):
            whole: QuerySet[Model] = getattr(things, name)()
            return whole
    return things
