"""A worker of the queue, killed at any moment (F-06), and tasks for what is not there (F-07, F-08)."""

from __future__ import annotations

import multiprocessing
import random
import time
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command
from django.db import connections, transaction
from django.db.models import F
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from intranet.core.background import now
from intranet.core.background.jobs import ReviveTasks
from intranet.core.background.models import Lease
from intranet.core.notifications.actions import notify
from intranet.core.notifications.jobs import SendDueMails
from intranet.core.notifications.models import Mail, Notice
from intranet.core.notifications.tasks.mails import send_mails
from tests.factories.people import make_person
from tests.factories.things import make_published
from tests.postbox import eventually
from tests.races import at_once, committed
from tests.things.notices import ThingMailed

if TYPE_CHECKING:
    from multiprocessing.context import ForkProcess

    from tests.postbox import Postbox

_fork = multiprocessing.get_context("fork")
PEOPLE = 4
#: A worker is killed within so many seconds after it began.
SPREAD = 0.4
#: Or within so many after a task began.
AT_WORK = 0.04


@pytest.fixture
def queue(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def crowd(db: None, housing: Any) -> list[Any]:
    return [make_person(f"reader{number}", service=housing) for number in range(PEOPLE)]


@pytest.fixture
def author(db: None, housing: Any) -> Any:
    return make_person("author", name="Sam Okafor", service=housing)


def tell(title: str, *, author: Any, crowd: list[Any]) -> None:
    with transaction.atomic():
        notify(ThingMailed, thing=make_published(title, author=author), recipients=crowd, actor=author)


def worker(*, batch: bool) -> ForkProcess:
    """``manage.py db_worker`` in a process of its own."""
    connections.close_all()
    process = _fork.Process(target=_work, args=(batch,))
    process.start()
    return process


def _work(batch: bool) -> None:
    call_command("db_worker", batch=batch, interval=0.01, startup_delay=False, reload=False, verbosity=0)


def a_while_later() -> None:
    """All leases have run out, and the periodic jobs ran."""
    Mail.objects.filter(state__in=["waiting", "sending"]).update(due=F("due") - timedelta(hours=1))
    DBTaskResult.objects.running().update(started_at=now() - timedelta(hours=1))
    Lease.objects.update(expires=now())
    ReviveTasks().run()
    SendDueMails().run()


def settle() -> None:
    for _round in range(10):
        a_while_later()
        done = worker(batch=True)
        done.join(timeout=600)
        assert done.exitcode == 0
        if not Mail.objects.filter(state__in=["waiting", "sending"]).exists():
            return


@pytest.mark.races
@committed
@pytest.mark.parametrize("kills", [pytest.param(12, id="some"), pytest.param(200, id="many", marks=pytest.mark.slow)])
def test_a_worker_killed_at_any_moment_loses_nothing_and_tells_nobody_twice(
    queue: None, postbox: Postbox, crowd: list[Any], author: Any, kills: int
) -> None:
    """In the list each event stands once for each person. Each mail is taken at least once.

    A mail is taken twice only when the kill fell between the server's yes and the row that notes it: both copies then have one
    Message-ID, and there are no more of them than kills.
    """
    chance = random.Random(kills)  # noqa: S311 -- the moments shall be the same in each run
    in_the_middle = 0
    for number in range(kills):
        tell(f"The lift {number}", author=author, crowd=crowd)
        victim = worker(batch=False)
        if number % 2:  # half of them meet a task for certain, on machines of any speed
            eventually(DBTaskResult.objects.running().exists, seconds=20)
        time.sleep(chance.uniform(0, AT_WORK if number % 2 else SPREAD))
        victim.kill()
        victim.join(timeout=60)
        in_the_middle += DBTaskResult.objects.running().exists()
        a_while_later()
    settle()

    assert in_the_middle > kills / 4, "too few kills met the worker at work: this proves nothing"

    told = Counter(Notice.objects.values_list("recipient_id", "object_id"))
    assert (len(told), set(told.values())) == (kills * PEOPLE, {1})
    assert set(Mail.objects.values_list("state", flat=True)) == {Mail.State.SENT}
    taken = Counter(postbox.ids())
    assert set(taken) == {f"<{message}@127.0.0.1>" for message in Mail.objects.values_list("message", flat=True)}
    twice = sum(count - 1 for count in taken.values())
    print(f"{kills} kills, {in_the_middle} of them at work, {len(taken)} mails, {twice} taken twice")  # noqa: T201 -- the measure, with -s
    assert twice <= in_the_middle
    assert not DBTaskResult.objects.filter(status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING]).exists()


@pytest.mark.races
@committed
def test_four_senders_at_once_send_each_mail_once(postbox: Postbox, crowd: list[Any], author: Any, queue: None) -> None:
    for number in range(5):
        tell(f"The lift {number}", author=author, crowd=crowd)
    settle_fan_out()

    assert at_once(_send, (), (), (), ()) == [None] * 4
    assert (len(postbox.taken), len(set(postbox.ids()))) == (5 * PEOPLE, 5 * PEOPLE)
    assert set(Mail.objects.values_list("state", flat=True)) == {Mail.State.SENT}


def _send() -> None:
    send_mails.call()


def settle_fan_out() -> None:
    """Whatever makes rows in tasks has made them; nothing is sent yet."""
    DBTaskResult.objects.filter(task_path=send_mails.module_path).delete()
    done = worker(batch=True)
    done.join(timeout=60)


@pytest.mark.django_db
def test_what_is_rolled_back_is_neither_told_nor_mailed(queue: None, postbox: Postbox, crowd: list[Any], author: Any) -> None:
    """F-07."""
    with transaction.atomic():
        tell("The lift", author=author, crowd=crowd)
        transaction.set_rollback(True)

    assert not Notice.objects.exists()
    assert not Mail.objects.exists()
    assert not DBTaskResult.objects.filter(task_path__contains=".notifications.").exists()
    send_mails.call()
    assert postbox.taken == []


@pytest.mark.django_db
def test_the_request_waits_for_no_mail_server(queue: None, postbox: Postbox, crowd: list[Any], author: Any) -> None:
    """F-05: nobody rings the server up before the worker does."""
    postbox.be(hello="hang")
    tell("The lift", author=author, crowd=crowd)

    assert postbox.lines == 0


@pytest.mark.django_db
@pytest.mark.parametrize("gone", ["thing", "notice", "person"])
def test_what_was_deleted_meanwhile_is_done_without_a_word(
    queue: None, postbox: Postbox, crowd: list[Any], author: Any, gone: str, caplog: Any
) -> None:
    """F-08."""
    thing = make_published("The lift", author=author)
    notify(ThingMailed, thing=thing, recipients=crowd, actor=author)
    if gone == "thing":
        thing.delete()
    elif gone == "notice":
        Notice.objects.all().delete()
    else:
        for person in crowd:
            person.delete()
    caplog.clear()
    send_mails.call()

    assert postbox.taken == []
    assert not Mail.objects.exclude(state=Mail.State.DROPPED).exists()
    assert caplog.text == ""
