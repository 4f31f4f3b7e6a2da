"""Money of a customer that settles nothing yet: what is left of payments, and of what came back."""

from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import CompoundSelect, Select, exists, func, select, type_coerce, union

from sales.money import ZERO, Money, total
from sales.orders import BILLED, State
from sales.records import dataclass
from storage.accounts import allocations, payments, settled_of
from storage.customers import counted_as, customers, owned_by
from storage.engine import Cents, Connection
from storage.orders import orders
from storage.returns import return_lines, returns

DONE_WITH = (State.SHIPPED, State.CLOSED, State.CANCELLED, State.REJECTED)
"""The states of an order for which no money needs to be kept any more."""


@dataclass(frozen=True, slots=True)
class Fund:
    """What is left of one payment or of one return; the other id is None.

    `order_id` is the order that the money was paid for, None unless it still waits for that order's shipments.
    """

    payment_id: int | None
    return_id: int | None
    on: date
    left: Money
    order_id: int | None = None


def funds_of(db: Connection, customer_id: int) -> list[Fund]:
    """All that is left of a customer's money and of those merged into it, the oldest first."""
    return _funds(db, counted_as(customer_id))


def unallocated_of_rep(db: Connection, rep_id: int) -> Money:
    """What is left of the money of all customers that a rep owns."""
    return total([fund.left for fund in _funds(db, owned_by([rep_id]))])


def unallocated_of_team(db: Connection, team_id: int) -> Money:
    """What is left of the money of all customers that have ordered from a team."""
    bought = select(orders.c.customer_id).where(orders.c.team_id == team_id)
    buyers = select(func.coalesce(customers.c.root_id, customers.c.id)).where(customers.c.id.in_(bought))
    theirs = union(buyers, select(customers.c.id).where(customers.c.root_id.in_(buyers)))
    return total([fund.left for fund in _funds(db, theirs)])


def _funds(db: Connection, whose: Select[tuple[int]] | CompoundSelect[tuple[int]]) -> list[Fund]:
    paid = db.execute(_standing().where(payments.c.customer_id.in_(whose)))
    funds = [Fund(row.id, None, row.paid_on, row.left, _waiting(row)) for row in paid]
    back = db.execute(_given_back().where(orders.c.customer_id.in_(whose)))
    funds += [Fund(None, row.id, row.returned_on, row.left) for row in back]
    return sorted(funds, key=lambda fund: (fund.on, fund.payment_id or 0, fund.return_id or 0))


def unallocated(db: Connection, customer_id: int) -> Money:
    """The sum of what is left, the money meant for an order among it."""
    return total([fund.left for fund in funds_of(db, customer_id)])


def earmarked(db: Connection, order_id: int) -> list[Fund]:
    """What is left of the money that was paid for one order, the oldest first.

    Money of whoever had the order before it was changed to another customer is not among it.
    """
    rows = db.execute(_standing().where(payments.c.order_id == order_id))
    return [Fund(row.id, None, row.paid_on, row.left, order_id) for row in rows if row.payer == row.buyer]


def _waiting(row: Any) -> int | None:
    is_theirs = row.state is not None and row.payer == row.buyer
    return row.order_id if is_theirs and State(row.state) not in DONE_WITH else None


@cache
def _standing() -> Select[Any]:
    """Payments that were not reversed, of which anything is left; of a counter-entry nothing above zero ever is."""
    left = type_coerce(payments.c.amount - settled_of(allocations.c.payment_id, payments.c.id), Cents)
    undone = payments.alias("undone")
    payer, buyer = customers.alias("payer"), customers.alias("buyer")
    counted = [func.coalesce(one.c.root_id, one.c.id).label(one.name) for one in (payer, buyer)]
    asked = select(payments.c.id, payments.c.paid_on, payments.c.order_id, orders.c.state, left.label("left"), *counted)
    known = payments.join(payer, payer.c.id == payments.c.customer_id)
    meant = known.outerjoin(orders, orders.c.id == payments.c.order_id)
    joined = asked.select_from(meant.outerjoin(buyer, buyer.c.id == orders.c.customer_id))
    not_undone = ~exists().where(undone.c.reverses_id == payments.c.id)
    return joined.where(not_undone, left > ZERO).order_by(payments.c.paid_on, payments.c.id)


@cache
def _given_back() -> Select[Any]:
    """Returns, with what they were worth beyond what was still owed."""
    worth = select(func.coalesce(func.sum(return_lines.c.amount), 0)).where(return_lines.c.return_id == returns.c.id)
    settled = settled_of(allocations.c.return_id, returns.c.id)
    left = type_coerce(type_coerce(worth.scalar_subquery(), Cents) - settled, Cents)
    asked = select(returns.c.id, returns.c.returned_on, left.label("left"))
    joined = asked.join(orders, orders.c.id == returns.c.order_id)
    return joined.where(left > ZERO, orders.c.kind.in_(BILLED)).order_by(returns.c.id)
