"""What customers owe: one row for each shipment, and what settles it: money that came in, and goods that came back."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import ColumnElement, insert, select, union

from sales.money import Money, total
from sales.orders import Move, State
from sales.receivables import allot
from sales.records import dataclass
from storage.accounts import (
    Receivable,
    allocations,
    dunnings,
    hold_customer,
    keep_parts,
    open_where,
    receivables,
)
from storage.credits import earmarked
from storage.customers import counted_as, owned_by
from storage.engine import Connection
from storage.order_moves import move
from storage.orders import Order, orders

__all__ = [
    "OWING",
    "Receivable",
    "Whose",
    "allocations",
    "bill",
    "close_if_settled",
    "credit",
    "dunnings",
    "open_of_customer",
    "open_of_order",
    "open_of_orders",
    "open_of_rep",
    "open_of_team",
    "receivables",
]

OWING = (State.PARTLY_SHIPPED, State.SHIPPED)
"""The states of an order of which anything may be open: it is closed as soon as nothing is."""


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose debts are meant: those of one customer, of a team's orders, or of what concerns a rep; just one of them.

    A rep is concerned by their own orders and by the customers they own.
    """

    customer_id: int | None = None
    team_id: int | None = None
    rep_id: int | None = None

    @property
    def which(self) -> tuple[ColumnElement[bool], ...]:
        """The conditions on the question `storage.accounts.owed`."""
        still = orders.c.state.in_(OWING)
        if self.customer_id is not None:
            return (receivables.c.customer_id.in_(counted_as(self.customer_id)), still)
        if self.team_id is not None:
            return (orders.c.team_id == self.team_id, still)
        # One index each: an OR of the two would look at everything that anybody owes.
        mine = select(orders.c.id).where(orders.c.rep_id == self.rep_id, still)
        theirs = select(orders.c.id).where(orders.c.customer_id.in_(owned_by([self.rep_id or 0])), still)
        return (receivables.c.order_id.in_(union(mine, theirs)), still)


def bill(db: Connection, order: Order, shipment_id: int, amount: Money, shipped_on: date, at: datetime) -> None:
    """Add what is owed for a shipment of a held order, due by its terms, and settle it with money meant for the order.

    It belongs to the very customer that the order was entered for, so that a merger can be undone.
    """
    hold_customer(db, order.customer_id)
    entered_for = select(orders.c.customer_id).where(orders.c.id == order.id).scalar_subquery()
    due_on = order.content.terms.due_on(shipped_on)
    row = {"shipment_id": shipment_id, "order_id": order.id, "due_on": due_on, "amount": amount}
    db.execute(insert(receivables).values(**row, customer_id=entered_for))
    _settle_earmarked(db, order, shipped_on, at)


def credit(db: Connection, order: Order, return_id: int, amount: Money, on: date, at: datetime) -> None:
    """Settle what is open of a held order with what came back, the latest due first.

    What is left of the amount stays as the customer's credit.
    """
    hold_customer(db, order.customer_id)
    parts, _ = allot(open_of_order(db, order.id), amount, latest_first=True)
    keep_parts(db, parts, on, at, return_id=return_id)


def close_if_settled(db: Connection, order: Order, by: int, on: date, at: datetime) -> Order:
    """The held order, closed if all of it has left and nothing of it is open, opened again if something is."""
    still = total([each.open for each in open_of_order(db, order.id)])
    if order.state is State.SHIPPED and not still:
        return move(db, order, Move.CLOSE, by, at, on=on)
    if order.state is State.CLOSED and still:
        return move(db, order, Move.REOPEN, by, at, on=on)
    return order


def open_of_order(db: Connection, order_id: int) -> list[Receivable]:
    """What is open of one order, the oldest due first."""
    return open_where(db, receivables.c.order_id == order_id)


def open_of_orders(db: Connection, order_ids: Collection[int]) -> list[Receivable]:
    """What is open of some orders, the oldest due first."""
    return open_where(db, receivables.c.order_id.in_(order_ids)) if order_ids else []


def open_of_customer(db: Connection, customer_id: int) -> list[Receivable]:
    """What is open of a customer and of those merged into it, the oldest due first."""
    return open_where(db, *Whose(customer_id=customer_id).which)


def open_of_rep(db: Connection, rep_id: int) -> list[Receivable]:
    """What is open of a rep's own orders and of the customers they own, the oldest due first."""
    return open_where(db, *Whose(rep_id=rep_id).which)


def open_of_team(db: Connection, team_id: int) -> list[Receivable]:
    """What is open of a team's orders, the oldest due first."""
    return open_where(db, *Whose(team_id=team_id).which)


def _settle_earmarked(db: Connection, order: Order, on: date, at: datetime) -> None:
    """Money that was paid for the order and is not used up yet, the oldest first; of a held customer."""
    for fund in earmarked(db, order.id):
        parts, _ = allot(open_of_order(db, order.id), fund.left)
        keep_parts(db, parts, on, at, payment_id=fund.payment_id)
