"""Samples and what we use ourselves are shipped and may come back, but nobody owes anything for them."""

import pytest

from sales.money import ZERO
from sales.orders import Content, Kind, Move, State
from sales.shipping import Reason
from storage import goods, order_moves
from storage.credits import unallocated
from storage.engine import Connection
from storage.orders import Order, find_order
from storage.receivables import open_of_customer
from storage.statements import statement
from storage.uow import UnitOfWork
from tests.goods import by_line, entry, held
from tests.seeds import NOW, TODAY, found, memory, person
from tests.trade import OPENED, THIRTY, buyer, open_shop

__all__ = ["memory"]


def given(db: Connection, kind: Kind) -> Order:
    """An order of a kind, confirmed."""
    team, rep = found(db), person(db, "ou_li")
    shop, customer = open_shop(db, rep, NOW), buyer(db, "华宁精密", rep, NOW)
    content = Content((shop.wish("A100", 2),), THIRTY, kind=kind)
    order = order_moves.add_draft(db, team, rep, customer, content, NOW, NOW)
    order = order_moves.submit(db, held(db, order.id), rep.id, TODAY, NOW)
    return order_moves.move(db, order, Move.CONFIRM, rep.id, NOW, on=TODAY)


@pytest.mark.parametrize("kind", [Kind.SAMPLE, Kind.INTERNAL])
def test_what_is_no_sale_is_never_owed(memory: UnitOfWork, kind: Kind) -> None:
    order = memory.write(lambda db: given(db, kind))

    def out_and_back(db: Connection) -> None:
        goods.ship(db, held(db, order.id), by_line(order, {"A100": 2}), entry(order))
        goods.take_back(db, held(db, order.id), by_line(order, {"A100": 1}), Reason.OTHER, "", entry(order))

    memory.write(out_and_back)
    now = memory.read(lambda db: find_order(db, order.id))
    assert now is not None
    assert (now.state, now.lines[0].shipped, now.lines[0].returned) == (State.CLOSED, 2, 1)
    assert memory.read(lambda db: open_of_customer(db, order.customer_id)) == []
    assert memory.read(lambda db: unallocated(db, order.customer_id)) == ZERO
    told = memory.read(lambda db: statement(db, order.customer_id, OPENED, TODAY.replace(year=2027)))
    assert (told.movements, told.closing) == ((), ZERO)


def test_the_same_sold_is_owed(memory: UnitOfWork) -> None:
    order = memory.write(lambda db: given(db, Kind.SALE))
    memory.write(lambda db: goods.ship(db, held(db, order.id), by_line(order, {"A100": 2}), entry(order)))
    assert [each.open for each in memory.read(lambda db: open_of_customer(db, order.customer_id))] == [order.amount]
