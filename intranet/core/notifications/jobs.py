"""What notices do by themselves."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from intranet.core.background import now
from intranet.core.background.health import Measure, NotWell, Probe, seconds_since
from intranet.core.background.jobs import Job, enqueue_if_none_waits
from intranet.core.background.models import JobRun
from intranet.core.notifications import actions
from intranet.core.notifications.models import Mail, Push
from intranet.core.notifications.notices import push_service
from intranet.core.notifications.queries.periods import periods_due
from intranet.core.notifications.tasks.mails import send_mails
from intranet.core.notifications.tasks.pushes import send_pushes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from intranet.core.notifications.queries.periods import Period


class RevokeKeysOfLeavers(Job):
    """Deletes the keys of accounts that were deactivated past the signals: they open nothing, and must not when the account comes back."""

    name = "revoke-keys-of-leavers"
    every = timedelta(days=1)

    def run(self) -> None:
        actions.revoke_forgotten_keys()


class KeepServiceFollows(Job):
    """Has everybody follow the service they work in, and no service they left, where accounts were loaded or moved past the signals."""

    name = "keep-service-follows"
    every = timedelta(days=1)

    def run(self) -> None:
        actions.keep_all_services()


class ForgetOldNotices(Job):
    """Deletes notices that were read long ago, and all that are older still; and digests that nobody looks back to."""

    name = "forget-old-notices"
    every = timedelta(days=1)

    def run(self) -> None:
        actions.forget_old_notices()
        actions.forget_old_digests()


class Digests(Job):
    """Makes the digests of the working day and of the week, once their hour has come; what was missed or cut short is made up for in the same period."""

    name = "digests"
    every = timedelta(minutes=5)

    def run(self) -> None:
        for period in periods_due(now()):
            if not JobRun.objects.filter(name=self._round_of(period), started=period.sent).exists():
                actions.make_digests(period)
                JobRun.objects.update_or_create(name=self._round_of(period), defaults={"started": period.sent, "finished": now(), "error": ""})

    def _round_of(self, period: Period) -> str:
        """The record of the last round that came to its end, without which all people are looked through again."""
        return f"{self.name}-{period.rhythm}"


class SendDueMails(Job):
    """Sends what nobody was told to send: what rested after a refusal or in quiet hours, and what a killed worker had."""

    name = "send-due-mails"
    every = timedelta(minutes=1)

    def run(self) -> None:
        if Mail.objects.due().exists():
            enqueue_if_none_waits(send_mails)


class RemindOfReading(Job):
    """Reminds who has not read what must be read: three days before its day, on it, and a week after."""

    name = "remind-of-reading"
    every = timedelta(hours=1)

    def run(self) -> None:
        actions.remind_of_reading()


class SendDuePushes(Job):
    """Hands to the site's push service what rested after a refusal or in quiet hours, and what a killed worker had."""

    name = "send-due-pushes"
    every = timedelta(minutes=1)

    def run(self) -> None:
        if push_service() is not None and Push.objects.due().exists():
            enqueue_if_none_waits(send_pushes)


class MailProbe(Probe):
    """Mail goes out. While it does not, everything stands in the list of notices, so the site stays in service."""

    name = "mail"
    optional = True
    #: A mail that waits longer for a sender, or was refused as often, is a sign.
    patience = timedelta(minutes=15)
    attempts = 4

    def look(self) -> None:
        oldest = Mail.objects.overdue().values_list("due", flat=True).first()
        if oldest is not None and oldest < now() - self.patience:
            raise NotWell(f"{Mail.objects.overdue().count()} mails wait, the oldest for {int(seconds_since(oldest)) // 60} minutes")
        refused = Mail.objects.filter(state=Mail.State.WAITING, attempts__gte=self.attempts).count()
        if refused:
            raise NotWell(f"{refused} mails were refused {self.attempts} times or more, and are tried again")


class MailsSent(Measure):
    name = "roost_mails_sent_day"
    help = "Mails that the mail server took in the last 24 hours."

    def values(self) -> Iterator[tuple[dict[str, str], float]]:
        yield {}, Mail.objects.sent_since(now() - timedelta(days=1)).count()


class MailsFailed(Measure):
    name = "roost_mails_failed"
    help = "Dead letters: mails that were given up and are still on record."

    def values(self) -> Iterator[tuple[dict[str, str], float]]:
        yield {}, Mail.objects.failed().count()


class MailsWaiting(Measure):
    name = "roost_mails_waiting"
    help = "Mails on their way: due, being sent, or at rest until later."

    def values(self) -> Iterator[tuple[dict[str, str], float]]:
        yield {}, Mail.objects.filter(state__in=[Mail.State.WAITING, Mail.State.SENDING]).count()


class MailsOldest(Measure):
    name = "roost_mails_oldest_seconds"
    help = "How long the mail that is longest overdue has been due."

    def values(self) -> Iterator[tuple[dict[str, str], float]]:
        yield {}, seconds_since(Mail.objects.overdue().values_list("due", flat=True).first())
