"""Whose sale an order is when nobody said so: that of who owns the customer on the day it is confirmed."""

from datetime import UTC, date, datetime, time

from sqlalchemy import func, or_, select, update

from sales.money import FULL
from storage.customers import customers
from storage.engine import Connection
from storage.orders import order_splits, orders
from storage.ownerships import owners_on
from storage.people import memberships


def credit_owner(db: Connection, order_id: int, on: date) -> None:
    """Give the whole credit for a held order to the customer's owner on this date, if they are of the order's team.

    Whoever shared it by hand decided; without an owner there it is the rep's who entered it.
    """
    root = func.coalesce(customers.c.root_id, customers.c.id)
    asked = select(orders.c.team_id, orders.c.rep_id, root.label("root"))
    joined = asked.join(customers, customers.c.id == orders.c.customer_id)
    order = db.execute(joined.where(orders.c.id == order_id, orders.c.shared_at.is_(None))).one_or_none()
    if order is None:
        return
    owner = owners_on(db, [order.root], on).get(order.root)
    credited = owner if owner and is_of(db, order.team_id, owner, on) else order.rep_id
    whole = (order_splits.c.order_id == order_id) & (order_splits.c.share == FULL)
    db.execute(update(order_splits).where(whole).values(rep_id=credited))


def is_of(db: Connection, team_id: int, person_id: int, on: date) -> bool:
    """Whether somebody was in a team on a date: they have joined, and not left before it."""
    stays = or_(memberships.c.left_at.is_(None), memberships.c.left_at >= datetime.combine(on, time(), UTC))
    here = (memberships.c.team_id == team_id) & (memberships.c.person_id == person_id) & stays
    return db.scalar(select(memberships.c.person_id).where(here)) is not None
