"""Interning audiences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from intranet.core.organisation.models import STAFF, Audience, AudienceToken
from intranet.core.organisation.models.audiences import key_of

if TYPE_CHECKING:
    from collections.abc import Iterable


def intern_audience(clauses: Iterable[Iterable[str]], *, label: str = "") -> Audience:
    """The audience of these clauses, made once: the same set always has the same row.

    A clause that contains ``staff`` narrows nothing beside others; no clause at all, or an empty one, is refused.
    """
    canonical = sorted({tuple(sorted(set(clause))) for clause in clauses})
    if not canonical or not all(canonical):
        raise ValueError("An audience needs at least one clause, and each clause a token.")
    canonical = [clause for clause in canonical if STAFF not in clause] or [(STAFF,)]
    key = key_of(canonical)
    audience = Audience.objects.filter(key=key).first()
    if audience is not None:
        return audience
    with transaction.atomic():
        audience, created = Audience.objects.get_or_create(key=key, defaults={"clause_count": len(canonical), "label": label})
        if created:
            AudienceToken.objects.bulk_create(
                AudienceToken(audience=audience, clause=number, token=token) for number, clause in enumerate(canonical) for token in clause
            )
    return audience


def all_staff() -> Audience:
    """The audience of all staff."""
    return intern_audience([[STAFF]], label="All staff")
