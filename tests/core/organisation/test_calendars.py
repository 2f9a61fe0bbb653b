"""Working time: when somebody works, and when a promise is due."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from intranet.core.organisation.models import Closure, OrganisationSettings
from intranet.core.organisation.models.hours import DEFAULT_HOURS, parse_day, parse_week, validate_hours
from intranet.core.organisation.queries import WorkingCalendar, calendar_of, organisation, promise_minutes_of
from tests.factories.people import make_service

LONDON = ZoneInfo("Europe/London")
NINE_TO_FIVE = WorkingCalendar(parse_week(DEFAULT_HOURS))


def at(text: str) -> datetime:
    """A moment as a clock on the wall in London shows it."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        ("2026-11-20 16:30", "2026-11-23 10:30"),  # Friday afternoon: Monday
        ("2026-05-01 16:30", "2026-05-05 10:30"),  # Friday before the May bank holiday: Tuesday
        ("2026-04-02 16:30", "2026-04-07 10:30"),  # Maundy Thursday: after Good Friday, the weekend and Easter Monday
        ("2026-12-24 16:30", "2026-12-29 10:30"),  # Christmas Eve: Boxing Day is observed on the Monday
        ("2026-11-21 11:00", "2026-11-23 11:00"),  # Saturday
        ("2026-11-18 23:10", "2026-11-19 11:00"),  # at night
        ("2026-11-18 06:00", "2026-11-18 11:00"),  # early in the morning
        ("2026-11-18 09:00", "2026-11-18 11:00"),  # at opening
        ("2026-11-18 15:00", "2026-11-18 17:00"),  # due at closing, not at the next opening
        ("2026-11-18 17:00", "2026-11-19 11:00"),  # at closing
        ("2026-03-27 16:30", "2026-03-30 10:30"),  # over the weekend in which the clocks go forward
        ("2026-10-23 16:30", "2026-10-26 10:30"),  # and back
    ],
)
def test_promise_of_two_hours_is_due(asked: str, due: str) -> None:
    assert NINE_TO_FIVE.add_minutes(at(asked), 120) == at(due)
    assert NINE_TO_FIVE.minutes_between(at(asked), at(due)) == 120


@pytest.mark.parametrize(("day", "worked"), [("2026-03-29", 300), ("2026-10-25", 420)])
def test_night_shift_counts_the_hours_that_pass_when_the_clocks_change(day: str, worked: int) -> None:
    night = WorkingCalendar(parse_week({"sun": "00:00-06:00"}))

    assert night.minutes_between(at(f"{day} 00:00"), at(f"{day} 06:00")) == worked
    assert night.add_minutes(at(f"{day} 00:00"), worked) == at(f"{day} 06:00")


def test_weekday_off_is_left_out() -> None:
    part_time = WorkingCalendar(parse_week({"mon": "09:00-13:00", "thu": "09:00-13:00"}))

    assert part_time.add_minutes(at("2026-11-23 12:00"), 120) == at("2026-11-26 10:00")


def test_lunch_is_no_working_time() -> None:
    split = WorkingCalendar(parse_week({"mon": "13:30-17:00, 09:00-12:30"}))

    assert split.add_minutes(at("2026-11-23 12:00"), 60) == at("2026-11-23 14:00")
    assert not split.is_working(at("2026-11-23 13:00"))


def test_closure_is_left_out() -> None:
    closed = WorkingCalendar(parse_week(DEFAULT_HOURS), closures=frozenset({date(2026, 11, 23)}))

    assert closed.add_minutes(at("2026-11-20 16:30"), 120) == at("2026-11-24 10:30")
    assert closed.next_opening(at("2026-11-23 10:00")) == at("2026-11-24 09:00")


def test_regions_have_their_own_bank_holidays() -> None:
    st_andrew = at("2026-11-30 10:00")

    assert NINE_TO_FIVE.is_working(st_andrew)
    assert not WorkingCalendar(parse_week(DEFAULT_HOURS), region="SCT").is_working(st_andrew)


def test_is_working_from_opening_until_before_closing() -> None:
    assert [NINE_TO_FIVE.is_working(at(f"2026-11-23 {time}")) for time in ("08:59", "09:00", "16:59", "17:00")] == [False, True, True, False]
    assert NINE_TO_FIVE.next_opening(at("2026-11-23 10:00")) == at("2026-11-23 10:00")
    assert NINE_TO_FIVE.closing(at("2026-11-23 10:00")) == at("2026-11-23 17:00")


