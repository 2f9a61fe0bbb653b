"""What a person chooses about how things reach them. It is nobody's business, so nothing of it is in the site's log of acts."""

from __future__ import annotations

import logging
from datetime import time
from typing import TYPE_CHECKING

from django.db import transaction

from intranet.core.notifications import conf
from intranet.core.notifications.models import Choice, Delivery, Preference
from intranet.core.notifications.notices import kind_named
from intranet.core.notifications.queries.delivery import default_delivery
from intranet.core.notifications.queries.streams import DIGEST

if TYPE_CHECKING:
    from collections.abc import Mapping

    from intranet.core.kinds import Person
    from intranet.core.notifications.conf import QuietHours
    from intranet.core.notifications.notices import NoticeKind
    from intranet.core.organisation.models import Service

logger = logging.getLogger(__name__)
#: From and until at the same time: none, also where the site has some.
_NEVER_QUIET = (time(0), time(0))


def set_mail(
    person: Person,
    *,
    wanted: bool,
    digest: str,
    quiet: QuietHours | None,
    only_in_working_hours: bool,
    hours: Mapping[str, str] | None = None,
    social: str = "",
) -> None:
    """Keep a person's choices about mail. What is as the site has it stays with the site, when that changes.

    ``hours`` are the person's own, by weekday, where they are not those of the service; ``social`` is when they want to hear of social areas.
    """
    since, until = (None, None) if quiet == conf.quiet_hours() else quiet or _NEVER_QUIET
    values = {
        "wants_mail": wanted,
        "digest": "" if digest == conf.digest() else Preference.Digest(digest),
        "quiet_from": since,
        "quiet_until": until,
        "only_in_working_hours": only_in_working_hours,
        "hours": dict(hours or {}),
        "social": Preference.Social(social),
    }
    Preference.objects.update_or_create(person_id=person.pk, defaults=values)


@transaction.atomic
def set_deliveries(person: Person, chosen: Mapping[type[NoticeKind], Delivery]) -> None:
    """Keep how kinds of notice reach a person. What is usual for a kind needs no row."""
    usual = [kind.name for kind, delivery in chosen.items() if delivery == default_delivery(kind)]
    Choice.objects.filter(person_id=person.pk, service__isnull=True, kind__in=usual).delete()
    for kind, delivery in chosen.items():
        if kind.name not in usual:
            _keep(person.pk, kind.name, None, delivery)


def choose(person: Person, *, service: Service, kind: type[NoticeKind] | None, delivery: Delivery) -> None:
    """Have what happens in a service, or only one kind of it, reach a person in a way of its own."""
    _keep(person.pk, kind.name if kind else "", service, delivery)


def forget_choice(person: Person, *, pk: int) -> bool:
    """Take back one choice for a service; False when there is none such of theirs."""
    return bool(Choice.objects.filter(person_id=person.pk, service__isnull=False, pk=pk).delete()[0])


def _keep(person_id: int, kind: str, service: Service | None, delivery: Delivery) -> None:
    told = kind_named(kind)
    if delivery == Delivery.OFF and told is not None and told.required:
        raise ValueError(f"{kind} cannot be turned off.")
    Choice.objects.update_or_create(person_id=person_id, kind=kind, service=service, defaults={"delivery": delivery})


@transaction.atomic
def unsubscribe(person_id: int, stream: str) -> None:
    """End one stream of mail and touch no other: the digest, or the mails of one kind of notice, which go on standing in the list.

    Who has chosen otherwise for the kind since the mail was sent is left with that choice.
    """
    if stream == DIGEST:
        Preference.objects.update_or_create(person_id=person_id, defaults={"digest": Preference.Digest.NONE})
    else:
        mailed = Choice.objects.filter(person_id=person_id, kind=stream, delivery=Delivery.MAIL)
        mailed.update(delivery=Delivery.APP)
        Choice.objects.get_or_create(person_id=person_id, kind=stream, service=None, defaults={"delivery": Delivery.APP})
    logger.info("The stream %s was ended by the link of a mail.", stream)
