"""What is owed as plain rules: buckets by days past due, what is settled first, the ladder, what may be entered."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales.breaches import RuleBroken
from sales.money import ZERO, Money, total
from sales.receivables import (
    OVERDUE,
    STEPS,
    Bucket,
    Part,
    Step,
    ages,
    allot,
    bucket,
    check_payment,
    days_late,
    step_on,
)
from sales.trade_breaches import DayAhead, DayTooLongAgo, NoMoney, TooMuchMoney

TODAY = date(2026, 3, 2)
DAY = timedelta(days=1)
MOST = Money(1_000_000_00)


@dataclass(frozen=True)
class Debt:
    id: int
    due_on: date
    open: Money


def debt(number: int, late: int, amount: int) -> Debt:
    return Debt(number, TODAY - late * DAY, Money(amount))


@pytest.mark.parametrize("late,place", [
    (-400, Bucket.NOT_DUE), (-1, Bucket.NOT_DUE), (0, Bucket.NOT_DUE),
    (1, Bucket.UP_TO_30), (30, Bucket.UP_TO_30), (31, Bucket.UP_TO_60), (60, Bucket.UP_TO_60),
    (61, Bucket.UP_TO_90), (90, Bucket.UP_TO_90), (91, Bucket.OVER_90), (4000, Bucket.OVER_90),
])  # fmt: skip
def test_what_is_due_today_is_not_overdue(late: int, place: Bucket) -> None:
    assert bucket(TODAY - late * DAY, TODAY) is place
    assert days_late(TODAY - late * DAY, TODAY) == late
    assert (place in OVERDUE) is (late > 0)


def test_the_ages_are_all_there_and_add_up() -> None:
    found = ages([debt(1, 0, 5), debt(2, 31, 7), debt(3, 45, 1)], TODAY)
    assert [amount.minor for amount in found.values()] == [5, 0, 8, 0, 0]
    assert list(ages([], TODAY)) == list(Bucket)


def test_the_oldest_due_is_settled_first_and_nothing_twice() -> None:
    owed = [debt(1, 3, 100), debt(2, 9, 50), debt(3, 3, 70)]
    assert allot(owed, Money(120)) == ([Part(2, Money(50)), Part(1, Money(70))], ZERO)
    assert allot(owed, Money(500)) == ([Part(2, Money(50)), Part(1, Money(100)), Part(3, Money(70))], Money(280))
    assert allot(owed, Money(80), latest_first=True) == ([Part(3, Money(70)), Part(1, Money(10))], ZERO)


@pytest.mark.parametrize("minor", [0, -1, -500])
def test_no_money_settles_nothing(minor: int) -> None:
    assert allot([debt(1, 0, 100)], Money(minor)) == ([], Money(minor))


debts = st.lists(st.builds(debt, st.integers(1, 10**6), st.integers(-99, 99), st.integers(0, 10**9)), max_size=9)


@given(debts, st.integers(0, 10**10), st.booleans())
def test_parts_and_rest_are_the_money_and_no_debt_is_paid_too_much(owed: list[Debt], minor: int, latest: bool) -> None:
    owed = list({each.id: each for each in owed}.values())
    parts, rest = allot(owed, Money(minor), latest_first=latest)
    opened = {each.id: each.open for each in owed}
    assert total([part.amount for part in parts]) + rest == Money(minor)
    assert all(ZERO < part.amount <= opened[part.receivable_id] for part in parts)
    assert rest == ZERO or total([part.amount for part in parts]) == total(list(opened.values()))


@pytest.mark.parametrize("late,step", [
    (-30, None), (-4, None), (-3, Step.SOON), (-1, Step.SOON), (0, Step.DUE), (6, Step.DUE), (7, Step.WEEK),
    (14, Step.WEEK), (15, Step.FORTNIGHT), (29, Step.FORTNIGHT), (30, Step.MONTH), (900, Step.MONTH),
])  # fmt: skip
def test_the_ladder_gives_the_newest_step_reached(late: int, step: Step | None) -> None:
    assert step_on(TODAY - late * DAY, TODAY) is step


def test_the_steps_rise() -> None:
    assert list(STEPS.values()) == sorted(STEPS.values())
    assert set(STEPS) == set(Step)


@pytest.mark.parametrize("minor,back,is_manager,no", [
    (0, 0, False, NoMoney()),
    (-1, 0, True, NoMoney()),
    (MOST.minor + 1, 0, True, TooMuchMoney(MOST)),
    (1, -1, True, DayAhead(TODAY)),
    (1, 8, False, DayTooLongAgo(TODAY - 7 * DAY)),
])  # fmt: skip
def test_what_may_not_be_entered(minor: int, back: int, is_manager: bool, no: RuleBroken) -> None:
    with pytest.raises(type(no)) as raised:
        check_payment(Money(minor), TODAY - back * DAY, TODAY, MOST, is_manager=is_manager)
    assert vars(raised.value) == vars(no)


@pytest.mark.parametrize("minor,back,is_manager", [(1, 0, False), (MOST.minor, 7, False), (1, 400, True)])
def test_what_may_be_entered(minor: int, back: int, is_manager: bool) -> None:
    check_payment(Money(minor), TODAY - back * DAY, TODAY, MOST, is_manager=is_manager)
