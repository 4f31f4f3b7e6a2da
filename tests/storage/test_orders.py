"""Orders: made, reworded, submitted at frozen prices, moved by the table."""

import pytest

from sales.money import Money
from sales.orders import Move, State
from sales.trade_breaches import IllegalMove, NoPrice
from storage import order_moves
from storage.engine import Connection
from storage.orders import Order, find_order, hold_order
from storage.uow import UnitOfWork
from tests.seeds import NOW, TODAY, found, memory, person
from tests.trade import THIRTY, buyer, draft, open_shop

__all__ = ["memory"]


@pytest.fixture
def db(memory: UnitOfWork) -> UnitOfWork:
    """A team with a shop."""
    memory.write(found)
    return memory


def drafted(db: Connection) -> Order:
    rep = person(db, "ou_li")
    team = found(db)
    shop = open_shop(db, rep, NOW)
    customer = buyer(db, "华宁精密", rep, NOW)
    return draft(db, team, rep, customer, NOW, shop.wish("A100", 10, rate=9000), shop.wish("B7", 3), terms=THIRTY)


def test_an_order_keeps_its_lines_and_amounts(db: UnitOfWork) -> None:
    order = db.write(drafted)
    assert (order.number, order.state, order.version, order.amount) == ("SO-1", State.DRAFT, 1, Money(929_97))
    assert [(line.code, line.discount, line.margin) for line in order.lines] == [("A100", 1000, 3333), ("B7", 0, 6667)]
    assert [(share.rep, share.share) for share in order.shares] == [("李雷", 10_000)]
    assert db.read(lambda at: find_order(at, order.id)) == order


def test_a_confirmed_order_is_dated_and_a_second_time_refused(db: UnitOfWork) -> None:
    def confirm(at: Connection) -> Order:
        order = hold_order(at, drafted(at).id)
        assert order is not None
        order = order_moves.submit(at, order, order.rep_id, TODAY, NOW)
        return order_moves.move(at, order, Move.CONFIRM, order.rep_id, NOW, on=TODAY)

    order = db.write(confirm)
    assert (order.state, order.confirmed_on, order.amount) == (State.CONFIRMED, TODAY, Money(929_97))
    with pytest.raises(IllegalMove):
        db.write(lambda at: order_moves.move(at, order, Move.CONFIRM, order.rep_id, NOW, on=TODAY))


def test_a_line_without_any_price_is_refused(db: UnitOfWork) -> None:
    def unpriced(at: Connection) -> Order:
        rep, team, shop = person(at, "ou_li"), found(at), open_shop(at, person(at, "ou_li"), NOW)
        early = NOW.replace(year=2025)
        return draft(at, team, rep, buyer(at, "华宁精密", rep, NOW), early, shop.wish("A100", 1))

    with pytest.raises(NoPrice):
        db.write(unpriced)
