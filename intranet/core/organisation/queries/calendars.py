"""The organisation's hours and promise, kept so that pages pay no query, and the calendar of a service."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.cache import cache

from intranet.core.organisation.models import Closure, OrganisationSettings
from intranet.core.organisation.models.hours import default_hours, parse_week
from intranet.core.organisation.queries.working import WorkingCalendar

if TYPE_CHECKING:
    from datetime import date

    from intranet.core.organisation.models import Service

_KEY = "roost:organisation:1"
_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Organisation:
    """The settings of the organisation with all closures, as one value."""

    name: str
    short_name: str
    website: str
    hours: dict[str, str]
    promise_minutes: int
    region: str
    closures: dict[int | None, frozenset[date]]


def organisation() -> Organisation:
    """What ``OrganisationSettings`` says: two queries a minute at most; a change forgets what was kept."""
    kept: Organisation | None = cache.get(_KEY)
    if kept is None:
        kept = _read_organisation()
        cache.set(_KEY, kept, _SECONDS)
    return kept


def forget_organisation() -> None:
    """Read settings and closures again at the next question."""
    cache.delete(_KEY)


def _read_organisation() -> Organisation:
    row = OrganisationSettings.objects.first() or OrganisationSettings()
    closures: dict[int | None, set[date]] = {}
    for service_id, day in Closure.objects.order_by().values_list("service_id", "date"):
        closures.setdefault(service_id, set()).add(day)
    return Organisation(
        name=row.name,
        short_name=row.short_name or row.name,
        website=row.website,
        hours=row.hours,
        promise_minutes=row.promise_minutes,
        region=row.region,
        closures={service_id: frozenset(days) for service_id, days in closures.items()},
    )


def calendar_of(service: Service | None) -> WorkingCalendar:
    """When a service works: its own hours and closures, else the organisation's; for None the organisation's."""
    whole = organisation()
    closures = whole.closures.get(None, frozenset())
    if service is None:
        return WorkingCalendar(parse_week(whole.hours or default_hours()), whole.region, closures, settings.TIME_ZONE)
    return WorkingCalendar(
        week=parse_week(service.hours or whole.hours or default_hours()),
        region="" if service.works_bank_holidays else whole.region,
        closures=closures | whole.closures.get(service.pk, frozenset()),
        zone=settings.TIME_ZONE,
    )


def promise_minutes_of(service: Service | None) -> int:
    """Within how many working minutes a question is answered."""
    return service.promise_minutes if service is not None and service.promise_minutes else organisation().promise_minutes
