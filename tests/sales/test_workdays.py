"""How much of a period is over, and on how many days somebody was there."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales.buyers import credited
from sales.calendar import WEEKENDS_OFF, Calendar, Gazette, Ruling, Source
from sales.leaves import Leave
from sales.spans import Half, HalfDays
from sales.stretches import Stretch
from sales.workdays import Stay, days_present, elapsed

DAY = timedelta(days=1)
NOVEMBER = Stretch(date(2026, 11, 1), date(2026, 12, 1))
WORKDAYS = WEEKENDS_OFF.workdays(NOVEMBER.first, NOVEMBER.end)
DAYS = st.dates(date(2026, 10, 25), date(2026, 12, 5))


def away(first: date, last: date, begins: Half = Half.AM, ends: Half = Half.PM) -> Leave:
    return Leave(1, HalfDays(first, begins, last, ends), "")


@pytest.mark.parametrize(
    "today, over",
    [
        (date(2026, 10, 20), 0),
        (date(2026, 11, 1), 0),
        (date(2026, 11, 2), 0),
        (date(2026, 11, 3), 1),
        (date(2026, 11, 8), 5),
        (date(2026, 11, 20), 14),
        (date(2026, 11, 30), 20),
        (date(2026, 12, 1), 21),
        (date(2027, 1, 1), 21),
    ],
)
def test_today_is_not_over_until_tomorrow(today: date, over: int) -> None:
    assert elapsed(WEEKENDS_OFF, NOVEMBER, today) == (over, 21)


def test_a_makeup_day_counts_and_a_holiday_does_not() -> None:
    rulings = {
        date(2026, 11, 7): Ruling(works=True, name="调休", source=Source.COMPANY),
        date(2026, 11, 9): Ruling(works=False, name="厂休", source=Source.COMPANY),
    }
    calendar = Calendar(Gazette(""), rulings)
    assert elapsed(calendar, NOVEMBER, date(2026, 11, 8)) == (6, 21)
    assert elapsed(calendar, NOVEMBER, date(2026, 11, 10)) == (6, 21)


def test_who_joins_and_leaves_was_there_on_both_days() -> None:
    stay = Stay(date(2026, 11, 4), date(2026, 11, 10))
    assert days_present(WORKDAYS, stay, ()) == 5
    assert days_present(WORKDAYS, Stay(date(2026, 1, 1)), ()) == 21
    assert days_present(WORKDAYS, Stay(date(2026, 12, 1)), ()) == 0
    assert days_present(WORKDAYS, Stay(date(2026, 1, 1), date(2026, 10, 1)), ()) == 0


def test_leave_is_taken_off_in_half_days_and_rounded_once() -> None:
    here = Stay(date(2026, 1, 1))
    half = away(date(2026, 11, 3), date(2026, 11, 3), ends=Half.AM)
    other = away(date(2026, 11, 5), date(2026, 11, 5), begins=Half.PM)
    assert days_present(WORKDAYS, here, [half]) == 21
    assert days_present(WORKDAYS, here, [half, other]) == 20
    assert days_present(WORKDAYS, here, [away(date(2026, 11, 6), date(2026, 11, 9))]) == 19


def test_leave_told_twice_or_outside_is_taken_off_once_or_not_at_all() -> None:
    here = Stay(date(2026, 11, 10))
    week = away(date(2026, 11, 9), date(2026, 11, 13))
    assert days_present(WORKDAYS, here, [week, week, away(date(2026, 11, 12), date(2026, 11, 12))]) == 11
    assert days_present(WORKDAYS, here, [away(date(2026, 10, 1), date(2026, 11, 9))]) == 15


@given(DAYS, st.lists(st.tuples(DAYS, DAYS, st.sampled_from(Half), st.sampled_from(Half)), max_size=4))
def test_presence_agrees_with_counting_every_half_day(joined: date, told: list[tuple[date, date, Half, Half]]) -> None:
    leaves = [away(min(one, two), max(one, two), begins, ends) for one, two, begins, ends in told]
    halves = sum(
        not any(leave.covers(day, half) for leave in leaves) for day in WORKDAYS if day >= joined for half in Half
    )
    assert days_present(WORKDAYS, Stay(joined), leaves) == (halves + 1) // 2


@pytest.mark.parametrize(
    "bought, rep",
    [
        ({7: (5, 0), 3: (4, 9)}, 7),
        ({7: (5, 0), 3: (5, 0)}, 3),
        ({7: (0, 5), 3: (0, 9)}, 3),
        ({7: (-5, 5), 3: (0, 3)}, 7),
        ({7: (0, 0), 9: (-5, 0)}, 9),
        ({7: (0, 0), 3: (0, 0)}, 3),
    ],
)
def test_a_customer_counts_to_who_sold_most(bought: dict[int, tuple[int, int]], rep: int) -> None:
    assert credited(bought) == rep
