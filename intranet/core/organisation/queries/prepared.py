"""Prepared statements of what a person sees."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from intranet.core.background.statements import filled_up, prepared
from intranet.core.organisation.queries.rights import audiences_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.db.models import QuerySet

    from intranet.core.kinds import AnyUser

P = ParamSpec("P")
R = TypeVar("R")


class Reader:
    """Stands for a person while a statement is written: their key and their audiences, and nothing else that could differ from one to another."""

    is_authenticated = is_active = True

    def __init__(self, pk: int, audiences: Sequence[int]) -> None:
        self.pk = self.id = pk
        self._roost_audiences = dict.fromkeys(audiences).keys()  # a set in order: values stand where they are expected

    def __getattr__(self, name: str) -> Any:
        raise TypeError(f"A prepared statement asks for {name} of a person: give it as a value")


def prepared_for(build: Callable[Concatenate[Any, P], QuerySet[Any, R]]) -> Callable[Concatenate[AnyUser, P], list[R]]:
    """As ``prepared``, for ``build(user, *values, **shape)``, which gets a ``Reader`` in place of the person.

    For who is in no audience, or not signed in, Django writes what it would.
    """

    def of_reader(pk: int, audiences: Any, *values: Any, **shape: Any) -> QuerySet[Any, R]:
        return build(Reader(pk, audiences), *values, **shape)

    asked = prepared(of_reader, spare=2)

    @wraps(build)
    def rows(user: AnyUser, *values: P.args, **shape: P.kwargs) -> list[R]:
        audiences = audiences_of(user)
        if not audiences:
            return list(build(user, *values, **shape))
        return asked(user.pk, filled_up(audiences), *values, **shape)  # type: ignore[arg-type]

    return rows  # type: ignore[return-value]
