"""Shipments: no more than is open, worth their part to the cent, billed, and one winner when two ship the last unit."""

from datetime import date

import pytest

from sales.money import Money, total
from sales.orders import Move, State
from sales.trade_breaches import IllegalMove, MoreThanOpen, NothingNamed, TooFew
from storage import order_moves
from storage.engine import Connection
from storage.orders import find_order, order_by_id
from storage.receivables import open_of_order
from storage.shipments import first_left_on, shipments_of
from storage.uow import UnitOfWork
from tests.goods import held, ship, three_lines
from tests.seeds import NOW, TODAY, at_once, memory
from tests.trade import THIRTY

__all__ = ["memory"]


@pytest.fixture
def order_id(memory: UnitOfWork) -> int:
    """A confirmed order of three lines."""
    return memory.write(three_lines).id


def counters(memory: UnitOfWork, order_id: int) -> list[tuple[int, int, int]]:
    lines = memory.read(lambda db: order_by_id(db, order_id)).lines
    return [(line.shipped, line.cancelled, line.open) for line in lines]


def test_a_part_leaves_and_the_rest_stays_open(memory: UnitOfWork, order_id: int) -> None:
    made = memory.write(lambda db: ship(db, order_id, A100=4, B7=1))
    assert [(piece.code, piece.quantity, piece.amount) for piece in made.pieces] == [
        ("A100", 4, Money(360_00)),
        ("B7", 1, Money(9_49)),
    ]
    assert (made.order, made.shipped_on, made.by, made.amount) == ("SO-1", TODAY, "李雷", Money(369_49))
    assert counters(memory, order_id) == [(4, 0, 6), (1, 0, 2), (0, 0, 1)]
    assert memory.read(lambda db: order_by_id(db, order_id)).state is State.PARTLY_SHIPPED


def test_the_last_piece_makes_it_shipped_and_the_parts_add_up(memory: UnitOfWork, order_id: int) -> None:
    for pieces in ({"A100": 4, "B7": 1}, {"B7": 1}, {"A100": 6, "B7": 1, "X1": 1}):
        memory.write(lambda db, pieces=pieces: ship(db, order_id, **pieces))  # type: ignore[misc]
    order = memory.read(lambda db: order_by_id(db, order_id))
    made = memory.read(lambda db: shipments_of(db, order_id))
    assert order.state is State.SHIPPED
    assert total([each.amount for each in made]) == order.amount == Money(1928_47)
    assert [piece.amount for each in made for piece in each.pieces if piece.code == "B7"] == [
        Money(9_49),
        Money(9_49),
        Money(9_49),
    ]


def test_each_shipment_is_owed_by_the_order_s_terms(memory: UnitOfWork, order_id: int) -> None:
    memory.write(lambda db: ship(db, order_id, A100=4))
    memory.write(lambda db: ship(db, order_id, on=date(2026, 3, 9), A100=6))
    owed = memory.read(lambda db: open_of_order(db, order_id))
    assert [(each.amount, each.open, each.due_on) for each in owed] == [
        (Money(360_00), Money(360_00), THIRTY.due_on(TODAY)),
        (Money(540_00), Money(540_00), THIRTY.due_on(date(2026, 3, 9))),
    ]
    assert memory.read(lambda db: first_left_on(db, order_id)) == TODAY


@pytest.mark.parametrize(
    "pieces,breach",
    [
        ({"A100": 11}, MoreThanOpen("A100", 10, "台")),
        ({"A100": 0}, TooFew("A100")),
        ({"A100": -1}, TooFew("A100")),
        ({"A100": 1, "B7": 4}, MoreThanOpen("B7", 3, "个")),
        ({}, NothingNamed()),
    ],
)
def test_what_cannot_leave_is_refused_and_nothing_kept(
    memory: UnitOfWork, order_id: int, pieces: dict[str, int], breach: Exception
) -> None:
    with pytest.raises(type(breach)) as raised:
        memory.write(lambda db: ship(db, order_id, **pieces))  # type: ignore[arg-type]
    assert raised.value == breach
    assert memory.read(lambda db: shipments_of(db, order_id)) == []
    assert counters(memory, order_id) == [(0, 0, 10), (0, 0, 3), (0, 0, 1)]


def test_what_was_cancelled_cannot_leave_and_does_not_hold_the_order_open(memory: UnitOfWork, order_id: int) -> None:
    memory.write(lambda db: ship(db, order_id, A100=4))

    def cancel_rest(db: Connection) -> None:
        order = held(db, order_id)
        order_moves.move(db, order, Move.CANCEL_REST, order.rep_id, NOW, on=TODAY)

    memory.write(cancel_rest)
    assert counters(memory, order_id) == [(4, 6, 0), (0, 3, 0), (0, 1, 0)]
    with pytest.raises(IllegalMove):
        memory.write(lambda db: ship(db, order_id, A100=1))


def test_a_draft_cannot_leave(memory: UnitOfWork, order_id: int) -> None:
    def reword(db: Connection) -> None:
        order = held(db, order_id)
        order_moves.move(db, order, Move.CANCEL, order.rep_id, NOW, on=TODAY)

    memory.write(reword)
    with pytest.raises(IllegalMove) as raised:
        memory.write(lambda db: ship(db, order_id, A100=1))
    assert raised.value == IllegalMove("SO-1", Move.SHIP_SOME, State.CANCELLED)


def test_of_two_who_ship_the_last_unit_one_is_told_that_none_is_left(memory: UnitOfWork, order_id: int) -> None:
    outcomes = at_once(2, lambda _: memory.write(lambda db: ship(db, order_id, X1=1)))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["MoreThanOpen", "Shipment"]
    assert counters(memory, order_id)[2] == (1, 0, 0)
    assert len(memory.read(lambda db: open_of_order(db, order_id))) == 1


def test_six_who_ship_at_once_never_ship_more_than_there_is(memory: UnitOfWork, order_id: int) -> None:
    outcomes = at_once(6, lambda _: memory.write(lambda db: ship(db, order_id, A100=3)))
    assert sum(not isinstance(outcome, Exception) for outcome in outcomes) == 3
    assert all(outcome == MoreThanOpen("A100", 1, "台") for outcome in outcomes if isinstance(outcome, Exception))
    assert counters(memory, order_id)[0] == (9, 0, 1)


def test_a_shipment_against_a_cancellation_has_one_winner(memory: UnitOfWork, order_id: int) -> None:
    def act(number: int) -> object:
        def cancel(db: Connection) -> None:
            order = held(db, order_id)
            order_moves.move(db, order, Move.CANCEL, order.rep_id, NOW, on=TODAY)

        return memory.write(cancel if number else lambda db: ship(db, order_id, A100=10, B7=3, X1=1))

    shipped, cancelled = at_once(2, act)
    order = memory.read(lambda db: find_order(db, order_id))
    assert order is not None
    assert isinstance(shipped, IllegalMove) != isinstance(cancelled, IllegalMove)
    assert order.state is (State.CANCELLED if isinstance(shipped, IllegalMove) else State.SHIPPED)
    assert len(memory.read(lambda db: shipments_of(db, order_id))) == (order.state is State.SHIPPED)
