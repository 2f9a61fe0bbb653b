"""When digests are due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.utils import timezone

from intranet.core.notifications import conf
from intranet.core.notifications.models import Preference
from intranet.core.organisation.queries import calendar_of

#: A digest ends so long before it is sent, for what is told then may still be on its way into the database.
SETTLED = timedelta(minutes=10)
_DAY = timedelta(days=1)
#: Who is closed for a year is closed.
_HORIZON = 366


@dataclass(frozen=True, slots=True)
class Period:
    """A digest's turn: the day 2026-11-23, or the week 2026-W48, at whose start it is sent."""

    rhythm: str
    name: str
    sent: datetime

    @property
    def until(self) -> datetime:
        return self.sent - SETTLED


def periods_due(moment: datetime) -> list[Period]:
    """The periods whose digests are out at that moment, or ought to be: the working day's, and the week's until the next Monday."""
    today = timezone.localdate(moment, timezone.get_default_timezone())
    week = _week(today)
    days = [_day(today)] if calendar_of(None).works_on(today) else []
    return [period for period in (*days, week) if period.sent <= moment]


def next_digest(rhythm: str, moment: datetime) -> datetime | None:
    """When the next digest of that rhythm is sent; None when there is none."""
    day = timezone.localdate(moment, timezone.get_default_timezone())
    if rhythm == Preference.Digest.WEEKLY:
        return next(sent for sent in (_week(day).sent, _week(day + 7 * _DAY).sent) if sent > moment)
    if rhythm == Preference.Digest.DAILY:
        calendar = calendar_of(None)
        coming = (day + ahead * _DAY for ahead in range(_HORIZON))
        return next((_at(day) for day in coming if calendar.works_on(day) and _at(day) > moment), None)
    return None


def _day(day: date) -> Period:
    return Period(Preference.Digest.DAILY, day.isoformat(), _at(day))


def _week(day: date) -> Period:
    year, week, weekday = day.isocalendar()
    return Period(Preference.Digest.WEEKLY, f"{year}-W{week:02}", _at(day - (weekday - 1) * _DAY))


def _at(day: date) -> datetime:
    """The site's hour on that day, by the clock on the wall."""
    return datetime.combine(day, conf.digest_time(), timezone.get_default_timezone()).astimezone(UTC)
