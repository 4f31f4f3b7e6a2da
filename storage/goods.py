"""Goods that leave and come back: the rows, the lines' counters, the order's move and what is owed, in one go.

The order is held by the caller; whoever comes second finds the counters as the first one left them.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Table, insert, update

from sales import shipping as rules
from sales.money import total
from sales.orders import BILLED, Line, Move, after
from sales.records import dataclass
from sales.shipping import Pieces, Reason
from storage import receivables
from storage.engine import Connection
from storage.order_moves import move
from storage.orders import Order, order_lines
from storage.returns import Return, return_lines, returns, returns_of
from storage.shipments import Shipment, shipment_lines, shipments, shipments_of


@dataclass(frozen=True, slots=True)
class Entry:
    """Who entered what happened on a local date `on`, when it was said and when entered.

    `why` is noted in the audit, such as that the date lies far back. `today` is the company's date, on which it counts
    where the month of `on` is closed; `on` itself unless it is said.
    """

    by: int
    on: date
    said_at: datetime
    at: datetime
    why: str = ""
    today: date | None = None


def ship(db: Connection, order: Order, pieces: Pieces, entry: Entry) -> Shipment:
    """Let pieces (a quantity for each line id) of a held order leave, and bill them if it is a sale.

    Raises `IllegalMove`, or the breach that says which quantity is too many.
    """
    what = Move.SHIP_ALL if rules.leaves_nothing_open(order.lines, pieces) else Move.SHIP_SOME
    after(what, order.state, order.number)
    rules.check_leaving(order.lines, pieces)
    values = {"order_id": order.id, "shipped_on": entry.on, **_entered(entry)}
    shipment_id = _add(db, shipments, values)
    worth = [(line, n, rules.leaving_amount(line, n)) for line, n in rules.named(order.lines, pieces)]
    for line, quantity, amount in worth:
        row = {"shipment_id": shipment_id, "line_id": line.id, "quantity": quantity, "amount": amount}
        db.execute(insert(shipment_lines), row)
        _count(db, line, shipped=line.shipped + quantity)
    order = move(db, order, what, entry.by, entry.at, on=entry.on, reason=entry.why)
    billed = total([amount for *_, amount in worth])
    if order.content.kind in BILLED:
        receivables.bill(db, order, shipment_id, billed, entry.on, entry.at)
    receivables.close_if_settled(db, order, entry.by, entry.on, entry.at)
    return shipments_of(db, order.id)[-1]


def take_back(db: Connection, order: Order, pieces: Pieces, reason: Reason, note: str, entry: Entry) -> Return:
    """Note that pieces of a held order came back, and credit them; they are not shipped again.

    Raises `IllegalMove`, or the breach that says which quantity is too many.
    """
    after(Move.TAKE_BACK, order.state, order.number)
    rules.check_coming_back(order.lines, pieces)
    values = {"order_id": order.id, "returned_on": entry.on, "reason": reason, "note": note, **_entered(entry)}
    return_id = _add(db, returns, values)
    worth = [(line, n, rules.coming_amount(line, n)) for line, n in rules.named(order.lines, pieces)]
    for line, quantity, amount in worth:
        row = {"return_id": return_id, "line_id": line.id, "quantity": quantity, "amount": amount}
        db.execute(insert(return_lines), row)
        _count(db, line, returned=line.returned + quantity)
    order = move(db, order, Move.TAKE_BACK, entry.by, entry.at, on=entry.today or entry.on, reason=entry.why)
    credited = total([amount for *_, amount in worth])
    if order.content.kind in BILLED:
        receivables.credit(db, order, return_id, credited, entry.on, entry.at)
    receivables.close_if_settled(db, order, entry.by, entry.on, entry.at)
    return returns_of(db, order.id)[-1]


def _entered(entry: Entry) -> dict[str, Any]:
    return {"person_id": entry.by, "said_at": entry.said_at, "entered_at": entry.at}


def _add(db: Connection, table: Table, row: dict[str, Any]) -> int:
    return int(db.execute(insert(table), row).inserted_primary_key[0])  # type: ignore[index]


def _count(db: Connection, line: Line, **counted: int) -> None:
    db.execute(update(order_lines).where(order_lines.c.id == line.id).values(**counted))
