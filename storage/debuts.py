"""When each customer bought for the first time, and when that was undone: what new customers (K10) are counted from."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict
from datetime import date
from itertools import groupby

from sqlalchemy import Column, Date, ForeignKey, Index, Table, delete, func, insert, or_, select

from sales.money import ZERO, Money, total
from sales.postings import Reason
from sales.records import dataclass
from storage.customers import customers
from storage.engine import AnyRow, Connection, metadata
from storage.orders import order_splits
from storage.sales_ledger import ledger

debuts = Table(
    "debuts",
    metadata,
    Column("customer_id", ForeignKey("customers.id"), primary_key=True),
    Column("team_id", ForeignKey("teams.id"), nullable=False),
    Column("rep_id", ForeignKey("people.id"), nullable=False),
    Column("order_id", ForeignKey("orders.id"), nullable=False),
    Column("first_on", Date, nullable=False),
    Column("lost_on", Date),
    Index(None, "team_id", "first_on"),
    Index(None, "team_id", "lost_on"),
)
"""One row for each customer at the end of its mergers: its first effective order, whose it is by the largest share,
and the day on which the last piece of it came back, if all of it did."""


_root = func.coalesce(customers.c.root_id, customers.c.id)


@dataclass(frozen=True, slots=True)
class Debut:
    """The first effective order of a customer: of which team, from when on, and when it was all lost."""

    team_id: int
    order_id: int
    first_on: date
    lost_on: date | None


def hold(db: Connection, customer_id: int) -> int:
    """Hold whom a customer counts as until the commit, and give their id; new rows may name them all the same."""
    root: int = db.execute(select(_root).where(customers.c.id == customer_id)).scalar_one()
    _hold(db, [root])
    return root


def follow(db: Connection, customer_id: int, order_id: int, day: date) -> None:
    """Note what an order changes for a held customer, when its earliest new posting is of this day.

    What cannot change the first order costs one question, however long somebody has been a customer.
    """
    known = db.execute(select(debuts).where(debuts.c.customer_id == customer_id)).one_or_none()
    if known is None or known.order_id == order_id or day <= known.first_on:
        refresh(db, [customer_id])


def refresh(db: Connection, customer_ids: Collection[int]) -> None:
    """Work out anew when these customers first bought; whoever counts as another has no debut of their own.

    They are held, so that of two who sell to one customer at a time the second sees what the first has sold.
    """
    ids = sorted(set(customer_ids))
    _hold(db, ids)
    db.execute(delete(debuts).where(debuts.c.customer_id.in_(ids)))
    firsts = {root: first for root, rows in groupby(_sold(db, ids), lambda row: row.root) if (first := first_of(rows))}
    sellers = _sellers(db, [first.order_id for first in firsts.values()])
    if firsts:
        of_each = ((root, asdict(first) | {"rep_id": sellers[first.order_id]}) for root, first in firsts.items())
        db.execute(insert(debuts), [{"customer_id": root, **first} for root, first in of_each])


def _sellers(db: Connection, order_ids: Collection[int]) -> dict[int, int]:
    """Who has the largest share of each order, as it is shared now; of equals the first."""
    asked = select(order_splits.c.order_id, order_splits.c.rep_id).where(order_splits.c.order_id.in_(order_ids))
    rows = db.execute(asked.order_by(order_splits.c.share, order_splits.c.rep_id.desc())) if order_ids else ()
    return {order_id: rep_id for order_id, rep_id in rows}  # noqa: C416 - the last of each stays


def first_of(rows: Iterable[AnyRow]) -> Debut | None:
    """The debut in one customer's postings, which come by order; None for who has bought nothing that lasted a day."""
    orders = (_effective(list(of_order)) for _, of_order in groupby(rows, lambda row: row.order_id))
    found = [debut for debut in orders if debut is not None]
    return min(found, key=lambda debut: (debut.first_on, debut.order_id), default=None)


def _effective(rows: list[AnyRow]) -> Debut | None:
    """An order counts from the first day that ends with something sold, whatever comes back later."""
    kept = [row for row in rows if row.reason != Reason.RETURN]
    days = sorted({row.day for row in kept})
    first = next((day for day in days if _sum(row for row in kept if row.day == day) > ZERO), None)
    if first is None:
        return None
    gone = [row.day for row in rows if row.amount < ZERO and row.reason not in (Reason.SHARE, Reason.TRANSFER)]
    lost = max(gone, default=None) if _sum(rows) <= ZERO else None
    return Debut(rows[0].team_id, rows[0].order_id, first, lost)


def _hold(db: Connection, ids: Collection[int]) -> None:
    held = select(customers.c.id).where(customers.c.id.in_(ids)).order_by(customers.c.id)
    db.execute(held.with_for_update(key_share=True))


def _sum(rows: Iterable[AnyRow]) -> Money:
    return total([row.amount for row in rows])


def _sold(db: Connection, ids: Collection[int]) -> Iterator[AnyRow]:
    """What was posted for customers that stand for themselves, and for everybody that counts as one of them."""
    root = _root.label("root")
    of_them = or_(customers.c.id.in_(ids) & (root == customers.c.id), customers.c.root_id.in_(ids))
    what = (root, ledger.c.order_id, ledger.c.team_id, ledger.c.day, ledger.c.reason)
    asked = select(*what, func.sum(ledger.c.amount).label("amount")).join(
        ledger, ledger.c.customer_id == customers.c.id
    )
    return iter(db.execute(asked.where(of_them).group_by(*what).order_by(root, ledger.c.order_id, ledger.c.day)))
