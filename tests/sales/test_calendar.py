"""Working days: the weekend, the nearest ones on either side, and spans of them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales.calendar import is_workday, workday_after, workday_before, workdays

DAY = timedelta(days=1)
FRIDAY, SATURDAY, SUNDAY, MONDAY = (date(2026, 2, 27) + DAY * n for n in range(4))
days = st.dates(date(1990, 1, 1), date(2090, 1, 1))


def test_people_work_from_monday_to_friday() -> None:
    assert [is_workday(MONDAY + DAY * n) for n in range(7)] == [True] * 5 + [False] * 2


@pytest.mark.parametrize("day", [FRIDAY, SATURDAY, SUNDAY])
def test_after_the_end_of_the_week_comes_monday(day: date) -> None:
    assert workday_after(day) == MONDAY


@pytest.mark.parametrize("day", [SATURDAY, SUNDAY, MONDAY])
def test_before_the_start_of_the_week_was_friday(day: date) -> None:
    assert workday_before(day) == FRIDAY


def test_the_year_ends_between_two_working_days() -> None:
    assert workday_after(date(2025, 12, 31)) == date(2026, 1, 1)
    assert workday_before(date(2027, 1, 1)) == date(2026, 12, 31)
    assert workday_after(date(2027, 12, 31)) == date(2028, 1, 3)


def test_the_leap_day_is_a_day_like_others() -> None:
    assert workday_before(date(2028, 3, 1)) == date(2028, 2, 29)


def test_a_span_holds_its_first_day_but_not_its_end() -> None:
    assert workdays(FRIDAY, MONDAY) == [FRIDAY]
    assert workdays(FRIDAY, MONDAY + DAY) == [FRIDAY, MONDAY]
    assert workdays(SATURDAY, MONDAY) == []


def test_a_span_that_ends_before_it_begins_holds_nothing() -> None:
    assert workdays(MONDAY, MONDAY) == workdays(MONDAY, FRIDAY) == []


@given(days)
def test_there_and_back_again_is_the_same_working_day(day: date) -> None:
    there = workday_after(day)
    assert is_workday(there)
    assert workday_before(there) == (day if is_workday(day) else workday_before(day))
    assert workday_after(workday_before(day)) == (day if is_workday(day) else workday_after(day))


@given(days)
def test_no_working_day_is_skipped(day: date) -> None:
    assert workdays(day + DAY, workday_after(day)) == workdays(workday_before(day) + DAY, day) == []


@given(days, st.integers(0, 400), st.integers(0, 400))
def test_spans_add_up(first: date, some: int, more: int) -> None:
    between, end = first + DAY * some, first + DAY * (some + more)
    assert workdays(first, between) + workdays(between, end) == workdays(first, end)
