"""What is well and what is not, for those who run the site.

The core and the apps subclass ``Probe`` and ``Measure`` in their ``jobs.py``; the class tree is the registry.
"""

from __future__ import annotations

import logging
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Min
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from intranet.core.background.clock import now

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

logger = logging.getLogger(__name__)


class Probe:
    """One thing the site needs. ``look`` raises when it is not well; what is ``optional`` only degrades the site."""

    name: ClassVar[str]
    optional: ClassVar[bool] = False

    def look(self) -> None:
        raise NotImplementedError


class NotWell(Exception):
    """A probe's finding, in words for operators."""


class DatabaseProbe(Probe):
    name = "database"

    def look(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")


class MigrationsProbe(Probe):
    name = "migrations"
    _applied: ClassVar[bool] = False

    def look(self) -> None:
        """Once they are all applied, this process does not ask again."""
        if MigrationsProbe._applied:
            return
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if waiting:
            raise NotWell(f"{len(waiting)} to apply")
        MigrationsProbe._applied = True


class CacheProbe(Probe):
    name = "cache"
    optional = True

    def look(self) -> None:
        key, value = "health", uuid.uuid4().hex
        cache.set(key, value, 10)
        if cache.get(key) is None:
            raise NotWell("does not keep what it is given")


class Measure:
    """Numbers for the metrics page: ``values`` yields them with their labels, which name no person and are few."""

    name: ClassVar[str]
    help: ClassVar[str]

    def values(self) -> Iterator[tuple[dict[str, str], float]]:
        raise NotImplementedError


class TaskCount(Measure):
    name = "roost_tasks_waiting"
    help = "Tasks that wait for a worker."

    def values(self) -> Iterator[tuple[dict[str, str], float]]:
        yield {}, DBTaskResult.objects.filter(status=TaskResultStatus.READY).count()


class TaskAge(Measure):
    name = "roost_tasks_oldest_seconds"
    help = "How long the oldest waiting task has waited."

    def values(self) -> Iterator[tuple[dict[str, str], float]]:
        oldest = DBTaskResult.objects.filter(status=TaskResultStatus.READY).aggregate(oldest=Min("enqueued_at"))["oldest"]
        yield {}, seconds_since(oldest)


class TaskFailures(Measure):
    name = "roost_tasks_failed"
    help = "Tasks that have failed and are still on record."

    def values(self) -> Iterator[tuple[dict[str, str], float]]:
        yield {}, DBTaskResult.objects.filter(status=TaskResultStatus.FAILED).count()


def seconds_since(moment: datetime | None) -> float:
    return max(0.0, (now() - moment).total_seconds()) if moment else 0.0


@dataclass(slots=True)
class Report:
    """What the probes found: per part "ok" or what is wrong."""

    parts: dict[str, str] = field(default_factory=dict)
    failed: bool = False
    degraded: bool = False

    @property
    def status(self) -> str:
        return "fail" if self.failed else "degraded" if self.degraded else "ok"


def examine() -> Report:
    """Ask every probe; those that need the database are spared when it is away."""
    report = Report()
    for probe in sorted((kind() for kind in all_kinds(Probe)), key=lambda probe: (probe.name != "database", probe.optional, probe.name)):
        report.parts[probe.name] = finding = _finding_of(probe, report)
        if finding != "ok":
            report.degraded |= probe.optional
            report.failed |= not probe.optional
    return report


def _finding_of(probe: Probe, report: Report) -> str:
    if report.parts.get("database", "ok") != "ok" and probe.name == "migrations":
        return "unknown"
    try:
        probe.look()
    except NotWell as finding:
        return str(finding)
    except Exception as error:  # noqa: BLE001 -- whatever a part raises, the answer is that it is not well
        logger.warning("the probe %s failed: %s", probe.name, type(error).__name__)
        return type(error).__name__
    return "ok"


def all_kinds(parent: type[Any]) -> list[type[Any]]:
    """Every class below ``parent``."""
    return [kind for child in parent.__subclasses__() for kind in (child, *all_kinds(child))]
