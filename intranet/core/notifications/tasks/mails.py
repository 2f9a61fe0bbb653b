"""Mails on their way. Every task may run twice, be killed, or find that its object is gone."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Case, F, Value, When
from django_tasks import task

from intranet.core.background import enqueue, leases, now
from intranet.core.notifications.models import Mail, Preference
from intranet.core.notifications.notices import kind_named
from intranet.core.notifications.queries.delivery import mail_due
from intranet.core.notifications.tasks.letters import write
from intranet.core.notifications.tasks.post import Line, judge

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from intranet.core.notifications.tasks.post import Verdict

logger = logging.getLogger(__name__)
#: How many mails one task offers to the server; if there are more, another task goes on.
CHUNK = 500
#: How long a sender may take over one mail before another takes it up: longer than all the waiting that ``EMAIL_TIMEOUT`` allows for one.
LEASE = timedelta(minutes=10)
#: A mail server in trouble is left alone so long, by all workers: else each task would wait for it in turn, and nothing else would be done.
REST = timedelta(seconds=50)
RESTING = "mail-server-rests"
#: How long a mail rests after each attempt that failed, about a day in all. After the last it is given up: a dead letter.
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 2 * 60, 8 * 60, 12 * 60)]


@task()
def send_mails() -> None:
    """Send the mails that are due, the longest due first. When the server is in trouble, all wait for a while, whoever is told to send."""
    if leases.is_taken(RESTING):
        return
    keys = list(Mail.objects.due().values_list("pk", flat=True)[: CHUNK + 1])
    with Line() as line:
        for pk in keys[:CHUNK]:
            if not _send(pk, line):
                leases.take(RESTING, REST)
                return
    if len(keys) > CHUNK:
        enqueue(send_mails)


def _send(pk: int, line: Line) -> bool:
    """Send one mail, unless somebody else has it or it is not wanted any more. False when the server takes none now."""
    mail = _claim(pk)
    if mail is None:
        return True
    if mail.attempts > len(PAUSES) + 1:
        _give_up(mail, "The sender never came back.")
        return True
    try:
        moment = _moment(mail)
        if moment is not None and moment > now():
            _held_by_us(mail).update(state=Mail.State.WAITING, due=moment, attempts=F("attempts") - 1)
            return True
        message = write(mail) if moment is not None else None
        if message is None:
            _held_by_us(mail).update(state=Mail.State.DROPPED, done_at=now())
            return True
        line.send(message)
    except Exception as error:  # noqa: BLE001 -- whatever one mail stumbles over keeps no other from going
        verdict = judge(error)
        _put_off(mail, verdict)
        return not verdict.is_servers
    _note_sent(mail)
    return True


def _claim(pk: int) -> Mail | None:
    """The mail, if it is ours to send: of several senders one changes the row. The number of the attempt tells ours from a later claim."""
    if not Mail.objects.due().filter(pk=pk).update(state=Mail.State.SENDING, due=now() + LEASE, attempts=F("attempts") + 1):
        return None
    mail: Mail | None = Mail.objects.select_related("notice", "digest", "person__roost_preference").filter(pk=pk).first()
    return mail


def _held_by_us(mail: Mail) -> QuerySet[Mail]:
    return Mail.objects.filter(pk=mail.pk, state=Mail.State.SENDING, attempts=mail.attempts)


def _moment(mail: Mail) -> datetime | None:
    """When its reader may be mailed, now or after their quiet hours; None when not at all."""
    kind = kind_named(mail.notice.kind) if mail.notice else None
    return mail_due([mail.person_id], urgent=kind is not None and kind.urgent, at=now()).get(mail.person_id)


def _note_sent(mail: Mail) -> None:
    """The server has said yes: whoever else holds the mail by now shall not send it again."""
    Mail.objects.filter(pk=mail.pk).exclude(state=Mail.State.SENT).update(state=Mail.State.SENT, done_at=now(), last_error="")
    preference = getattr(mail.person, "roost_preference", None)
    if preference is not None and preference.bounces:
        Preference.objects.filter(person_id=mail.person_id).update(bounces=0, bounced_address="")


def _put_off(mail: Mail, verdict: Verdict) -> None:
    """Try again later, or never: then it lies among the dead letters. The log names no title and no person."""
    logger.warning("Mail %s was not taken at attempt %s: %s", mail.message, mail.attempts, verdict.name)
    if verdict.is_final or mail.attempts > len(PAUSES):
        _give_up(mail, verdict.words)
    else:
        _held_by_us(mail).update(state=Mail.State.WAITING, due=now() + PAUSES[mail.attempts - 1], last_error=verdict.words)
    if verdict.is_of_address:
        _count_bounce(mail)


def _give_up(mail: Mail, words: str) -> None:
    _held_by_us(mail).update(state=Mail.State.FAILED, done_at=now(), last_error=words)


def _count_bounce(mail: Mail) -> None:
    """One more in a row for this address, or the first for a new one."""
    address = mail.person.email
    Preference.objects.get_or_create(person_id=mail.person_id)
    again = Case(When(bounced_address=address, then=F("bounces") + 1), default=Value(1))
    Preference.objects.filter(person_id=mail.person_id).update(bounces=again, bounced_address=address)
