"""The last word on who may see what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import IntegerField, Value

from intranet.core.kinds import Visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from intranet.core.kinds import AnyUser
    from intranet.core.search.querysets import Place


def visible_places(user: AnyUser, places: Iterable[Place]) -> set[Place]:
    """Which of these things ``user`` may see now: each kind says so itself, all in one query."""
    by_type: dict[int, list[int]] = {}
    for kind, key in places:
        by_type.setdefault(kind, []).append(key)
    parts = []
    for kind, keys in by_type.items():
        model = ContentType.objects.get_for_id(kind).model_class()
        if model is not None and issubclass(model, Visible):
            things: Any = model._default_manager.all()
            visible = things.visible_to(user).filter(pk__in=keys).order_by()
            parts.append(visible.values_list(Value(kind, output_field=IntegerField()), "pk"))
    return set(parts[0].union(*parts[1:], all=True)) if parts else set()
