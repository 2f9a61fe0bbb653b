"""Working hours as people write them: ``{"mon": "09:00-12:30, 13:30-17:00"}``."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKDAY_NAMES = {
    "mon": _("Monday"),
    "tue": _("Tuesday"),
    "wed": _("Wednesday"),
    "thu": _("Thursday"),
    "fri": _("Friday"),
    "sat": _("Saturday"),
    "sun": _("Sunday"),
}
DEFAULT_HOURS = dict.fromkeys(WEEKDAYS[:5], "09:00-17:00")
_SPAN = re.compile(r"(\d{1,2})[:.](\d{2})\s*[-–]\s*(\d{1,2})[:.](\d{2})")

#: Opening and closing in minutes from midnight, in order and without overlap.
Spans = tuple[tuple[int, int], ...]
#: The spans of each weekday, Monday first.
Week = tuple[Spans, ...]


def default_hours() -> dict[str, str]:
    """Nine to five from Monday to Friday."""
    return dict(DEFAULT_HOURS)


def parse_day(text: str) -> Spans:
    """The spans that a text like ``09:00-12:30, 13:30-17:00`` names; a ``ValidationError`` says what is wrong."""
    spans: list[tuple[int, int]] = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        match = _SPAN.fullmatch(part)
        if match is None:
            raise ValidationError(_("Write hours like 09:00-17:00, with a comma between two spans."))
        from_hour, from_minute, to_hour, to_minute = map(int, match.groups())
        opens, closes = from_hour * 60 + from_minute, to_hour * 60 + to_minute
        if from_minute > 59 or to_minute > 59 or closes > 24 * 60:
            raise ValidationError(_("Use times from 00:00 to 24:00."))
        if closes <= opens:
            raise ValidationError(_("Closing comes after opening. Write a night as 22:00-24:00, and 00:00-06:00 on the next day."))
        spans.append((opens, closes))
    spans.sort()
    if any(later[0] < earlier[1] for earlier, later in itertools.pairwise(spans)):
        raise ValidationError(_("Two spans overlap."))
    return tuple(spans)


def parse_week(hours: Mapping[str, str]) -> Week:
    """The spans of a whole week; a weekday that is not named is a day off."""
    unknown = sorted(set(hours) - set(WEEKDAYS))
    if unknown:
        raise ValidationError(_("“%(day)s” is no weekday; use mon, tue, wed, thu, fri, sat or sun.") % {"day": unknown[0]})
    return tuple(parse_day(hours.get(day, "")) for day in WEEKDAYS)


def validate_hours(hours: object) -> None:
    """Refuse hours that the working calendar could not read."""
    if not isinstance(hours, dict) or not all(isinstance(text, str) for text in hours.values()):
        raise ValidationError(_("Hours are a text for each weekday."))
    parse_week(hours)
