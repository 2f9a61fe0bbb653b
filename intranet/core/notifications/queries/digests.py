"""What a digest holds for its reader, at the moment when it is read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from intranet.core.notifications.models import Delivery, Mail, Notice, NoticeReading
from intranet.core.notifications.notices import kind_named
from intranet.core.notifications.queries.delivery import choices_of
from intranet.core.notifications.queries.tray import Line, readings
from intranet.core.notifications.queries.visible import visible_keys
from intranet.core.organisation.queries import tokens_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from intranet.core.kinds import Person
    from intranet.core.notifications.queries.tray import Reading
    from intranet.core.notifications.querysets import NoticeQuerySet

#: The sections of a digest in the order of what matters to its reader.
HEADINGS = {
    "addressed": _("For you"),
    "services": _("From your services"),
    "leaders": _("From leaders"),
    "": _("Everything else"),
}


@dataclass(frozen=True, slots=True)
class DigestSection:
    name: str
    heading: Any
    readings: list[Reading]


@dataclass(frozen=True, slots=True)
class DigestContent:
    """All that is new for a person, without a cut; ``count`` is the number of notices."""

    sections: list[DigestSection]
    count: int

    def with_readings(self, change: Callable[[Reading], Reading]) -> DigestContent:
        """The same, with each reading as ``change`` gives it back."""
        sections = [replace(section, readings=[change(reading) for reading in section.readings]) for section in self.sections]
        return replace(self, sections=sections)


def digest_of(person: Person, since: datetime, until: datetime) -> DigestContent | None:
    """What was told from ``since`` until before ``until``, is unread, was not mailed, and may be seen now; None when there is nothing.

    The number of queries grows with the kinds of thing, never with the things.
    """
    news = _news(person, since, until)
    seen = visible_keys(((notice.content_type_id, notice.object_id) for notice in news), person)
    lines: dict[str, list[Notice]] = {}
    for notice in news:
        if (notice.content_type_id, notice.object_id) in seen:
            lines.setdefault(notice.group or f":{notice.pk}", []).append(notice)
    found = readings([Line(tuple(together)) for together in lines.values()], person)
    if not found:
        return None
    return DigestContent(_sections(found, _services_of(person)), sum(len(reading.line.notices) for reading in found))


def _news(person: Person, since: datetime, until: datetime) -> list[Notice]:
    """A person's own notices and the broadcasts to them, the newest first."""
    mailed = Mail.objects.filter(person_id=person.pk, notice=OuterRef("pk"))
    told = Notice.objects.filter(~Exists(mailed), created__gte=since, created__lt=until)
    own = [notice for notice in told.of(person).unread().filter(delivery=Delivery.DIGEST) if kind_named(notice.kind)]
    return sorted([*own, *_broadcasts(person, told)], key=lambda notice: (notice.created, notice.pk), reverse=True)


def _broadcasts(person: Person, told: NoticeQuerySet) -> Iterable[Notice]:
    """Those that they have not read, and that come to them by digest."""
    read = NoticeReading.objects.filter(person_id=person.pk, notice=OuterRef("pk"))
    found = list(told.told_to_all(person).not_told_in_person(person).filter(~Exists(read)).select_related("service"))
    choices = choices_of(person) if found else None
    for notice in found:
        kind = kind_named(notice.kind)
        if kind and choices and choices.delivery_of(kind, notice.service.path if notice.service else None) == Delivery.DIGEST:
            yield notice


def _services_of(person: Person) -> frozenset[int]:
    """The services that a person belongs to, and those above them."""
    return frozenset(int(token.removeprefix("service:")) for token in tokens_of(person) if token.startswith("service:"))


def _sections(found: list[Reading], services: frozenset[int]) -> list[DigestSection]:
    sections = {name: DigestSection(name, heading, []) for name, heading in HEADINGS.items()}
    for reading in found:
        sections.get(_section_of(reading, services), sections[""]).readings.append(reading)
    return [section for section in sections.values() if section.readings]


def _section_of(reading: Reading, services: frozenset[int]) -> str:
    if reading.kind.addressed:
        return "addressed"
    return "services" if reading.notice.service_id in services else reading.kind.section
