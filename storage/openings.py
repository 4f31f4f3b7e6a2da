"""The opening of the sales ledger: orders that were confirmed before there was one are posted as they stand."""

from datetime import date, datetime

from sqlalchemy import exists, select

from sales.orders import BILLED, STANDING
from sales.postings import Reason
from storage.engine import Connection
from storage.orders import orders
from storage.postings import post
from storage.sales_ledger import ledger


def post_unposted(db: Connection, after_id: int, most: int, today: date, at: datetime) -> int | None:
    """Post the next standing sales without postings, by their ids; gives the last id, None when there are no more.

    Whoever is at work on one of them just now posts it themselves.
    """
    posted = exists().where(ledger.c.order_id == orders.c.id)
    standing = orders.c.state.in_(STANDING) & orders.c.kind.in_(BILLED) & (orders.c.id > after_id)
    found = select(orders.c.id).where(standing, ~posted).order_by(orders.c.id).limit(most)
    ids = list(db.scalars(found.with_for_update(skip_locked=True)))
    for order_id in ids:
        post(db, order_id, Reason.ORDER, today, at)
    return ids[-1] if ids else None
