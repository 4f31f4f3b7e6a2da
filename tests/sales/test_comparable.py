"""What a period is compared with: whole with whole, part with as many working days."""

from datetime import date

import pytest

from sales.calendar import WEEKENDS_OFF
from sales.comparable import Pair, comparable
from sales.stretches import Stretch

MARCH = Stretch(date(2026, 3, 1), date(2026, 4, 1))
FEBRUARY = Stretch(date(2026, 2, 1), date(2026, 3, 1))


def test_what_is_over_is_compared_whole() -> None:
    assert comparable(WEEKENDS_OFF, MARCH, date(2026, 4, 1)) == Pair(MARCH, FEBRUARY, partial=False)


@pytest.mark.parametrize(
    "today, then_ends",
    [
        (date(2026, 3, 3), date(2026, 2, 3)),  # one working day over: Monday the 2nd
        (date(2026, 3, 10), date(2026, 2, 10)),  # six
        (date(2026, 3, 31), date(2026, 3, 1)),  # twenty-one, of twenty in February: all of it
    ],
)
def test_what_is_not_over_is_compared_with_as_many_working_days(today: date, then_ends: date) -> None:
    found = comparable(WEEKENDS_OFF, MARCH, today)
    assert found == Pair(Stretch(MARCH.first, today), Stretch(FEBRUARY.first, then_ends), partial=True)


@pytest.mark.parametrize("today", [date(2026, 2, 20), date(2026, 3, 1), date(2026, 3, 2)])
def test_before_a_working_day_is_over_there_is_nothing_to_compare(today: date) -> None:
    assert comparable(WEEKENDS_OFF, MARCH, today) is None


def test_a_stretch_of_its_own_is_compared_with_as_many_days_before_it() -> None:
    found = comparable(WEEKENDS_OFF, Stretch(date(2026, 3, 9), date(2026, 3, 12)), date(2026, 4, 1))
    assert found is not None
    assert found.then == Stretch(date(2026, 3, 6), date(2026, 3, 9))


def test_where_nobody_worked_before_all_of_it_is_taken() -> None:
    found = comparable(WEEKENDS_OFF, Stretch(date(2026, 3, 9), date(2026, 3, 11)), date(2026, 3, 10))
    assert found is not None
    assert found.then == Stretch(date(2026, 3, 7), date(2026, 3, 9))
