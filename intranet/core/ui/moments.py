"""Moments and days in words, as people say them and exactly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.utils import timezone
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from intranet.core.background import now


@dataclass(frozen=True, slots=True)
class Told:
    """A moment or a day in words, for a piece of a page: as machines read it, exactly, and as people say it now."""

    iso: str
    exact: str
    words: str


def told(moment: date) -> Told:
    """A moment or a day in words, as of this minute: remembered until the next, for a page has dozens."""
    return _told(moment, now().replace(second=0, microsecond=0), get_language(), timezone.get_current_timezone_name())


@lru_cache(maxsize=5_000)
def _told(moment: date, _minute: datetime, _language: str | None, _zone: str) -> Told:
    iso = moment.isoformat(timespec="seconds") if isinstance(moment, datetime) else moment.isoformat()
    return Told(iso, exact(moment), humane(moment))


def exact(moment: date) -> str:
    """The exact words: ``23 November 2026, 15:10``. Put together here: a page has dozens, and ``date_format`` reads its format anew for each."""
    if not isinstance(moment, datetime):
        return _day_in_full(moment.year, moment.month, moment.day, get_language())
    local = _local(moment)
    return f"{_day_in_full(local.year, local.month, local.day, get_language())}, {local:%H:%M}"


@lru_cache(maxsize=1_000)
def _day_in_full(year: int, month: int, day: int, _language: str | None) -> str:
    return f"{day} {MONTHS[month]} {year}"


def humane(moment: date) -> str:
    """The words people say: ``40 minutes ago``, ``today 15:10``, ``tomorrow 09:30``, ``Friday 16:30``, ``23 November 2026``."""
    if isinstance(moment, datetime):
        minutes = int((now() - moment) / timedelta(minutes=1))
        if now() >= moment and minutes < 60:
            return ngettext("%(minutes)d minute ago", "%(minutes)d minutes ago", minutes) % {"minutes": minutes} if minutes else _("just now")
        moment = _local(moment)
    day = _day(moment)
    if day and isinstance(moment, datetime):
        return pgettext("a day and a time of day", "%(day)s %(time)s") % {"day": day, "time": f"{moment:%H:%M}"}
    return day or exact(moment.date() if isinstance(moment, datetime) else moment)


def _day(moment: date) -> str:
    day = moment.date() if isinstance(moment, datetime) else moment
    distance = (day - _local(now()).date()).days
    if abs(distance) <= 1:
        return _("today") if distance == 0 else _("tomorrow") if distance > 0 else _("yesterday")
    return str(WEEKDAYS[day.weekday()]) if abs(distance) < 7 else ""


def _local(moment: datetime) -> datetime:
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment
