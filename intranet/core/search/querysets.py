"""Chainable reads of search documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Concat

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Self

    from intranet.core.search.models import Document  # noqa: F401 -- named in quotes below


#: A thing as documents name it: content type and key.
Place = tuple[int, int]

_WITHIN = """
    WITH RECURSIVE inside(id, kind, pk) AS (
        SELECT id, content_type_id, object_id FROM intranet_index_document WHERE container_type_id = %s AND container_id = %s
        UNION
        SELECT document.id, document.content_type_id, document.object_id
        FROM intranet_index_document document
        JOIN inside ON document.container_type_id = inside.kind AND document.container_id = inside.pk
    )
    SELECT id FROM inside
"""


class DocumentQuerySet(models.QuerySet["Document"]):
    """Documents of things."""

    def at(self, places: Iterable[Place]) -> Self:
        """The documents of these things."""
        return self.filter(_any_of(places, "content_type", "object_id"))

    def tagged(self, name: str) -> Self:
        """Those that carry the tag, which is a word in lower case."""
        lined = Concat(Value(" "), "tags", Value(" "), output_field=models.CharField())
        return self.alias(lined=lined).filter(lined__contains=f" #{name} ")

    def inside(self, places: Iterable[Place]) -> Self:
        """The documents of what lies in these things."""
        return self.filter(_any_of(places, "container_type", "container_id"))

    def within(self, place: Place) -> Self:
        """The documents of all that lies in a thing, at any depth."""
        return self.filter(pk__in=RawSQL(_WITHIN, place))  # noqa: S611 -- a constant with parameters


def _any_of(places: Iterable[Place], type_field: str, key_field: str) -> Q:
    by_type: dict[int, list[int]] = {}
    for kind, key in places:
        by_type.setdefault(kind, []).append(key)
    wanted = Q(pk__in=())
    for kind, keys in by_type.items():
        wanted |= Q(**{type_field: kind, f"{key_field}__in": keys})
    return wanted
