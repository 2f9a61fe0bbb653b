"""Working time: pure arithmetic, which knows no tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from holidays import country_holidays

if TYPE_CHECKING:
    from collections.abc import Iterator

    from intranet.core.organisation.models.hours import Week

_DAY = timedelta(days=1)
#: Who is closed for ten years is closed.
_HORIZON = 3660


@cache
def _bank_holidays(region: str, year: int) -> frozenset[date]:
    return frozenset(country_holidays("GB", subdiv=region, years=year)) if region else frozenset()


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """When somebody works. Moments in and out are aware; answers are in UTC.

    ``region`` names whose bank holidays are free ("" for none); ``closures`` are further free days.
    """

    week: Week
    region: str = "ENG"
    closures: frozenset[date] = field(default_factory=frozenset)
    zone: str = "Europe/London"

    def __post_init__(self) -> None:
        if not any(self.week):
            raise ValueError("A working calendar needs at least one working hour in the week.")

    def works_on(self, day: date) -> bool:
        """Whether anybody works on that day at all."""
        return bool(self.week[day.weekday()]) and day not in self.closures and day not in _bank_holidays(self.region, day.year)

    def is_working(self, moment: datetime) -> bool:
        """Whether somebody works at that moment; at closing time itself nobody does."""
        return any(opens <= moment < closes for opens, closes in self._spans_on(self._day_of(moment)))

    def next_opening(self, moment: datetime) -> datetime:
        """The moment itself while somebody works, else the next one when work begins."""
        opens, _ = next(self._spans_from(moment))
        return max(opens, moment.astimezone(UTC))

    def closing(self, moment: datetime) -> datetime:
        """When the span ends that is running, or that comes next."""
        _, closes = next(self._spans_from(moment))
        return closes

    def add_minutes(self, moment: datetime, minutes: int) -> datetime:
        """The moment at which ``minutes`` of working time have gone by."""
        left = timedelta(minutes=minutes)
        for opens, closes in self._spans_from(moment):
            begins = max(opens, moment.astimezone(UTC))
            if left <= closes - begins:
                return begins + left
            left -= closes - begins
        raise AssertionError("unreachable: _spans_from ends by raising")

    def minutes_between(self, start: datetime, end: datetime) -> int:
        """The whole minutes of working time from ``start`` to ``end``; 0 when the end comes first."""
        total = timedelta()
        day, last = self._day_of(start), self._day_of(end)
        while day <= last:
            for opens, closes in self._spans_on(day):
                total += max(min(closes, end) - max(opens, start), timedelta())
            day += _DAY
        return total // timedelta(minutes=1)

    def _day_of(self, moment: datetime) -> date:
        return moment.astimezone(ZoneInfo(self.zone)).date()

    def _spans_on(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        if self.works_on(day):
            for opens, closes in self.week[day.weekday()]:
                yield self._moment(day, opens), self._moment(day, closes)

    def _spans_from(self, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The spans that end after ``moment``, without end."""
        day, idle = self._day_of(moment), 0
        while idle < _HORIZON:
            idle += 1
            for span in self._spans_on(day):
                idle = 0
                if span[1] > moment:
                    yield span
            day += _DAY
        raise ValueError("Nobody works in the next ten years.")

    def _moment(self, day: date, minutes: int) -> datetime:
        """A wall-clock time of that day, in UTC, so that a change of the clocks is counted as it passes."""
        midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001 -- made aware in the next line
        return (midnight + timedelta(minutes=minutes)).replace(tzinfo=ZoneInfo(self.zone)).astimezone(UTC)
