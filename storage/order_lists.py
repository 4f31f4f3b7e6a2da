"""Which orders there are: lists for people, bounded, with their sums over everything that was left out, too."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, func, literal, select, true, union

from sales.money import ZERO, Money
from sales.orders import STANDING, State
from sales.records import dataclass
from storage.customers import counted_as, counts_for, customers, owned_by, roots
from storage.engine import Connection
from storage.orders import Order, order_lines, order_splits, orders, orders_where
from storage.people import memberships

OPEN = (
    State.DRAFT,
    State.SUBMITTED,
    State.APPROVING,
    State.RETURNED,
    State.REJECTED,
    State.CONFIRMED,
    State.APPROVED,
    State.PARTLY_SHIPPED,
)
"""The states in which something is still to be done before everything has left."""

TO_SHIP = (State.CONFIRMED, State.APPROVED, State.PARTLY_SHIPPED)
"""The states in which something is still to be shipped."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose orders somebody may read: their own and those they share, of their customers, of the teams they manage.

    `everything` is for those who may read all.
    """

    person_id: int
    managed: frozenset[int]
    everything: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """Some orders, the newest first; of all that fit: how many, how many of them stand, and what those come to.

    What was cancelled of an order is not in the total.
    """

    orders: list[Order]
    count: int
    standing: int
    total: Money


def list_orders(db: Connection, scope: Scope, *which: ColumnElement[bool], most: int | None) -> Listing:
    """What fits the conditions (see the functions below) and may be read; six questions, however many there are."""
    fitting = (_readable(scope), *which)
    count = db.scalar(select(func.count()).select_from(orders).where(*fitting)) or 0
    stands = orders.c.state.in_(STANDING)
    row = db.execute(select(func.count(), func.sum(orders.c.amount)).where(*fitting, stands)).one()
    cancelled = order_lines.c.order_id.in_(select(orders.c.id).where(*fitting, stands)) & (order_lines.c.cancelled > 0)
    asked = select(order_lines.c.amount, order_lines.c.quantity, order_lines.c.cancelled).where(cancelled)
    total = row[1] or ZERO
    for amount, quantity, gone in db.execute(asked):
        total = total - amount + amount.part(quantity - gone, quantity)
    return Listing(orders_where(db, *fitting, most=most), count, row[0], total)


def dated_within(first: date, end: date) -> ColumnElement[bool]:
    """Orders of the local dates `[first, end)`: by the day on which they were confirmed, before that when entered."""
    on = func.coalesce(orders.c.confirmed_on, orders.c.ordered_on)
    return (on >= first) & (on < end)


def of_customer(customer_id: int) -> ColumnElement[bool]:
    """Orders of a customer and of whatever was merged into it."""
    return orders.c.customer_id.in_(counted_as(customer_id))


def in_states(states: Iterable[State]) -> ColumnElement[bool]:
    """Orders that stand in one of some states."""
    return orders.c.state.in_(list(states))


def of_rep(person_id: int) -> ColumnElement[bool]:
    """Orders that somebody entered."""
    return orders.c.rep_id == person_id


def _readable(scope: Scope) -> ColumnElement[bool]:
    """The same as `bot.orders.sees` says of one order."""
    if scope.everything:
        return true()
    seated = memberships.c.team_id.in_(scope.managed) & memberships.c.left_at.is_(None)
    led = select(memberships.c.person_id).where(seated)
    owners = led.union(select(literal(scope.person_id)))
    own = select(orders.c.id)
    # One index each: an OR of the four would look at every order there is.
    readable = union(
        own.where(orders.c.rep_id == scope.person_id),
        own.where(orders.c.team_id.in_(scope.managed)),
        own.where(orders.c.customer_id.in_(owned_by(owners))),
        select(order_splits.c.order_id).where(order_splits.c.rep_id == scope.person_id),
    )
    return orders.c.id.in_(readable)


def recent_buyers(db: Connection, rep_id: int, most: int) -> list[str]:
    """The names of the customers for whom a rep entered orders last, the latest first."""
    bought = select(roots.c.name).select_from(orders.join(customers, customers.c.id == orders.c.customer_id))
    mine = bought.join(roots, counts_for).where(orders.c.rep_id == rep_id).group_by(roots.c.id, roots.c.name)
    return list(db.scalars(mine.order_by(func.max(orders.c.id).desc()).limit(most)))
