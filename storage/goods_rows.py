"""The orders and shipments behind discounts (K18) and what came back (K34): one row for each."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, func, select, type_coerce

from sales.money import portion
from sales.orders import BILLED, STANDING, State
from storage.approvals import Decision, approvals
from storage.customers import roots
from storage.engine import Connection
from storage.figure_parts import Part, Question, Wanted, columns, joined, latest, read
from storage.orders import order_lines, orders
from storage.people import people
from storage.shipments import shipment_lines, shipments

ORDER = "SO-"


def over_authority(db: Connection, wanted: Wanted, most: int) -> list[Part]:
    """Orders by the date they were submitted, with their lines that have a list price and those beyond the authority.

    Two questions: the lines, and what was asked and answered last.
    """
    over = _last_asked(db, wanted)
    told = columns(orders.c.ordered_on, ORDER, orders.c.id, 0, func.count())
    submitted = (orders.c.submitted_at.is_not(None), orders.c.state != State.DRAFT)
    rows = read(db, [_lines(wanted, told, orders.c.ordered_on).where(*submitted)], most)
    return [Part(row.on, row.what, row.rep, row.customer, over.get(row.what, 0), row.per) for row in rows]


def given(wanted: Wanted) -> Sequence[Question]:
    """Orders by the date they were confirmed: the discount on them, and what they would be at list prices."""
    row = order_lines.c
    at_list = func.sum(type_coerce(row.list_price, BigInteger) * row.quantity)
    off = at_list - func.sum(type_coerce(row.amount, BigInteger))
    told = columns(orders.c.confirmed_on, ORDER, orders.c.id, off, at_list)
    return [_lines(wanted, told, orders.c.confirmed_on).where(orders.c.state.in_(sorted(STANDING)))]


def _lines(wanted: Wanted, told: list[ColumnElement[Any]], day: ColumnElement[Any]) -> Question:
    asked = select(*told).select_from(orders.join(order_lines, order_lines.c.order_id == orders.c.id))
    kept = joined(asked, orders.c.rep_id, orders.c.customer_id).where(*_within(wanted, day))
    return kept.where(order_lines.c.list_price.is_not(None)).group_by(day, orders.c.id, people.c.name, roots.c.name)


def _within(wanted: Wanted, day: ColumnElement[Any]) -> list[ColumnElement[bool]]:
    whose = wanted.whose(orders.c.team_id, orders.c.rep_id)
    return [*whose, day >= wanted.ask.first, day < wanted.ask.end, orders.c.kind.in_(sorted(BILLED))]


def _last_asked(db: Connection, wanted: Wanted) -> dict[str, int]:
    """How many lines of each order were beyond the authority when it was asked about last, and not approved."""
    same = (approvals.c.order_id == orders.c.id) & (approvals.c.mark == orders.c.mark)
    stands = approvals.c.decision.is_distinct_from(Decision.VOID.value)
    asked = select(orders.c.id, approvals.c.over, approvals.c.decision).join(approvals, same)
    rows = asked.where(*_within(wanted, orders.c.ordered_on), stands).order_by(approvals.c.id)
    found = {}
    for order_id, over, decision in db.execute(rows):
        lines = {line["no"] for line in over["lines"] if line["discount"] is not None}
        found[f"{ORDER}{order_id}"] = 0 if decision == Decision.APPROVED else len(lines)
    return found


def shipped(db: Connection, wanted: Wanted, most: int) -> list[Part]:
    """What left in the span, and how much of each shipment has come back: the first to come back left first."""
    asked = _left(wanted)
    parts: dict[int, Part] = {}
    for row in db.execute(asked):
        before = int(row.gone)
        back = min(max(row.returned - before, 0), row.pieces)
        of = portion(row.amount, before, back, row.quantity).minor if row.returned else 0
        was = parts.get(row.id) or Part(row.shipped_on, f"{ORDER}{row.order_id}", row.rep, row.customer, 0, 0)
        summed = (was.of + of, was.per + row.left_for.minor)
        parts[row.id] = Part(was.on, was.what, was.rep, was.customer, *summed)
    return latest(parts.values(), most)


def _left(wanted: Wanted) -> Question:
    earlier = shipment_lines.alias("earlier")
    gone = select(func.coalesce(func.sum(earlier.c.quantity), 0)).where(
        earlier.c.line_id == order_lines.c.id, earlier.c.shipment_id < shipments.c.id
    )
    line = (order_lines.c.amount, order_lines.c.quantity, order_lines.c.returned)
    left = (shipment_lines.c.quantity.label("pieces"), shipment_lines.c.amount.label("left_for"))
    named = (people.c.name.label("rep"), roots.c.name.label("customer"), gone.scalar_subquery().label("gone"))
    asked = select(shipments.c.id, shipments.c.shipped_on, shipments.c.order_id, *line, *left, *named)
    whole = shipments.join(orders, orders.c.id == shipments.c.order_id)
    whole = whole.join(shipment_lines, shipment_lines.c.shipment_id == shipments.c.id)
    whole = whole.join(order_lines, order_lines.c.id == shipment_lines.c.line_id)
    kept = joined(asked.select_from(whole), orders.c.rep_id, orders.c.customer_id)
    return kept.where(*_within(wanted, shipments.c.shipped_on))
