"""The table of an order's states and moves, and the sums of its lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales.money import Money
from sales.orders import MOVES, STANDING, Line, Move, Priced, State, Wish, after, amount_of
from sales.trade_breaches import IllegalMove


def line(**more: object) -> Line:
    known = {"id": 1, "no": 1, "product_id": 1, "code": "A100", "product": "齿轮泵", "unit": "台", "group": "泵"}
    priced = Priced(Money(100_00), Money(70_00), Money(60_00))
    sums = {
        "quantity": 10,
        "price": Money(90_00),
        "rate": 10_000,
        "given": True,
        "priced": priced,
        "amount": Money(900_00),
    }
    return Line(**(known | sums | more))  # type: ignore[arg-type]


@pytest.mark.parametrize("move", Move)
@pytest.mark.parametrize("state", State)
def test_only_what_stands_in_the_table_may_be_done(move: Move, state: State) -> None:
    if state in MOVES[move]:
        assert after(move, state, "SO-1") is MOVES[move][state]
    else:
        with pytest.raises(IllegalMove):
            after(move, state, "SO-1")


def test_nothing_that_left_can_be_cancelled_or_reworded() -> None:
    gone = {State.PARTLY_SHIPPED, State.SHIPPED, State.CLOSED}
    assert not gone & (MOVES[Move.CANCEL].keys() | MOVES[Move.EDIT].keys())
    assert MOVES[Move.TAKE_BACK].keys() == gone


def test_a_cancelled_order_goes_nowhere() -> None:
    assert [move for move in Move if State.CANCELLED in MOVES[move]] == []


def test_every_state_can_be_reached_from_a_draft() -> None:
    reached, before = {State.DRAFT}, set[State]()
    while reached != before:
        before = set(reached)
        reached |= {to for moves in MOVES.values() for state, to in moves.items() if state in reached}
    assert reached == set(State)
    assert reached > STANDING


def test_a_line_knows_what_is_left_of_it() -> None:
    half = line(shipped=6, returned=2, cancelled=1)
    assert (half.open, half.returnable) == (3, 4)
    assert (half.discount, half.margin, half.list_amount, half.cost) == (1000, 3333, Money(1000_00), Money(600_00))


def test_what_is_not_known_is_not_told() -> None:
    blank = line(priced=Priced())
    assert (blank.discount, blank.margin, blank.list_amount, blank.cost) == (None, None, None, None)
    assert line(amount=Money(0)).margin is None


@given(st.integers(1, 10**6), st.integers(1, 10**9), st.integers(1, 10_000))
def test_a_line_is_rounded_once(quantity: int, price: int, rate: int) -> None:
    amount = amount_of(Wish(1, quantity, None, rate), Money(price))
    assert abs(amount.minor * 10_000 - quantity * price * rate) * 2 <= 10_000
