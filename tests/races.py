"""Several processes at once, each with a connection of its own, on rows that are really committed."""

from __future__ import annotations

import multiprocessing
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection, connections

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.synchronize import Barrier

#: Seconds that a process waits for the others, and that the test waits for a process.
PATIENCE = 180

#: Rows that other processes see; the database is emptied after the test, and ``first_pages`` brings Wagtail's back.
committed = pytest.mark.django_db(transaction=True)

_fork = multiprocessing.get_context("fork")


def gate_for(count: int) -> Barrier:
    """Where so many processes wait for one another, as often as they like."""
    return _fork.Barrier(count, timeout=PATIENCE)


def at_once(work: Callable[..., Any], *calls: tuple[Any, ...]) -> list[Any]:
    """``work`` with the arguments of each call, in a process each, all beginning together.

    What they answered comes in the order in which they ended; an error is answered as its ``repr``.
    """
    gate, answers = gate_for(len(calls)), _fork.Queue()
    connections.close_all()
    workers = [_fork.Process(target=_work, args=(work, arguments, gate, answers)) for arguments in calls]
    for worker in workers:
        worker.start()
    told = [answers.get(timeout=PATIENCE) for _worker in workers]
    for worker in workers:
        worker.join(timeout=PATIENCE)
    return told


def _work(work: Callable[..., Any], arguments: tuple[Any, ...], gate: Barrier, answers: Any) -> None:
    gate.wait()
    try:
        answers.put(work(*arguments))
    except Exception as error:  # noqa: BLE001 -- told to the parent
        answers.put(repr(error))
    finally:
        connection.close()
