"""What settles what in the past of one customer, day by day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales.money import ZERO, Money, total
from sales.orders import State
from sales.settlement import BACK, BILL, NO_ORDER, PAID, Account, Happening, standing

D1, D2, D3, D9 = (date(2024, 1, day) for day in (1, 2, 3, 9))


def played(*happened: Happening) -> Account:
    account = Account()
    account.play(happened)
    return account


def bill(key: int, order: int, amount: int, on: date = D1, due: date = D9) -> Happening:
    return Happening(on, BILL, key, order, Money(amount), due)


def paid(key: int, amount: int, on: date = D2, order: int = NO_ORDER) -> Happening:
    return Happening(on, PAID, key, order, Money(amount))


def back(key: int, order: int, amount: int, on: date = D2) -> Happening:
    return Happening(on, BACK, key, order, Money(amount))


def parts(account: Account) -> list[tuple[int, int, int, int]]:
    return [(part.debt, part.what, part.key, part.amount.minor) for part in account.settled]


def test_money_settles_what_is_due_first_whatever_was_billed_first() -> None:
    account = played(bill(1, 7, 100, due=D9), bill(2, 8, 100, due=D3), paid(5, 150))
    assert parts(account) == [(2, PAID, 5, 100), (1, PAID, 5, 50)]
    assert (account.open_of(7), account.open_of(8), account.open) == (Money(50), ZERO, Money(50))


def test_money_for_an_order_goes_to_that_order_and_waits_for_it() -> None:
    account = played(bill(1, 7, 100), paid(5, 150, order=8), bill(2, 8, 100, on=D3))
    assert parts(account) == [(2, PAID, 5, 100)]
    assert (account.open, account.left) == (Money(100), Money(50))


def test_money_that_came_early_settles_what_is_billed_later_dated_then() -> None:
    account = played(paid(5, 80, on=D1), bill(1, 7, 100, on=D3))
    assert [(part.amount, part.on) for part in account.settled] == [(Money(80), D3)]


def test_what_was_meant_for_an_order_is_used_before_what_was_not() -> None:
    account = played(paid(5, 80, on=D1), paid(6, 80, on=D2, order=7), bill(1, 7, 100, on=D3))
    assert parts(account) == [(1, PAID, 6, 80), (1, PAID, 5, 20)]


def test_what_came_back_settles_its_own_order_from_behind_and_the_rest_is_credit() -> None:
    first, second = bill(1, 7, 100, due=D3), bill(2, 7, 100, due=D9)
    account = played(first, second, bill(3, 8, 50), back(5, 7, 120))
    assert parts(account) == [(2, BACK, 5, 100), (1, BACK, 5, 20)]
    account = played(bill(1, 7, 100), paid(4, 100), back(5, 7, 30, on=D3), bill(3, 8, 50, on=D9))
    assert parts(account) == [(1, PAID, 4, 100), (3, BACK, 5, 30)]
    assert (account.open, account.left) == (Money(20), ZERO)


def test_on_one_day_it_is_billed_returned_and_paid() -> None:
    account = played(paid(5, 100, on=D1), back(4, 7, 10, on=D1), bill(1, 7, 100, on=D1))
    assert parts(account) == [(1, BACK, 4, 10), (1, PAID, 5, 90)]
    assert account.left == Money(10)


@pytest.mark.parametrize(
    "lines, owed, state",
    [
        ([(5, 0, 0)], False, State.CONFIRMED),
        ([(5, 0, 5), (2, 0, 2)], False, State.CANCELLED),
        ([(5, 0, 0), (2, 2, 0)], True, State.PARTLY_SHIPPED),
        ([(5, 3, 2), (2, 2, 0)], True, State.SHIPPED),
        ([(5, 3, 2), (2, 2, 0)], False, State.CLOSED),
        ([(5, 0, 5), (2, 2, 0)], False, State.CLOSED),
    ],
)
def test_an_order_stands_where_its_lines_say(lines: list[tuple[int, int, int]], owed: bool, state: State) -> None:
    assert standing(lines, still_owed=owed) is state


days = st.integers(0, 60).map(lambda n: D1 + timedelta(days=n))
amounts = st.integers(1, 5_000).map(Money)


@st.composite
def histories(draw: st.DrawFn) -> list[Happening]:
    happened: list[Happening] = []
    for key in range(1, draw(st.integers(1, 12))):
        what, order, on = draw(st.sampled_from([BILL, BILL, BACK, PAID])), draw(st.integers(1, 3)), draw(days)
        order = draw(st.sampled_from([order, NO_ORDER])) if what == PAID else order
        due = on + timedelta(days=draw(st.integers(0, 40))) if what == BILL else date.max
        happened.append(Happening(on, what, key, order, draw(amounts), due))
    return happened


@given(histories())
def test_nothing_is_lost_or_used_twice(happened: list[Happening]) -> None:
    account = played(*happened)
    billed = total([each.amount for each in happened if each.what == BILL])
    funds = total([each.amount for each in happened if each.what != BILL])
    settled = total([part.amount for part in account.settled])
    assert account.open == billed - settled
    assert account.left == funds - settled
    for each in happened:
        used = [part.amount for part in account.settled if each.key in (part.debt, part.key)]
        assert ZERO <= total(used) <= each.amount


@given(histories())
def test_nobody_owes_while_they_have_money_to_spare(happened: list[Happening]) -> None:
    """Money without an order and open debts never stand side by side once the debt was billed after the money came."""
    free = [each for each in happened if each.what == BILL or (each.what == PAID and each.order == NO_ORDER)]
    account = played(*free)
    assert not (account.open and account.left)


@given(histories(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(happened: list[Happening], random: object) -> None:
    shuffled = list(happened)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert played(*happened).settled == played(*shuffled).settled
