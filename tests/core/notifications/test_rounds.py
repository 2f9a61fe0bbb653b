"""Rounds of digests: one a person and period, however many make them at once and whoever is killed, in bounded memory."""

from __future__ import annotations

import os
import signal
import tracemalloc
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import connections
from django.db.models import Count

from intranet.core.notifications.actions import digests
from intranet.core.notifications.models import Digest, Mail, Notice, Preference
from intranet.core.notifications.queries import rounds
from intranet.core.notifications.queries.periods import periods_due
from tests.factories.people import make_person
from tests.factories.things import make_published
from tests.races import PATIENCE, _fork, at_once, committed
from tests.things.notices import ThingWritten

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

MONDAY = datetime(2026, 11, 23, 8, tzinfo=ZoneInfo("Europe/London"))
MANY = 15_000
#: One in so many has nothing new, one in so many wants no digest.
EMPTY, UNWILLING = 10, 15


@pytest.fixture(autouse=True)
def nobody_sends(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.ROOST_DIGEST = "daily"
    monkeypatch.setattr(digests, "enqueue", lambda task: None)


def make_readers(count: int) -> int:
    """People with one notice each for a digest; the number of those who get one."""
    author = make_person("author")
    thing = make_published("The lift", author=author)
    model, kind = get_user_model(), ContentType.objects.get_for_model(thing)
    model.objects.bulk_create(model(username=f"r{number}", email=f"r{number}@northmoor.example", password="!") for number in range(count))
    keys = list(model.objects.exclude(pk=author.pk).order_by("pk").values_list("pk", flat=True))
    values = {"kind": ThingWritten.name, "content_type": kind, "object_id": thing.pk, "event": "e", "delivery": "digest"}
    told = [key for place, key in enumerate(keys) if place % EMPTY]
    Notice.objects.bulk_create(Notice(recipient_id=key, created=MONDAY - timedelta(hours=5), **values) for key in told)
    unwilling = keys[::UNWILLING]
    Preference.objects.bulk_create(Preference(person_id=key, digest="none") for key in unwilling)
    return len(set(told) - set(unwilling))


def make() -> int:
    (today, _week) = periods_due(MONDAY)
    return digests.make_digests(today)


def make_and_be_killed(batches: int) -> None:
    """Die between the digests of a batch and their mails."""
    bulk_create, left = Mail.objects.bulk_create, [batches]

    def fatal(*args: Any, **kwargs: Any) -> Any:
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)
        left[0] -= 1
        return bulk_create(*args, **kwargs)

    Mail.objects.bulk_create = fatal  # in this process, which ends here
    make()


def start_and_kill(batches: int) -> BaseProcess:
    connections.close_all()
    victim = _fork.Process(target=make_and_be_killed, args=(batches,))
    victim.start()
    return victim


def end_of(victim: BaseProcess) -> int | None:
    victim.join(timeout=PATIENCE)
    return victim.exitcode


SIZES = [pytest.param(90, 10, id="few"), pytest.param(MANY, rounds.BATCH, id="many", marks=pytest.mark.slow)]


@committed
@pytest.mark.parametrize(("count", "batch"), SIZES)
def test_killed_once_and_started_twice_none_is_doubled_and_none_is_lost(count: int, batch: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "BATCH", batch)
    wanted = make_readers(count)

    assert end_of(start_and_kill(3)) == -signal.SIGKILL
    done = Digest.objects.count()
    assert 0 < done <= 3 * batch
    assert Mail.objects.count() == done

    victim = start_and_kill(1)
    made = at_once(make, (), ())
    assert end_of(victim) in {-signal.SIGKILL, 0}
    assert all(isinstance(answer, int) for answer in made), made

    assert make() == 0
    assert Digest.objects.count() == Mail.objects.filter(state=Mail.State.WAITING).count() == wanted
    assert not Digest.objects.values("person", "period").annotate(times=Count("pk")).filter(times__gt=1).exists()
    assert not Digest.objects.filter(mail__isnull=True).exists()


@pytest.mark.slow
@pytest.mark.django_db
def test_memory_does_not_grow_with_the_number_of_people() -> None:
    wanted = make_readers(MANY)
    tracemalloc.start()
    try:
        assert make() == wanted
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 16 * 2**20
