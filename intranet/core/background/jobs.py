"""Work that comes with time. ``manage.py run_periodic`` runs what is due.

An app subclasses ``Job`` in its ``jobs.py``, which is found by autodiscovery; the class tree is the registry.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.management import call_command
from django_tasks import TaskResultStatus, task_backends
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.models import DBTaskResult

from intranet.core.background import leases
from intranet.core.background.clock import now
from intranet.core.background.models import JobRun
from intranet.core.background.queue import enqueue

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from django_tasks.base import Task

logger = logging.getLogger(__name__)
LEASE = "run_periodic"
#: After so long a task has lost its worker. One that takes longer is run twice, which every task must bear.
LOST_AFTER = timedelta(minutes=20)
MOST_WORKERS = 5


class Job:
    """One kind of periodic work. ``run`` may be called twice, late, or never for a day: nothing people see may depend on its hour."""

    name: ClassVar[str]
    every: ClassVar[timedelta]

    def run(self) -> None:
        """Do what is due now, in less than the ten minutes of a lease."""
        raise NotImplementedError


class PublishScheduled(Job):
    """Publishes and expires Wagtail pages whose hour has come."""

    name = "publish-scheduled"
    every = timedelta(minutes=1)

    def run(self) -> None:
        call_command("publish_scheduled", verbosity=0)


class ClearSessions(Job):
    """Removes sessions that have run out."""

    name = "clear-sessions"
    every = timedelta(days=1)

    def run(self) -> None:
        call_command("clearsessions", verbosity=0)


class PruneTasks(Job):
    """Removes the records of tasks that were done a fortnight ago."""

    name = "prune-tasks"
    every = timedelta(days=1)

    def run(self) -> None:
        if issubclass(type(task_backends["default"]), DatabaseBackend):
            call_command("prune_db_task_results", verbosity=0)


class ReviveTasks(Job):
    """Gives back to the queue what a worker took and never finished: it was killed, and nobody else would take it up."""

    name = "revive-tasks"
    every = timedelta(minutes=1)

    def run(self) -> None:
        for task in DBTaskResult.objects.running().filter(started_at__lte=now() - LOST_AFTER):
            if len(task.worker_ids) >= MOST_WORKERS:
                logger.error("the task %s was given up: %s workers did not come back from it", task.task_path, len(task.worker_ids))
                task.set_failed(WorkersLost())
            else:
                DBTaskResult.objects.running().filter(pk=task.pk, started_at=task.started_at).update(status=TaskResultStatus.READY)


class WorkersLost(Exception):
    """A task was tried by several workers, and none of them came back."""


def enqueue_if_none_waits(task: Task[Any, Any]) -> None:
    """Run ``task``, which takes no arguments, unless it is in the queue already: a queue that nobody empties does not grow by the minute."""
    if not DBTaskResult.objects.ready().filter(task_path=task.module_path).exists():
        enqueue(task)


def all_jobs() -> list[Job]:
    """One of each job there is, by name."""
    return sorted((kind() for kind in _kinds_of(Job)), key=lambda job: job.name)


def _kinds_of(parent: type[Job]) -> Iterator[type[Job]]:
    for kind in parent.__subclasses__():
        yield kind
        yield from _kinds_of(kind)


def run_due(jobs: list[Job] | None = None) -> list[str] | None:
    """Run the jobs that are due, alone. The names of those that failed; None when another process is at it."""
    holder = leases.take(LEASE)
    if holder is None:
        return None
    try:
        return _run_each(all_jobs() if jobs is None else jobs, holder)
    finally:
        leases.give_back(LEASE, holder)


def _run_each(jobs: list[Job], holder: UUID) -> list[str]:
    started = dict(JobRun.objects.values_list("name", "started"))
    failed = []
    for job in jobs:
        last = started.get(job.name)
        if last is not None and last + job.every > now():
            continue
        if not leases.renew(LEASE, holder):
            logger.error("the lease was lost to another process; stopping before %s", job.name)
            break
        if not _run_one(job):
            failed.append(job.name)
    return failed


def _run_one(job: Job) -> bool:
    JobRun.objects.update_or_create(name=job.name, defaults={"started": now(), "finished": None, "error": ""})
    try:
        job.run()
    except Exception as error:
        logger.exception("the job %s failed", job.name)
        JobRun.objects.filter(name=job.name).update(finished=now(), error=f"{type(error).__name__}: {error}"[:500])
        return False
    JobRun.objects.filter(name=job.name).update(finished=now())
    return True
