"""Statements that Django writes once and asks many times (decision 159)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache, wraps
from itertools import count
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.utils.timezone import localdate

from intranet.core.background.clock import at_moment, now

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from django.db.models import QuerySet

P = ParamSpec("P")
R = TypeVar("R")

#: So many statements are kept by a process.
KEPT = 300
#: Pages that lie further down in a list are asked for seldom, and by Django as ever: each would be a statement of its own.
DEEPEST = 200
#: Lists of a few keys more or less share a statement: they are filled up to a multiple of this with keys that nothing has.
STEP = 8
#: What stands in a statement for the values that it will have: numbers that no key reaches, texts that nobody types, a moment that never comes. It lies
#: in the hour in which the day has ended in UTC's east and not there, so that the two are told apart.
_NUMBERS = 2_000_000_000
_TEXT = "\ue000%_\\"
_MOMENT = datetime(8000, 6, 15, 23, 30, tzinfo=UTC)
_YEARS = range(7900, 8100)
#: What a compiler learns while it writes a statement, and needs to read the rows.
_LEARNT = ("select", "klass_info", "annotation_col_map", "col_count", "has_extra_select")


def filled_up(keys: Collection[int]) -> tuple[int, ...]:
    """So many keys that lists of a few more or less share a statement; the added ones are of nothing."""
    return (*keys, *range(-1, -1 - (-len(keys) % STEP), -1))


def forget() -> None:
    """Have all of them written again."""
    _written.cache_clear()


def prepared(build: Callable[P, QuerySet[Any, R]], *, spare: int = 0) -> Callable[P, list[R]]:
    """Makes of ``build(*values, **shape)``, which gives a queryset, what gives the rows of it; Django writes each statement once.

    ``build`` gets in place of each value (a number, a text, or a tuple of numbers, each once) something that stands for it: it puts them into lookups
    and does not look at them. ``now()`` and ``localdate(now())`` may be asked, and are what they are at each time. What the statement depends on otherwise, as a limit or an
    order, is given by name; where a page of a list begins, as ``first``. Raises ``TypeError`` for other values, and where one of them, but for the first ``spare``, does not stand in the statement
    as it was given.
    """

    @wraps(build)
    def rows(*values: P.args, **shape: P.kwargs) -> list[R]:
        if shape.get("first", 0) > DEEPEST:  # type: ignore[operator]
            return list(build(*values, **shape))
        sizes = tuple(len(value) if isinstance(value, tuple) else type(value) for value in values)
        statement = _written(build, sizes, tuple(shape.items()), spare)
        if statement is None:
            return list(build(*values, **shape))
        flat = [part for value in values for part in (value if isinstance(value, tuple) else (value,))]
        if getattr(settings, "ROOST_CHECK_STATEMENTS", False):
            statement.compare(lambda: build(*values, **shape), flat)
        return statement.ask(flat)

    return rows


@lru_cache(maxsize=KEPT)
def _written(build: Callable[..., QuerySet[Any]], sizes: tuple[Any, ...], shape: tuple[tuple[str, Any], ...], spare: int) -> _Statement | None:
    """None where Django sees without asking that nothing is found."""
    numbers = count(_NUMBERS)
    values, places, unused = list[Any](), list[Any](), 0
    for size in sizes:
        if size is not int and size is not str and not isinstance(size, int):
            raise TypeError(f"A value of a prepared statement is a number, a text or a tuple of numbers: {size} is none of them")
        parts = [f"{_TEXT}{len(places)}"] if size is str else [next(numbers) for _place in range(size if isinstance(size, int) else 1)]
        values.append(tuple(parts) if isinstance(size, int) else parts[0])
        places += parts
        unused = len(places) if len(values) == spare else unused
    with at_moment(_MOMENT), connection.execute_wrapper(_refuse):
        try:
            return _Statement(build(*values, **dict(shape)), places, unused)
        except EmptyResultSet:
            return None


def _refuse(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    """Raises ``TypeError``: what is read while a statement is written would stay in it. Content types never change, and are read once anyway."""
    if ContentType._meta.db_table in sql:
        return execute(sql, params, many, context)
    raise TypeError(f"A prepared statement is asked, and asks nothing while it is written: {sql}")


class _Statement:
    """What Django wrote of a queryset, with the places of its values."""

    def __init__(self, queryset: QuerySet[Any], places: Sequence[Any], spare: int) -> None:
        """Raises ``TypeError`` where one of ``places``, which stand for the values, is not in the statement and none of the first ``spare``."""
        self.queryset = queryset
        compiler = queryset.query.get_compiler(queryset.db)
        self.sql, self.params = compiler.as_sql()
        self.learnt = {name: getattr(compiler, name) for name in _LEARNT}
        order = {place: index for index, place in enumerate(places)}
        self.indexes = [order.get(param) if isinstance(param, int | str) else None for param in self.params]
        self.moments = [
            _moment_in(param, compiler.connection) if index is None else None for param, index in zip(self.params, self.indexes, strict=True)
        ]
        if set(range(spare, len(places))) - set(self.indexes) or queryset._prefetch_related_lookups:  # type: ignore[attr-defined]
            raise TypeError("Each value stands in the statement as it was given; what changes its shape is given by name, and nothing is prefetched")
        queryset.query.where = type(queryset.query.where)()  # it stands in the statement, and is the most of what would be kept

    def ask(self, values: Sequence[Any]) -> list[Any]:
        """The rows, as the queryset gives them."""
        queryset: Any = self.queryset
        compiler: Any = queryset.query.get_compiler(queryset.db)
        vars(compiler).update(self.learnt)
        known = self.sql, tuple(self._filled(values, compiler.connection))
        compiler.as_sql = lambda: known
        return list(queryset._iterable_class(_Known(queryset, compiler)))

    def _filled(self, values: Sequence[Any], asked: Any) -> Iterator[Any]:
        for param, index, moment in zip(self.params, self.indexes, self.moments, strict=True):
            if index is not None:
                yield type(param)(values[index])
            else:
                yield param if moment is None else moment(asked)

    def compare(self, build: Callable[[], QuerySet[Any]], values: Sequence[Any]) -> None:
        """In tests: whether Django would write the same now. Raises ``AssertionError``."""
        with at_moment(now()):
            compiler = build().query.get_compiler(self.queryset.db)
            sql, params = compiler.as_sql()
            if (sql, list(params)) != (self.sql, list(self._filled(values, compiler.connection))):
                raise AssertionError(f"A prepared statement is not what Django writes now: {sql} {params}")


def _moment_in(param: Any, asked: Any) -> Callable[[Any], Any] | None:
    """What a moment or a day of a statement is at a later time, that of ``_MOMENT`` or reckoned from it; None of anything else."""
    if asked.vendor == "sqlite" and isinstance(param, str) and param[:4].isdecimal() and int(param[:4]) in _YEARS:
        is_day = len(param) == len("8000-06-15")
        param = date.fromisoformat(param) if is_day else datetime.fromisoformat(param).replace(tzinfo=asked.timezone)
    if isinstance(param, datetime) and param.year in _YEARS:
        age = param - _MOMENT
        return lambda connection: connection.ops.adapt_datetimefield_value(now() + age)
    if isinstance(param, date) and param.year in _YEARS:
        if param != localdate(_MOMENT):
            raise TypeError("Of days only today, as it is here, stands in a prepared statement: give another as a value")
        return lambda connection: connection.ops.adapt_datefield_value(localdate(now()))
    return None


class _Known:
    """A queryset as Django's iterators see it, or its query: with a compiler that has written its statement already."""

    def __init__(self, original: Any, compiler: Any) -> None:
        self._original, self._compiler = original, compiler

    @property
    def query(self) -> _Known:
        return _Known(self._original.query, self._compiler)

    def get_compiler(self, *_args: Any, **_kwargs: Any) -> Any:
        return self._compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._original, name)
