"""The one door to background work."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django_tasks.backends.immediate import ImmediateBackend

if TYPE_CHECKING:
    from django_tasks.base import Task


def enqueue(task: Task[Any, Any], *args: Any, **kwargs: Any) -> None:
    """Run ``task`` soon.

    A queue in the database takes part in the transaction, so that data and task commit together; the
    immediate backend waits for the commit. Arguments must be JSON: identifiers, never objects. Every task
    may run twice, or find that its object is gone.
    """
    call = partial(task.enqueue, *args, **kwargs)
    if isinstance(task.get_backend(), ImmediateBackend):
        transaction.on_commit(call)
    else:
        call()
