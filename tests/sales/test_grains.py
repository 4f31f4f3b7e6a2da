"""Periods by their names: there and back for every grain, at the edges of years, and for stretches of no grain."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales.grains import Grain, before, grain_of, name_of, read_name, stretch_of, within
from sales.stretches import Stretch

DAY = timedelta(days=1)
DAYS = st.dates(date(2001, 1, 1), date(2199, 12, 31))


def span(first: str, last: str) -> Stretch:
    return Stretch(date.fromisoformat(first), date.fromisoformat(last) + DAY)


@pytest.mark.parametrize(
    "name, first, last",
    [
        ("2026-11-20", "2026-11-20", "2026-11-20"),
        ("2026-W47", "2026-11-16", "2026-11-22"),
        ("2026-W53", "2026-12-28", "2027-01-03"),
        ("2026-11", "2026-11-01", "2026-11-30"),
        ("2028-02", "2028-02-01", "2028-02-29"),
        ("2026-Q1", "2026-01-01", "2026-03-31"),
        ("2026-Q4", "2026-10-01", "2026-12-31"),
        ("2026-H1", "2026-01-01", "2026-06-30"),
        ("2026-H2", "2026-07-01", "2026-12-31"),
        ("2026", "2026-01-01", "2026-12-31"),
        ("2026-03-01..2026-03-15", "2026-03-01", "2026-03-15"),
    ],
)
def test_a_name_and_its_stretch_are_the_same(name: str, first: str, last: str) -> None:
    assert read_name(name) == span(first, last)
    assert name_of(span(first, last)) == name


@pytest.mark.parametrize("name", ["", "2026-13", "2026-W54", "2026-Q5", "2026-H3", "26", "2026-02-30", "2026-3-5..x"])
def test_what_names_no_period_is_none(name: str) -> None:
    assert read_name(name) is None


def test_a_span_that_ends_before_it_begins_is_none() -> None:
    assert read_name("2026-03-15..2026-03-01") is None


@pytest.mark.parametrize("name, earlier", [("2026-Q1", "2025-Q4"), ("2026-W01", "2025-W52"), ("2026-03", "2026-02")])
def test_the_period_before_is_of_the_same_grain(name: str, earlier: str) -> None:
    stretch = read_name(name)
    assert stretch is not None
    assert name_of(before(stretch)) == earlier


def test_before_a_stretch_of_no_grain_lie_as_many_days() -> None:
    assert before(span("2026-03-11", "2026-03-20")) == span("2026-03-01", "2026-03-10")


def test_a_quarter_holds_three_months_and_the_weeks_that_begin_in_it() -> None:
    quarter = stretch_of(Grain.QUARTER, date(2026, 2, 14))
    assert [name_of(month) for month in within(quarter, Grain.MONTH)] == ["2026-01", "2026-02", "2026-03"]
    weeks = within(quarter, Grain.WEEK)
    assert (name_of(weeks[0]), name_of(weeks[-1])) == ("2026-W02", "2026-W14")


@given(DAYS, st.sampled_from(Grain))
def test_every_day_lies_in_one_period_of_each_grain(day: date, grain: Grain) -> None:
    period = stretch_of(grain, day)
    assert period.first <= day < period.end
    assert grain_of(period) is grain
    assert read_name(name_of(period)) == period
    assert before(period).end == period.first
