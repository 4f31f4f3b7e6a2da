"""What needs a manager's decision: each rule at its border, and which few of many are shown."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales.calendar import WEEKENDS_OFF
from sales.concerns import MOST, Concern, Kind, behind, chosen, missing, overdue, quiet, returned
from sales.kpi import Pace
from sales.money import Money

TODAY = date(2026, 3, 18)


@pytest.mark.parametrize(
    "net, elapsed, target, is_one",
    [(69, 10, 200, True), (70, 10, 200, False), (0, 2, 200, False), (0, 3, 200, True), (0, 10, 0, False)],
)
def test_who_is_below_seven_tenths_of_the_pace_is_far_behind(net: int, elapsed: int, target: int, is_one: bool) -> None:
    assert bool(behind("李雷", Pace(net, target, elapsed, 20))) is is_one


def test_what_is_at_stake_is_what_the_pace_would_have_by_now() -> None:
    found = behind("李雷", Pace(30_00, 200_00, 10, 20))
    assert found
    assert (found.amount, found.index) == (Money(70_00), 300)


@pytest.mark.parametrize(
    "yuan, days, is_one", [(10_000, 14, True), (9_999, 14, False), (10_000, 13, False), (50_000, 90, True)]
)
def test_debts_matter_when_they_are_large_and_old(yuan: int, days: int, is_one: bool) -> None:
    assert bool(overdue("华宁", Money(yuan * 100), TODAY - timedelta(days=days), TODAY)) is is_one


@pytest.mark.parametrize("days, is_one", [(0, False), (14, False), (15, True)])
def test_an_important_customer_is_quiet_after_two_weeks(days: int, is_one: bool) -> None:
    assert bool(quiet("华宁", TODAY - timedelta(days=days), TODAY, WEEKENDS_OFF)) is is_one


def test_three_missed_reports_are_a_matter_and_two_are_none() -> None:
    assert (missing("李雷", 2), bool(missing("李雷", 3))) == (None, True)


def test_small_returns_are_none() -> None:
    assert returned("华宁", Money(9_999_99), "SO-1") is None
    assert returned("华宁", Money(10_000_00), "SO-1") == Concern(
        Kind.RETURNED, "华宁", 10_000_00, Money(10_000_00), number="SO-1"
    )


def test_the_worst_of_each_kind_comes_before_the_second_worst_of_any() -> None:
    late = overdue("华宁", Money(10**7), date(2026, 1, 1), TODAY)
    many = [missing("甲", 5), missing("乙", 9), missing("丙", 7), late]
    assert [each.who for each in chosen(many)] == ["华宁", "乙", "丙"]


concerns = st.builds(Concern, st.sampled_from(Kind), st.text(max_size=3), st.integers(0, 9))


@given(st.lists(concerns | st.none(), max_size=20))
def test_few_are_shown_whatever_the_order_and_none_is_made_up(found: list[Concern | None]) -> None:
    shown = chosen(found)
    there = [each for each in found if each]
    assert len(shown) == min(MOST, len(there))
    assert all(each in there for each in shown)
    assert [each.kind for each in chosen(reversed(found))] == [each.kind for each in shown]
    missed = {each.kind for each in there} - {each.kind for each in shown}
    assert not missed or len({each.kind for each in shown}) == len(shown)
