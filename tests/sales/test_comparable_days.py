"""A period that is not over is held against as many working days of the one before, whatever the calendar says."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sales.calendar import WEEKENDS_OFF
from sales.comparable import comparable
from sales.grains import Grain, before, stretch_of
from sales.stretches import Stretch

DAY = timedelta(days=1)
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
GRAINS = st.sampled_from([Grain.DAY, Grain.WEEK, Grain.MONTH, Grain.QUARTER, Grain.YEAR])


def worked(stretch: Stretch) -> int:
    """Weekdays, counted here by themselves."""
    days = (stretch.end - stretch.first).days
    return sum((stretch.first + DAY * n).weekday() < 5 for n in range(days))


@settings(deadline=None, max_examples=60)
@given(GRAINS, DAYS, st.integers(0, 400))
def test_both_halves_of_a_pair_have_as_many_working_days(grain: Grain, day: date, later: int) -> None:
    stretch, today = stretch_of(grain, day), day + DAY * later
    pair = comparable(WEEKENDS_OFF, stretch, today)
    whole_before = before(stretch)
    if stretch.end <= today:
        assert pair is not None
        assert (pair.now, pair.then, pair.partial) == (stretch, whole_before, False)
        return
    over = worked(Stretch(stretch.first, today)) if stretch.first < today else 0
    if not over:
        assert pair is None
        return
    assert pair is not None
    assert pair.partial
    assert pair.now == Stretch(stretch.first, today)
    assert pair.then.first == whole_before.first
    assert pair.then.end <= whole_before.end
    assert worked(pair.then) == min(over, worked(whole_before))


@pytest.mark.parametrize(
    "grain, today, now, then",
    [
        (Grain.WEEK, date(2026, 3, 12), (date(2026, 3, 9), date(2026, 3, 12)), (date(2026, 3, 2), date(2026, 3, 5))),
        (Grain.WEEK, date(2026, 3, 14), (date(2026, 3, 9), date(2026, 3, 14)), (date(2026, 3, 2), date(2026, 3, 9))),
        (Grain.MONTH, date(2026, 3, 24), (date(2026, 3, 1), date(2026, 3, 24)), (date(2026, 2, 1), date(2026, 2, 24))),
        (Grain.MONTH, date(2026, 6, 2), (date(2026, 6, 1), date(2026, 6, 2)), (date(2026, 5, 1), date(2026, 5, 2))),
        (Grain.QUARTER, date(2026, 4, 2), (date(2026, 4, 1), date(2026, 4, 2)), (date(2026, 1, 1), date(2026, 1, 2))),
        (Grain.YEAR, date(2026, 1, 5), (date(2026, 1, 1), date(2026, 1, 5)), (date(2025, 1, 1), date(2025, 1, 3))),
    ],
)
def test_a_table_of_days(grain: Grain, today: date, now: tuple[date, date], then: tuple[date, date]) -> None:
    pair = comparable(WEEKENDS_OFF, stretch_of(grain, today), today)
    assert pair is not None
    assert (pair.now, pair.then) == (Stretch(*now), Stretch(*then))