def test_long_span_is_exact() -> None:
    start = at("2026-01-01 00:00")
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]

    assert NINE_TO_FIVE.minutes_between(start, at("2027-01-01 00:00")) == sum(NINE_TO_FIVE.works_on(day) for day in days) * 480
    assert NINE_TO_FIVE.minutes_between(at("2026-11-23 10:00"), start) == 0


def test_nobody_ever_works_is_an_error() -> None:
    with pytest.raises(ValueError, match="at least one working hour"):
        WorkingCalendar(parse_week({}))
    only_mondays = WorkingCalendar(parse_week({"mon": "09:00-10:00"}), closures=frozenset(date(2026, 1, 1) + timedelta(days=n) for n in range(5000)))
    with pytest.raises(ValueError, match="next ten years"):
        only_mondays.next_opening(at("2026-01-01 09:00"))


WEEKS = [
    DEFAULT_HOURS,
    {"mon": "08:30-17:00", "tue": "08:30-17:00", "wed": "10:00-17:00", "thu": "08:30-18:30", "fri": "08:30-16:30"},
    {"sat": "00:00-24:00", "sun": "00:00-24:00"},
    {"wed": "06:00-06:01"},
]


@pytest.mark.parametrize("week", WEEKS)
def test_adding_and_measuring_agree(week: dict[str, str]) -> None:
    calendar = WorkingCalendar(parse_week(week))
    for number in range(200):
        start = datetime(2026, 3, 26, 22, 7, 31, tzinfo=UTC) + timedelta(hours=37.3) * number
        for minutes in (0, 1, 59, 120, 1000):
            end = calendar.add_minutes(start, minutes)
            assert calendar.minutes_between(start, end) == minutes, (start, minutes)
            assert calendar.minutes_between(start, end - timedelta(seconds=1)) < max(minutes, 1)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("nine to five", "Write hours like"),
        ("09:00", "Write hours like"),
        ("09:70-17:00", "from 00:00 to 24:00"),
        ("09:00-25:00", "from 00:00 to 24:00"),
        ("17:00-09:00", "Closing comes after opening"),
        ("09:00-13:00, 12:00-17:00", "overlap"),
    ],
)
def test_bad_hours_say_what_is_wrong(text: str, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        parse_day(text)


@pytest.mark.parametrize("hours", [{"monday": "09:00-17:00"}, ["09:00-17:00"], {"mon": 9}])
def test_hours_of_another_shape_are_refused(hours: Any) -> None:
    with pytest.raises(ValidationError):
        validate_hours(hours)


@pytest.mark.django_db
class TestOfService:
    def test_own_hours_win(self) -> None:
        late = make_service(hours={"mon": "12:00-20:00"}, promise_minutes=60)

        assert calendar_of(late).add_minutes(at("2026-11-20 16:30"), 120) == at("2026-11-23 14:00")
        assert promise_minutes_of(late) == 60

    def test_without_own_hours_those_of_the_organisation_hold(self) -> None:
        OrganisationSettings.objects.create(name="Northmoor City Council", hours={"mon": "10:00-16:00"}, promise_minutes=90)

        for service in (make_service(), None):
            assert calendar_of(service).next_opening(at("2026-11-20 16:30")) == at("2026-11-23 10:00")
            assert promise_minutes_of(service) == 90

    def test_own_closures_are_added_to_those_of_all(self) -> None:
        service, other = make_service(), make_service("Library")
        Closure.objects.create(service=service, date=date(2026, 11, 23), name="Training")
        Closure.objects.create(date=date(2026, 11, 24), name="Staff development day")

        assert calendar_of(service).next_opening(at("2026-11-23 08:00")) == at("2026-11-25 09:00")
        assert calendar_of(other).next_opening(at("2026-11-23 08:00")) == at("2026-11-23 09:00")

    def test_service_that_never_closes_works_on_bank_holidays(self) -> None:
        assert calendar_of(make_service(works_bank_holidays=True)).is_working(at("2026-12-25 10:00"))

    def test_settings_are_kept_and_a_change_is_seen_at_once(self, django_assert_num_queries: Any) -> None:
        row = OrganisationSettings.objects.create(name="Before")
        assert organisation().name == "Before"
        with django_assert_num_queries(0):
            calendar_of(None)

        row.name = "After"
        row.save()

        assert organisation().name == "After"
