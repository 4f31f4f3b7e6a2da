"""Returns: no more than is with the customer, credited to the cent in their own period, one winner for the last one."""

from datetime import date

import pytest

from sales.money import ZERO, Money, total
from sales.orders import Move, State
from sales.shipping import Reason
from sales.trade_breaches import IllegalMove, MoreThanShipped, NothingNamed, TooFew
from storage.orders import order_by_id
from storage.receivables import open_of_order
from storage.returns import returns_of
from storage.shipments import shipments_of
from storage.uow import UnitOfWork
from tests.goods import ship, take_back, three_lines
from tests.seeds import TODAY, at_once, memory

__all__ = ["memory"]


@pytest.fixture
def order_id(memory: UnitOfWork) -> int:
    """An order of which four pumps and two seals have left."""
    order = memory.write(three_lines)
    memory.write(lambda db: ship(db, order.id, A100=4, B7=2))
    return order.id


def returned(memory: UnitOfWork, order_id: int) -> list[tuple[int, int]]:
    lines = memory.read(lambda db: order_by_id(db, order_id)).lines
    return [(line.returned, line.open) for line in lines]


def test_what_comes_back_is_credited_and_not_shipped_again(memory: UnitOfWork, order_id: int) -> None:
    made = memory.write(lambda db: take_back(db, order_id, Reason.QUALITY, "漏油", A100=2))
    assert (made.order, made.reason, made.note, made.by, made.amount) == (
        "SO-1",
        Reason.QUALITY,
        "漏油",
        "李雷",
        Money(180_00),
    )
    assert returned(memory, order_id) == [(2, 6), (0, 1), (0, 1)]
    assert memory.read(lambda db: order_by_id(db, order_id)).state is State.PARTLY_SHIPPED
    owed = memory.read(lambda db: open_of_order(db, order_id))
    assert [each.open for each in owed] == [Money(378_98) - Money(180_00)]


def test_it_counts_on_its_own_day(memory: UnitOfWork, order_id: int) -> None:
    later = date(2026, 4, 20)
    memory.write(lambda db: take_back(db, order_id, on=later, A100=1))
    assert [each.returned_on for each in memory.read(lambda db: returns_of(db, order_id))] == [later]
    assert [each.shipped_on for each in memory.read(lambda db: shipments_of(db, order_id))] == [TODAY]


def test_all_of_it_piece_by_piece_comes_to_what_was_billed(memory: UnitOfWork, order_id: int) -> None:
    for pieces in ({"A100": 1}, {"A100": 2, "B7": 1}, {"A100": 1, "B7": 1}):
        memory.write(lambda db, pieces=pieces: take_back(db, order_id, **pieces))  # type: ignore[misc]
    billed = total([each.amount for each in memory.read(lambda db: shipments_of(db, order_id))])
    assert total([each.amount for each in memory.read(lambda db: returns_of(db, order_id))]) == billed == Money(378_98)
    assert memory.read(lambda db: open_of_order(db, order_id)) == []


def test_an_order_that_is_all_back_is_closed(memory: UnitOfWork, order_id: int) -> None:
    memory.write(lambda db: ship(db, order_id, A100=6, B7=1, X1=1))
    assert memory.read(lambda db: order_by_id(db, order_id)).state is State.SHIPPED
    memory.write(lambda db: take_back(db, order_id, A100=10, B7=3, X1=1))
    order = memory.read(lambda db: order_by_id(db, order_id))
    assert (order.state, order.closed_on) == (State.CLOSED, TODAY)
    assert total([each.amount for each in memory.read(lambda db: returns_of(db, order_id))]) == order.amount > ZERO


@pytest.mark.parametrize(
    "pieces,breach",
    [
        ({"A100": 5}, MoreThanShipped("A100", 4, "台")),
        ({"X1": 1}, MoreThanShipped("X1", 0, "套")),
        ({"B7": 0}, TooFew("B7")),
        ({"A100": 1, "B7": -2}, TooFew("B7")),
        ({}, NothingNamed()),
    ],
)
def test_what_cannot_come_back_is_refused(
    memory: UnitOfWork, order_id: int, pieces: dict[str, int], breach: Exception
) -> None:
    with pytest.raises(type(breach)) as raised:
        memory.write(lambda db: take_back(db, order_id, **pieces))  # type: ignore[arg-type]
    assert raised.value == breach
    assert memory.read(lambda db: returns_of(db, order_id)) == []


def test_nothing_comes_back_before_anything_has_left(memory: UnitOfWork) -> None:
    order = memory.write(three_lines)
    with pytest.raises(IllegalMove) as raised:
        memory.write(lambda db: take_back(db, order.id, A100=1))
    assert raised.value == IllegalMove("SO-1", Move.TAKE_BACK, State.CONFIRMED)


def test_of_two_who_take_the_last_piece_back_one_is_told_that_none_is_left(memory: UnitOfWork, order_id: int) -> None:
    memory.write(lambda db: take_back(db, order_id, A100=3))
    outcomes = at_once(2, lambda _: memory.write(lambda db: take_back(db, order_id, A100=1)))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["MoreThanShipped", "Return"]
    assert returned(memory, order_id)[0] == (4, 6)


def test_a_shipment_and_a_return_at_once_both_count(memory: UnitOfWork, order_id: int) -> None:
    def act(number: int) -> object:
        return memory.write(lambda db: take_back(db, order_id, A100=4) if number else ship(db, order_id, A100=6))

    assert not any(isinstance(outcome, Exception) for outcome in at_once(2, act))
    assert returned(memory, order_id)[0] == (4, 0)
