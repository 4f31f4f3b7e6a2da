"""How an order comes into being and goes on: each move is checked by the table, dated, and noted with its actor."""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, insert, update

from sales.money import FULL
from sales.orders import Content, Line, Move, State, after
from sales.postings import Reason
from sales.terms import Terms
from storage.audit import note
from storage.customers import Customer
from storage.engine import Connection
from storage.order_credit import credit_owner
from storage.order_lines import lines_of, sum_of, values_of, wish_of
from storage.orders import Order, order_by_id, order_lines, order_splits, orders
from storage.people import Person, Team
from storage.postings import post

POSTED = {
    Move.CONFIRM: Reason.ORDER,
    Move.APPROVE: Reason.ORDER,
    Move.CANCEL: Reason.CANCEL,
    Move.CANCEL_REST: Reason.CANCEL,
    Move.TAKE_BACK: Reason.RETURN,
}
"""The moves that change what an order is worth, with what they are called in the sales ledger."""


def add_draft(
    db: Connection,
    team: Team,
    rep: Person,
    customer: Customer,
    content: Content,
    said_at: datetime,
    entered_at: datetime,
    *,
    quote_id: int | None = None,
) -> Order:
    """Keep an order that nobody has submitted yet, dated today (the team's day of `said_at`), at today's prices.

    `quote_id` is the quote that it accepts.
    """
    today = said_at.astimezone(team.zone).date()
    lines = lines_of(db, content.wishes, today)
    row = _said(content) | {"team_id": team.id, "rep_id": rep.id, "customer_id": customer.id, "state": State.DRAFT}
    row |= {"version": 1, "mark": mark_of(customer.id, content.terms, lines), "amount": sum_of(lines)}
    row |= {"ordered_on": today, "said_at": said_at, "entered_at": entered_at, "quote_id": quote_id}
    order_id = db.execute(insert(orders), row).inserted_primary_key[0]  # type: ignore[index]
    _keep_lines(db, order_id, lines)
    db.execute(insert(order_splits), {"order_id": order_id, "rep_id": rep.id, "share": FULL})
    return order_by_id(db, order_id)


def reword(
    db: Connection, order: Order, customer: Customer, content: Content, by: int, today: date, at: datetime
) -> Order:
    """Replace what an order says, at today's prices: it is a draft again, one version up. For a held order.

    What it said before goes to the audit. Raises `IllegalMove` once anything was shipped.
    """
    state = after(Move.EDIT, order.state, order.number)
    note(db, at, by, Move.EDIT, order.number, {"state": order.state, **_told(order)})
    lines = lines_of(db, content.wishes, today)
    # It stays where it was entered, so that a merger that is undone gives it back.
    moved = {} if customer.id == order.customer_id else {"customer_id": customer.id}
    made = {"version": order.version + 1, "mark": mark_of(customer.id, content.terms, lines), "amount": sum_of(lines)}
    gone = {"confirmed_on": None, "confirmed_at": None}
    _set(db, order, **_said(content), **moved, **made, **gone, state=state)
    db.execute(delete(order_lines).where(order_lines.c.order_id == order.id))
    _keep_lines(db, order.id, lines)
    post(db, order.id, Reason.EDIT, today, at)
    return order_by_id(db, order.id)


def submit(db: Connection, order: Order, by: int, today: date, at: datetime) -> Order:
    """Freeze list price, floor price and cost of every line as they are today, and make the order SUBMITTED."""
    state = after(Move.SUBMIT, order.state, order.number)
    lines = lines_of(db, [wish_of(line) for line in order.lines], today)
    db.execute(delete(order_lines).where(order_lines.c.order_id == order.id))
    _keep_lines(db, order.id, lines)
    frozen = {"mark": mark_of(order.customer_id, order.content.terms, lines), "amount": sum_of(lines)}
    note(db, at, by, Move.SUBMIT, order.number, {"state": order.state})
    _set(db, order, **frozen, state=state, submitted_at=at, ordered_on=today)
    return order_by_id(db, order.id)


def move(db: Connection, order: Order, what: Move, by: int, at: datetime, *, on: date, reason: str = "") -> Order:
    """Make any other move with a held order, on a local date; who and what it was goes to the audit.

    Raises `IllegalMove`. CONFIRM and APPROVE date the sale, CANCEL and CANCEL_REST cancel whatever is open.
    """
    state = after(what, order.state, order.number)
    note(db, at, by, what, order.number, {"state": order.state} | ({"why": reason} if reason else {}))
    dated: dict[str, Any] = {}
    if what in (Move.CONFIRM, Move.APPROVE):
        dated = {"confirmed_on": on, "confirmed_at": at}
    if what is Move.CLOSE:
        dated = {"closed_on": on}
    if what is Move.REOPEN:
        dated = {"closed_on": None}
    if what is Move.CANCEL:
        dated = {"cancelled_on": on}
    if what in (Move.CANCEL, Move.CANCEL_REST):
        left = order_lines.c.quantity - order_lines.c.shipped
        db.execute(update(order_lines).where(order_lines.c.order_id == order.id).values(cancelled=left))
    _set(db, order, **dated, state=state)
    if what in (Move.CONFIRM, Move.APPROVE):
        credit_owner(db, order.id, on)
    if what in POSTED:
        post(db, order.id, POSTED[what], on, at)
    return order_by_id(db, order.id)


def mark_of(customer_id: int, terms: Terms, lines: Iterable[Line]) -> str:
    """The digest of what an approval is given for: whose order, at which terms, what at which prices."""
    said = [[line.product_id, line.quantity, line.price.minor, line.rate, line.amount.minor] for line in lines]
    return hashlib.sha256(repr([customer_id, terms.credit.value, terms.days, said]).encode()).hexdigest()


def _said(content: Content) -> dict[str, Any]:
    return {
        "kind": content.kind.value,
        "credit": content.terms.credit.value,
        "credit_days": content.terms.days,
        "promised_on": content.promised_on,
        "note": content.note,
    }


def _told(order: Order) -> dict[str, Any]:
    """What an order says, for the audit."""
    said = [[line.code, line.quantity, line.price.minor, line.rate] for line in order.lines]
    return {name: str(value) for name, value in _said(order.content).items()} | {
        "customer_id": order.customer_id,
        "lines": said,
    }


def _keep_lines(db: Connection, order_id: int, lines: Iterable[Line]) -> None:
    none_yet = {"order_id": order_id, "shipped": 0, "returned": 0, "cancelled": 0}
    db.execute(insert(order_lines), [values_of(line) | none_yet for line in lines])


def _set(db: Connection, order: Order, **values: Any) -> None:
    db.execute(update(orders).where(orders.c.id == order.id).values(**values))
