"""For when a visit may be planned, and until when giving it up is no miss."""

from datetime import date, timedelta

import pytest

from sales.breaches import PlanOutOfRange
from sales.calendar import WEEKENDS_OFF
from sales.plans import AHEAD, check_day, in_good_time

MONDAY = date(2026, 3, 2)


@pytest.mark.parametrize("days", [0, 1, 92])
def test_from_today_to_a_quarter_ahead_may_be_planned(days: int) -> None:
    check_day(MONDAY + timedelta(days=days), MONDAY)


@pytest.mark.parametrize("days", [-1, 93, 400])
def test_other_days_may_not(days: int) -> None:
    with pytest.raises(PlanOutOfRange) as refused:
        check_day(MONDAY + timedelta(days=days), MONDAY)
    assert (refused.value.earliest, refused.value.latest) == (MONDAY, MONDAY + AHEAD)


@pytest.mark.parametrize("planned,today,expected", [
    (date(2026, 3, 4), date(2026, 3, 3), True),
    (date(2026, 3, 4), date(2026, 3, 4), False),
    (date(2026, 3, 4), date(2026, 3, 5), False),
    (date(2026, 3, 9), date(2026, 3, 6), True),
    (date(2026, 3, 9), date(2026, 3, 7), False),
    (date(2026, 3, 9), date(2026, 3, 8), False),
])  # fmt: skip
def test_a_working_day_ahead_is_in_good_time(planned: date, today: date, expected: bool) -> None:
    assert in_good_time(planned, today, WEEKENDS_OFF) is expected
