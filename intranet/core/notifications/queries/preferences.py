"""What a person has chosen about mail, with what the site has where they have not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from intranet.core.notifications import conf
from intranet.core.notifications.models import Choice, Preference
from intranet.core.notifications.notices import kind_named
from intranet.core.notifications.queries.delivery import quiet_hours_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from intranet.core.kinds import Person
    from intranet.core.notifications.conf import QuietHours
    from intranet.core.notifications.notices import NoticeKind


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a person wants to be mailed, whoever has said so, they or the site."""

    mail: bool
    digest: str
    quiet: QuietHours | None
    only_in_working_hours: bool
    #: Their own, by weekday; empty where they are those of their service.
    hours: Mapping[str, str]
    #: When they want to hear of social areas (``Preference.Social``).
    social: str
    #: Mail to the address that they have now comes back, and no more is sent there.
    bounces: bool

    @property
    def has_digest(self) -> bool:
        return self.mail and self.digest != Preference.Digest.NONE


def wishes_of(person: Person) -> Wishes:
    """One query."""
    row = Preference.objects.filter(person_id=person.pk).first() or Preference(person_id=person.pk)
    is_same_address = bool(person.email) and row.bounced_address.lower() == person.email.lower()
    return Wishes(
        mail=row.wants_mail,
        digest=row.digest or conf.digest(),
        quiet=quiet_hours_of(row, conf.quiet_hours()),
        only_in_working_hours=row.only_in_working_hours,
        hours=row.hours,
        social=row.social,
        bounces=is_same_address and row.bounces >= conf.bounce_limit(),
    )


def service_choices_of(person: Person) -> list[tuple[Choice, type[NoticeKind] | None]]:
    """What a person has chosen for services, each with its kind, or None for all kinds; without kinds whose app is gone. One query."""
    rows = Choice.objects.filter(person_id=person.pk, service__isnull=False).select_related("service").order_by("service__path", "kind")
    return [(row, kind_named(row.kind)) for row in rows if not row.kind or kind_named(row.kind)]
