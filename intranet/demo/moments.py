"""The demonstration's relative dates: ``-14d 09:30``, ``+10wd 17:00``, ``-10wm``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays

LONDON = ZoneInfo("Europe/London")
FORM = re.compile(r"^(?P<sign>[+-])(?P<number>\d+)(?P<unit>d|wd|wm)(?: (?P<hour>[0-2]\d):(?P<minute>[0-5]\d))?$")
BANK_HOLIDAYS = holidays.country_holidays("GB", subdiv="ENG")  # fills itself, year by year


@dataclass(frozen=True)
class Calendar:
    """Turns relative dates into moments, counted from the moment of loading."""

    loaded_at: datetime

    def moment(self, token: str) -> datetime:
        """The moment a token means. Raises ``ValueError`` for a token of another form."""
        found = FORM.match(token)
        if found is None:
            raise ValueError(f"{token!r} is not a relative date.")
        number = int(found["number"]) * (1 if found["sign"] == "+" else -1)
        local = self.loaded_at.astimezone(LONDON)
        if found["unit"] == "wm":
            return local + timedelta(minutes=number)
        day = local.date() + timedelta(days=number) if found["unit"] == "d" else self._working_day(local.date(), number)
        clock = time(int(found["hour"] or 0), int(found["minute"] or 0))
        return datetime.combine(day, clock, tzinfo=LONDON)

    def day(self, token: str) -> date:
        return self.moment(token).date()

    def _working_day(self, day: date, number: int) -> date:
        step = 1 if number > 0 else -1
        while number:
            day += timedelta(days=step)
            if day.weekday() < 5 and day not in BANK_HOLIDAYS:
                number -= step
        return day
