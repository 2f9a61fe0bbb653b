"""The engines, and which of them answers."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, TypeVar

from django.db import connection

from intranet.core.search import conf
from intranet.core.search.engines.base import Choice, Dirty, Engine, EngineResult, EngineUnavailable, Question, Scope
from intranet.core.search.engines.postgresql import PostgresqlEngine
from intranet.core.search.engines.sqlite import SqliteEngine
from intranet.core.search.models import OutboxEntry

if TYPE_CHECKING:
    from collections.abc import Callable

    from intranet.core.search.engines.elastic import ElasticEngine

__all__ = [
    "Choice",
    "Dirty",
    "Engine",
    "EngineResult",
    "EngineUnavailable",
    "Question",
    "Scope",
    "answer",
    "database_engine",
    "is_resting",
    "outside_engine",
    "rest",
    "wake",
]

Answer = TypeVar("Answer")
logger = logging.getLogger(__name__)
_resting_until = 0.0


def answer(ask: Callable[[Engine, Dirty], Answer]) -> tuple[Answer, bool]:
    """What the engine in charge answers, and whether the database had to stand in for it.

    It stands in while the outside engine does not answer, and while too much has changed that it has not heard of.
    """
    outside = outside_engine()
    if outside is None:
        return ask(database_engine(), Dirty()), False
    dirty = None if is_resting() else _dirty()
    if dirty is not None:
        try:
            return ask(outside, dirty), False
        except EngineUnavailable as error:
            rest(error)
    return ask(database_engine(), Dirty()), True


def database_engine() -> Engine:
    """The engine in the database itself, which is always there."""
    return PostgresqlEngine() if connection.vendor == "postgresql" else SqliteEngine()


def outside_engine() -> ElasticEngine | None:
    """Elasticsearch, when ``SEARCH_URL`` names it."""
    if not conf.engine_url():
        return None
    from intranet.core.search.engines.elastic import ElasticEngine  # noqa: PLC0415 -- optional app

    return ElasticEngine(conf.engine_url(), conf.index_name())


def rest(error: EngineUnavailable) -> None:
    """Leave the outside engine alone for a while: this process has waited long enough for it."""
    global _resting_until  # noqa: PLW0603 -- one small memory of a process
    _resting_until = time.monotonic() + conf.PAUSE
    logger.warning("the search engine is left alone for %d seconds: %s", conf.PAUSE, error)


def wake() -> None:
    """It answers again."""
    global _resting_until  # noqa: PLW0603 -- one small memory of a process
    _resting_until = 0.0


def is_resting() -> bool:
    return time.monotonic() < _resting_until


def _dirty() -> Dirty | None:
    """What the outside engine has not heard of yet; None when it is too much to leave out."""
    rows = list(OutboxEntry.objects.values_list("content_type_id", "object_id", "is_container")[: conf.DIRTY_LIMIT + 1])
    if len(rows) > conf.DIRTY_LIMIT:
        logger.warning("more than %d changes wait for the search engine", conf.DIRTY_LIMIT)
        return None
    return Dirty(
        things=frozenset((kind, key) for kind, key, is_container in rows if not is_container),
        containers=frozenset((kind, key) for kind, key, is_container in rows if is_container),
    )
