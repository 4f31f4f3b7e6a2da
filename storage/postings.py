"""The sales ledger: what every confirmed order is worth, to whom, on which day. Rows only ever are added.

An order's rows always add up to what it is worth as it stands (`sales.postings`): whatever changes an order calls
`post`, which adds the difference. So a figure is a sum over an index, what was true at an earlier row can be summed
again to the cent, and the rows since then say why it is different now.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, insert, select

from sales.money import portion
from sales.orders import BILLED, STANDING
from sales.postings import Event, Reason, Slot, Worth, difference, postings
from sales.records import dataclass
from storage import closes, debuts
from storage.customers import customers
from storage.engine import Connection
from storage.orders import order_lines, order_splits, orders
from storage.ownerships import tiers_on
from storage.people import teams
from storage.returns import return_lines, returns
from storage.sales_ledger import hold_ledger, ledger, net_of, watermark

__all__ = ["ledger", "net_of", "post", "watermark"]


@dataclass(frozen=True, slots=True)
class Frame:
    """What is the same for all rows of an order: where it counts."""

    team_id: int
    customer_id: int
    area: str
    tier: str | None


def post(db: Connection, order_id: int, reason: Reason, today: date, at: datetime) -> int:
    """Add what brings the ledger up to an order as it stands now; gives the number of rows, 0 when nothing changed.

    The caller holds the order. What happened in a closed month counts on `today` (the company's date; the next month
    that is open, if that is closed, too), or in that month if it was closed so. The area and the tier of rows that are
    there already are kept.
    """
    kept, frame = _kept(db, order_id)
    gaps = difference(_owed(db, order_id), kept)
    if not gaps:
        return 0
    frame = frame or _frame(db, order_id)
    # Everybody holds the customer first: who had the ledger and waited for the customer would be waited for.
    root = debuts.hold(db, frame.customer_id)
    hold_ledger(db)
    shut = closes.shut_around(db, {slot.on for slot, _ in gaps} | {today})
    rows = [_row(frame, order_id, slot, worth, shut.opening(slot.on, today)) for slot, worth in gaps]
    db.execute(insert(ledger), [row | {"reason": reason, "posted_at": at} for row in rows])
    debuts.follow(db, root, order_id, min(row["day"] for row in rows))
    return len(rows)


def _row(frame: Frame, order_id: int, slot: Slot, worth: Worth, day: date) -> dict[str, Any]:
    where = {"team_id": frame.team_id, "customer_id": frame.customer_id, "area": frame.area, "tier": frame.tier}
    what = {"amount": worth.amount, "quantity": worth.quantity, "cost": worth.cost, "uncosted": worth.uncosted}
    when = {"day": day, "dated_on": slot.on}
    return {"order_id": order_id, "rep_id": slot.rep_id, "product_id": slot.product_id, **where, **what, **when}


def _kept(db: Connection, order_id: int) -> tuple[dict[Slot, Worth], Frame | None]:
    """What was posted of an order, by the date it happened, and where it counts so far."""
    kept: dict[Slot, Worth] = {}
    frame = None
    for row in db.execute(select(ledger).where(ledger.c.order_id == order_id).order_by(ledger.c.id)):
        slot = Slot(row.dated_on, row.rep_id, row.product_id)
        worth = Worth(row.amount, row.quantity, row.cost, row.uncosted)
        kept[slot] = kept.get(slot, Worth()) + worth
        frame = Frame(row.team_id, row.customer_id, row.area, row.tier)
    standing = {slot: worth for slot, worth in kept.items() if worth}
    return standing, frame if standing else None


def _frame(db: Connection, order_id: int) -> Frame:
    """By the area and the tier as they are on the day of the sale."""
    root = func.coalesce(customers.c.root_id, customers.c.id).label("root")
    asked = select(orders.c.team_id, orders.c.customer_id, teams.c.area, root, orders.c.confirmed_on)
    joined = asked.join(teams, teams.c.id == orders.c.team_id).join(customers, customers.c.id == orders.c.customer_id)
    order = db.execute(joined.where(orders.c.id == order_id)).one()
    tier = tiers_on(db, [order.root], order.confirmed_on).get(order.root)
    return Frame(order.team_id, order.customer_id, order.area, tier)


def _owed(db: Connection, order_id: int) -> Mapping[Slot, Worth]:
    """What an order is worth by its own rows; nothing unless it is a sale that stands."""
    order = db.execute(select(orders).where(orders.c.id == order_id)).one()
    if order.state not in STANDING or order.kind not in BILLED:
        return {}
    split = select(order_splits.c.rep_id, order_splits.c.share).where(order_splits.c.order_id == order_id)
    rows = db.execute(split.order_by(order_splits.c.share.desc(), order_splits.c.rep_id))
    shares = {row.rep_id: row.share for row in rows}
    return postings(_events(db, order_id, order.confirmed_on), shares)


def _events(db: Connection, order_id: int, confirmed_on: date) -> Iterator[Event]:
    lines = {row.id: row for row in db.execute(select(order_lines).where(order_lines.c.order_id == order_id))}
    for line in sorted(lines.values(), key=lambda line: int(line.no)):
        amount = line.amount - portion(line.amount, line.shipped, line.cancelled, line.quantity)
        yield Event(confirmed_on, line.product_id, line.quantity - line.cancelled, amount, line.cost)
    came = select(returns.c.returned_on, return_lines).join(returns, returns.c.id == return_lines.c.return_id)
    for row in db.execute(came.where(returns.c.order_id == order_id).order_by(returns.c.id, return_lines.c.line_id)):
        line = lines[row.line_id]
        yield Event(row.returned_on, line.product_id, -row.quantity, -row.amount, line.cost)
