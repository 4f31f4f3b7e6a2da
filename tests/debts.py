"""Orders that have left and are owed for, for tests of money; what is invented is made by the product's own code."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import insert, update

from sales.money import Money
from sales.orders import Move, State
from sales.terms import Terms
from storage import order_moves, receivables
from storage.customers import Customer
from storage.engine import Connection
from storage.orders import Order, hold_order, order_lines
from storage.people import Person, Team
from storage.returns import return_lines, returns
from storage.shipments import shipment_lines, shipments
from tests.seeds import NOW, TODAY
from tests.trade import THIRTY, Shop, draft, open_shop

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Seller:
    """Somebody with goods to sell."""

    team: Team
    rep: Person
    shop: Shop


def seller(db: Connection, team: Team, rep: Person) -> Seller:
    """A rep with the shop of `tests.trade`, in which an X1 is worth a thousand yuan."""
    return Seller(team, rep, open_shop(db, rep, NOW))


def confirmed(db: Connection, by: Seller, customer: Customer, pieces: int = 1, terms: Terms = THIRTY) -> Order:
    """An order of so many X1 that stands."""
    made = draft(db, by.team, by.rep, customer, NOW, by.shop.wish("X1", pieces), terms=terms)
    order = order_moves.submit(db, made, by.rep.id, TODAY, NOW)
    return order_moves.move(db, order, Move.CONFIRM, by.rep.id, NOW, on=TODAY)


def ship(db: Connection, order_id: int, pieces: int, on: date = TODAY) -> Order:
    """Let so many pieces of the order's one line leave, billed at a thousand yuan each."""
    order = hold_order(db, order_id)
    assert order is not None
    (line,) = order.lines
    row = {"order_id": order.id, "shipped_on": on, "person_id": order.rep_id, "said_at": NOW, "entered_at": NOW}
    shipment_id = db.execute(insert(shipments).values(**row).returning(shipments.c.id)).scalar_one()
    amount = line.price.times(pieces)
    db.execute(insert(shipment_lines).values(shipment_id=shipment_id, line_id=line.id, quantity=pieces, amount=amount))
    gone = update(order_lines).where(order_lines.c.id == line.id)
    db.execute(gone.values(shipped=order_lines.c.shipped + pieces))
    what = Move.SHIP_ALL if pieces == line.open else Move.SHIP_SOME
    moved = order_moves.move(db, order, what, order.rep_id, NOW, on=on)
    receivables.bill(db, moved, shipment_id, amount, on, NOW)
    return receivables.close_if_settled(db, moved, order.rep_id, on, NOW)


def take_back(db: Connection, order_id: int, pieces: int, on: date = TODAY) -> Order:
    """Let so many pieces of the order's one line come back."""
    order = hold_order(db, order_id)
    assert order is not None
    (line,) = order.lines
    row = {"order_id": order.id, "returned_on": on, "reason": "quality", "note": "", "person_id": order.rep_id}
    adding = insert(returns).values(**row, said_at=NOW, entered_at=NOW).returning(returns.c.id)
    return_id = db.execute(adding).scalar_one()
    amount = line.price.times(pieces)
    db.execute(insert(return_lines).values(return_id=return_id, line_id=line.id, quantity=pieces, amount=amount))
    back = update(order_lines).where(order_lines.c.id == line.id)
    db.execute(back.values(returned=order_lines.c.returned + pieces))
    moved = order_moves.move(db, order, Move.TAKE_BACK, order.rep_id, NOW, on=on)
    receivables.credit(db, moved, return_id, amount, on, NOW)
    return receivables.close_if_settled(db, moved, order.rep_id, on, NOW)


def owing(db: Connection, by: Seller, customer: Customer, pieces: int = 1, due_on: date = TODAY + 30 * DAY) -> Order:
    """An order of so many thousands that has left whole, to be paid by a date."""
    order = ship(db, confirmed(db, by, customer, pieces).id, pieces, due_on - 30 * DAY)
    assert order.state is State.SHIPPED
    return order


def yuan(amount: int) -> Money:
    """So many yuan."""
    return Money(amount * 100)
