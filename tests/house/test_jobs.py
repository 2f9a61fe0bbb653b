"""Periodic work: once, alone, and again after a death (O-08)."""

from __future__ import annotations

import subprocess
import sys
import uuid
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from intranet.core.background import at_moment, jobs, leases, now
from intranet.core.background.models import JobRun, Lease
from intranet.core.notifications.tasks.mails import send_mails
from tests.house.routes import ROOT

pytestmark = pytest.mark.django_db


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the jobs that ran, of an hourly one and of one that fails."""
    ran: list[str] = []

    class Hourly:
        name = "hourly"
        every = timedelta(hours=1)

        def run(self) -> None:
            ran.append(self.name)

    class Broken(Hourly):
        name = "broken"

        def run(self) -> None:
            raise ValueError("no")

    monkeypatch.setattr(jobs, "all_jobs", lambda: [Broken(), Hourly()])
    return ran


def test_a_job_runs_when_it_is_due_and_not_before(done: list[str]) -> None:
    start = now()
    for minutes in (0, 59, 61):
        with at_moment(start + timedelta(minutes=minutes)):
            jobs.run_due()

    assert done == ["hourly", "hourly"]


def test_one_failing_job_keeps_no_other_from_running(done: list[str]) -> None:
    with pytest.raises(CommandError, match="these jobs failed: broken"):
        call_command("run_periodic")

    assert done == ["hourly"]
    assert JobRun.objects.get(name="broken").error == "ValueError: no"
    assert not Lease.objects.exists()


def test_the_second_one_finds_it_locked(done: list[str]) -> None:
    leases.take(jobs.LEASE)
    said = StringIO()

    call_command("run_periodic", stdout=said)

    assert (said.getvalue(), done) == ("locked: another run_periodic is at work\n", [])


def test_the_lease_of_a_dead_one_expires(done: list[str]) -> None:
    Lease.objects.create(name=jobs.LEASE, holder=uuid.uuid4(), expires=now() - timedelta(seconds=1))

    assert jobs.run_due() == ["broken"]
    assert done == ["hourly"]


def test_who_lost_the_lease_stops(done: list[str]) -> None:
    assert not leases.renew(jobs.LEASE, uuid.uuid4())


def test_every_job_has_a_name_of_its_own() -> None:
    names = [job.name for job in jobs.all_jobs()]

    assert len(names) == len(set(names))
    assert {"publish-scheduled", "clear-sessions", "prune-tasks"} <= set(names)


@pytest.mark.races
@pytest.mark.django_db(transaction=True)
def test_of_four_processes_one_gets_the_lease(settings: object) -> None:
    name = f"race-{uuid.uuid4().hex}"
    code = (
        "import django; django.setup()\n"
        "from django.db import connection\n"
        f"connection.settings_dict['NAME'] = {_database()!r}\n"
        "from intranet.core.background import leases\n"
        f"print(leases.take({name!r}) is not None)\n"
    )
    racers = [subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(4)]

    assert sorted(racer.communicate(timeout=240)[0].strip() for racer in racers) == ["False", "False", "False", "True"]


def _database() -> str:
    from django.db import connection  # noqa: PLC0415 -- the name of the test database is known only by now

    return str(connection.settings_dict["NAME"])


def lost_task(*, minutes: int, workers: int = 1) -> DBTaskResult[Any, Any]:
    """A task whose worker was killed so long ago."""
    return DBTaskResult.objects.create(
        status=TaskResultStatus.RUNNING,
        started_at=now() - timedelta(minutes=minutes),
        worker_ids=["dead"] * workers,
        args_kwargs={"args": [], "kwargs": {}},
        task_path="intranet.core.notifications.tasks.mails.send_mails",
        backend_name="default",
        run_after=now(),
    )


@pytest.mark.parametrize(
    ("minutes", "workers", "status"),
    [(19, 1, TaskResultStatus.RUNNING), (21, 1, TaskResultStatus.READY), (21, 4, TaskResultStatus.READY), (21, 5, TaskResultStatus.FAILED)],
)
def test_a_task_whose_worker_was_killed_is_taken_up_again(minutes: int, workers: int, status: str) -> None:
    """The queue itself would leave it "running" for ever."""
    task = lost_task(minutes=minutes, workers=workers)
    jobs.ReviveTasks().run()
    task.refresh_from_db()

    assert task.status == status


def test_a_queue_that_nobody_empties_holds_a_periodic_task_once(settings: object) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    for _ in range(3):
        jobs.enqueue_if_none_waits(send_mails)

    assert DBTaskResult.objects.count() == 1
