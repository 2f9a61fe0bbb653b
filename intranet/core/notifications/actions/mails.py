"""What administrators do about mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from wagtail.log_actions import log

from intranet.core.background import enqueue, now
from intranet.core.notifications.models import Mail, Preference
from intranet.core.notifications.tasks.mails import send_mails

if TYPE_CHECKING:
    from collections.abc import Collection

    from intranet.core.kinds import Person


@transaction.atomic
def try_again(keys: Collection[int], *, actor: Person) -> int:
    """Send dead letters once more, and forget that their addresses bounced. What was read or hidden meanwhile is not sent all the same."""
    mails = list(Mail.objects.failed().filter(pk__in=keys).select_for_update())
    fresh = {"state": Mail.State.WAITING, "attempts": 0, "due": now(), "done_at": None}
    Mail.objects.filter(pk__in=[mail.pk for mail in mails]).update(**fresh)
    Preference.objects.filter(person__in={mail.person_id for mail in mails}).update(bounces=0, bounced_address="")
    for mail in mails:
        log(instance=mail, action="roost.mail.again", user=actor)
    if mails:
        enqueue(send_mails)
    return len(mails)
