"""Messages on their way to the site's push service. Every task may run twice, be killed, or find that its object is gone."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import F
from django_tasks import task

from intranet.core.background import enqueue, leases, now
from intranet.core.notifications.models import Push
from intranet.core.notifications.notices import NoDevice, kind_named, push_service
from intranet.core.notifications.queries.delivery import push_due
from intranet.core.notifications.tasks.letters import write_push

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from intranet.core.notifications.notices import PushService

logger = logging.getLogger(__name__)
CHUNK = 500
#: How long a sender may take over one message before another takes it up.
LEASE = timedelta(minutes=2)
#: A service in trouble is left alone so long, by all workers.
REST = timedelta(seconds=50)
RESTING = "push-service-rests"
#: How long a message rests after each attempt that failed. After the last it is given up: the notice stands in the list all the same.
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 30)]


@task()
def send_pushes() -> None:
    """Send the messages that are due. While the service cannot be reached, all wait for a while."""
    service = push_service()
    if service is None or leases.is_taken(RESTING):
        return
    keys = list(Push.objects.due().values_list("pk", flat=True)[: CHUNK + 1])
    for pk in keys[:CHUNK]:
        if not _send(pk, service):
            leases.take(RESTING, REST)
            return
    if len(keys) > CHUNK:
        enqueue(send_pushes)


def _send(pk: int, service: PushService) -> bool:
    """Send one message, unless somebody else has it or it is not wanted any more. False when the service cannot be reached."""
    push = _claim(pk)
    if push is None:
        return True
    if push.attempts > len(PAUSES) + 1:
        _end(push, Push.State.FAILED)
        return True
    try:
        kind = kind_named(push.notice.kind)
        moment = push_due([push.person_id], urgent=kind is not None and kind.urgent, at=now()).get(push.person_id)
        if moment is not None and moment > now():
            _held_by_us(push).update(state=Push.State.WAITING, due=moment, attempts=F("attempts") - 1)
            return True
        message = write_push(push) if moment is not None else None
        if message is None:
            _end(push, Push.State.DROPPED)
            return True
        service.send(message)
    except NoDevice:
        _end(push, Push.State.DROPPED)
        return True
    except Exception as error:  # noqa: BLE001 -- a site's own service may raise anything, and keeps no other message from going
        _put_off(push, error)
        return not isinstance(error, OSError)
    _end(push, Push.State.SENT)
    return True


def _claim(pk: int) -> Push | None:
    """The message, if it is ours to send: of several senders one changes the row."""
    if not Push.objects.due().filter(pk=pk).update(state=Push.State.SENDING, due=now() + LEASE, attempts=F("attempts") + 1):
        return None
    push: Push | None = Push.objects.select_related("notice", "person").filter(pk=pk).first()
    return push


def _held_by_us(push: Push) -> QuerySet[Push]:
    return Push.objects.filter(pk=push.pk, state=Push.State.SENDING, attempts=push.attempts)


def _end(push: Push, state: Push.State) -> None:
    _held_by_us(push).update(state=state, done_at=now())


def _put_off(push: Push, error: Exception) -> None:
    """Try again later, or never. The log names no title and no person."""
    logger.warning("Message %s was not taken at attempt %s: %s", push.message, push.attempts, type(error).__name__)
    if push.attempts > len(PAUSES):
        _end(push, Push.State.FAILED)
    else:
        _held_by_us(push).update(state=Push.State.WAITING, due=now() + PAUSES[push.attempts - 1])
