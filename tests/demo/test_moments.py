"""The demonstration's relative dates."""

from __future__ import annotations

from datetime import datetime

import pytest

from intranet.demo.moments import LONDON, Calendar

MONDAY = datetime(2026, 11, 23, 10, 15, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("token", "expected"),
    (
        ("-14d 09:30", datetime(2026, 11, 9, 9, 30, tzinfo=LONDON)),
        ("+3d 17:00", datetime(2026, 11, 26, 17, 0, tzinfo=LONDON)),
        ("-1wd 09:40", datetime(2026, 11, 20, 9, 40, tzinfo=LONDON)),
        ("+10wd 17:00", datetime(2026, 12, 7, 17, 0, tzinfo=LONDON)),
        ("+25wd", datetime(2026, 12, 30, 0, 0, tzinfo=LONDON)),  # over Christmas and its Monday in lieu
        ("-10wm", datetime(2026, 11, 23, 10, 5, tzinfo=LONDON)),
    ),
)
def test_a_token_means_a_moment(token: str, expected: datetime) -> None:
    assert Calendar(MONDAY).moment(token) == expected


def test_a_day_before_the_clock_change_keeps_its_hour() -> None:
    spring = datetime(2027, 3, 30, 9, 5, tzinfo=LONDON)

    assert Calendar(spring).moment("-3d 09:00").isoformat() == "2027-03-27T09:00:00+00:00"


@pytest.mark.parametrize("token", ("", "yesterday", "14d", "-1w", "-1d 9:00"))
def test_another_form_is_refused(token: str) -> None:
    with pytest.raises(ValueError, match="not a relative date"):
        Calendar(MONDAY).moment(token)
