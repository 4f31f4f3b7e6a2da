"""Weeks and months: their names, their ends, and the weeks at the turn of a year."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales.periods import DAY, WEEK, Period, month_of, named, week_of

days = st.dates(date(1990, 1, 1), date(2090, 1, 1))
periods = days.flatmap(lambda day: st.sampled_from([week_of(day), month_of(day)]))


def test_a_week_goes_from_monday_to_sunday() -> None:
    assert week_of(date(2026, 3, 25)) == Period("2026-W13", date(2026, 3, 23), date(2026, 3, 29))


@pytest.mark.parametrize(
    "day, name",
    [
        ("2025-12-29", "2026-W01"),
        ("2026-01-01", "2026-W01"),
        ("2026-12-28", "2026-W53"),
        ("2027-01-03", "2026-W53"),
        ("2027-01-04", "2027-W01"),
        ("2021-01-03", "2020-W53"),
    ],
)
def test_at_the_turn_of_a_year_the_iso_rule_decides(day: str, name: str) -> None:
    assert week_of(date.fromisoformat(day)).name == name


def test_the_week_of_both_years_comes_between_its_neighbours() -> None:
    last = week_of(date(2026, 12, 31))
    assert (last.before.name, last.name, last.after.name) == ("2026-W52", "2026-W53", "2027-W01")


def test_a_month_ends_with_its_last_day() -> None:
    assert month_of(date(2028, 2, 10)) == Period("2028-02", date(2028, 2, 1), date(2028, 2, 29))
    december = month_of(date(2026, 12, 31))
    assert (december.before.name, december.after.name, december.end) == ("2026-11", "2027-01", date(2027, 1, 1))


@pytest.mark.parametrize(
    "name", ["2026-W54", "2025-W53", "2026-W00", "2026-13", "2026-00", "W13", "2026", "", "0000-01"]
)
def test_what_names_no_period_is_none(name: str) -> None:
    assert named(name) is None


@pytest.mark.parametrize("name, first", [("2026W9", date(2026, 2, 23)), ("2026-w09", date(2026, 2, 23))])
def test_a_week_may_be_written_loosely(name: str, first: date) -> None:
    assert named(name) == week_of(first)


@given(periods)
def test_a_name_leads_back_to_its_period(period: Period) -> None:
    assert named(period.name) == period
    assert period.is_week is (period.last - period.first == WEEK - DAY)


@given(periods)
def test_periods_follow_each_other_without_a_gap(period: Period) -> None:
    assert period.after.first == period.end == period.last + DAY
    assert period.before.end == period.first
    assert period.before.after == period.after.before == period
    assert period.before.name < period.name < period.after.name


@given(days, st.integers(0, 40))
def test_a_day_lies_in_its_period(day: date, more: int) -> None:
    for period in (week_of(day), month_of(day)):
        assert period.first <= day <= period.last
        later = day + timedelta(days=more)
        assert (later <= period.last) == (period == (week_of if period.is_week else month_of)(later))
