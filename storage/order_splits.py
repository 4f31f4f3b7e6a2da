"""With whom the credit for an order is shared: always rows that sum to the whole, each change noted."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import delete, insert, update

from sales.money import Money
from sales.postings import Reason
from sales.splits import parted
from storage.audit import note
from storage.engine import Connection
from storage.orders import Order, order_by_id, order_splits, orders
from storage.postings import post


def set_shares(
    db: Connection, order: Order, shares: Mapping[int, int], by: int, at: datetime, today: date | None = None
) -> Order:
    """Replace the shares (person's id to basis points) of a held order; what they were goes to the audit.

    `today` is the company's date, on which it counts where the sale's own month is closed; UTC's unless it is said.
    """
    before = {str(share.rep_id): share.share for share in order.shares}
    note(db, at, by, "share", order.number, {"shares": before})
    db.execute(delete(order_splits).where(order_splits.c.order_id == order.id))
    rows = [{"order_id": order.id, "rep_id": rep, "share": share} for rep, share in shares.items()]
    db.execute(insert(order_splits), rows)
    db.execute(update(orders).where(orders.c.id == order.id).values(shared_at=at))
    post(db, order.id, Reason.SHARE, today or at.date(), at)
    return order_by_id(db, order.id)


def shares_of_amount(order: Order, amount: Money) -> dict[int, Money]:
    """What each rep has of an amount of this order, whether it was sold, returned or cancelled; by person's id."""
    return parted(amount, {share.rep_id: share.share for share in order.shares})
