"""Query budgets: a literal number, and no statement shape more than twice."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import connection
from django.test.utils import CaptureQueriesContext

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_OF_ONE_SHAPE = 2
_LITERALS = re.compile(r"'(?:[^']|'')*'|\b\d+(?:\.\d+)?\b|%s")
_LISTS = re.compile(r"\(\s*\?(?:\s*,\s*\?)*\s*\)")
_TRANSACTIONS = ("SAVEPOINT", "RELEASE", "ROLLBACK TO", "BEGIN", "COMMIT")


def shape_of(statement: str) -> str:
    """The statement without its values: lists of any length are alike."""
    return _LISTS.sub("(?)", _LITERALS.sub("?", statement))


def statements(context: CaptureQueriesContext) -> list[str]:
    """What was asked, savepoints apart."""
    return [query["sql"] for query in context.captured_queries if not query["sql"].startswith(_TRANSACTIONS)]


def repeated_shapes(asked: list[str]) -> dict[str, int]:
    counts = Counter(shape_of(statement) for statement in asked)
    return {shape: count for shape, count in counts.items() if count > MOST_OF_ONE_SHAPE}


@contextmanager
def query_budget(number: int, *, at_most: bool = False) -> Iterator[None]:
    """Fails unless exactly ``number`` statements ran within, and none of one shape more than twice."""
    with CaptureQueriesContext(connection) as context:
        yield
    asked = statements(context)
    listing = "\n".join(f"{place:3} {statement[:400]}" for place, statement in enumerate(asked, 1))
    fits = len(asked) <= number if at_most else len(asked) == number
    assert fits, f"{len(asked)} statements, budget {number}:\n{listing}"
    assert not repeated_shapes(asked), f"more than twice: {repeated_shapes(asked)}"
