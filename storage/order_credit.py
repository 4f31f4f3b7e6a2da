"""Whose sale an order is when nobody said so: that of who owns the customer on the day it is confirmed."""

from datetime import date

from sqlalchemy import func, select, update

from storage.customers import customers
from storage.engine import Connection
from storage.orders import order_splits, orders
from storage.ownerships import owners_on
from storage.people import memberships


def credit_owner(db: Connection, order_id: int, on: date) -> None:
    """Give the whole credit for a held order to the customer's owner on this date, if they are of the order's team.

    Whoever shared it by hand decided; without an owner there it stays with the rep who entered it.
    """
    root = func.coalesce(customers.c.root_id, customers.c.id)
    asked = select(orders.c.team_id, root.label("root")).join(customers, customers.c.id == orders.c.customer_id)
    order = db.execute(asked.where(orders.c.id == order_id, orders.c.shared_at.is_(None))).one_or_none()
    if order is None or (owner := owners_on(db, [order.root], on).get(order.root)) is None:
        return
    here = (memberships.c.team_id == order.team_id) & (memberships.c.person_id == owner)
    if db.scalar(select(memberships.c.person_id).where(here)):
        db.execute(update(order_splits).where(order_splits.c.order_id == order_id).values(rep_id=owner))
