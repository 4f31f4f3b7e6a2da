"""A customer's statement: everything that made the balance larger or smaller, by the date on which it happened."""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal, select, type_coerce, union_all

from sales.money import ZERO, Money, total
from sales.orders import BILLED
from sales.records import dataclass
from storage.accounts import payments, receivables
from storage.customers import counted_as
from storage.engine import Cents, Connection
from storage.orders import orders
from storage.returns import return_lines, returns
from storage.shipments import shipments


class What(StrEnum):
    """What happened: goods left or came back, money came in, or that was taken back by a counter-entry."""

    BILLED = "billed"
    RETURNED = "returned"
    PAID = "paid"
    REVERSED = "reversed"


_WORTH_MORE = (What.BILLED, What.REVERSED)


@dataclass(frozen=True, slots=True)
class Movement:
    """One line of a statement. `amount` is above zero where the customer owes more for it.

    `order_id` is whose shipment or return it is; `payment_id` the payment or counter-entry, 0 for goods.
    """

    on: date
    what: What
    order_id: int
    payment_id: int
    amount: Money


@dataclass(frozen=True, slots=True)
class Statement:
    """A customer's account over local dates `[first, end)`; a balance above zero is owed to us, below it to them."""

    first: date
    end: date
    opening: Money
    movements: tuple[Movement, ...]
    closing: Money

    @property
    def is_balanced(self) -> bool:
        """Whether the opening balance and all movements come to the closing one, which is reckoned apart from them."""
        return self.opening + total([each.amount for each in self.movements]) == self.closing


def statement(db: Connection, customer_id: int, first: date, end: date) -> Statement:
    """The statement of a customer and of those merged into it, the oldest movement first; three questions."""
    rows = _rows(customer_id)
    within = select(rows).where(rows.c.on >= first, rows.c.on < end)
    asked = db.execute(within.order_by(rows.c.on, rows.c.what, rows.c.payment_id, rows.c.source_id))
    moved = tuple(
        Movement(row.on, What(row.what), row.order_id, row.payment_id, _signed(What(row.what), row.amount))
        for row in asked
    )
    return Statement(first, end, _balance(db, customer_id, first), moved, _balance(db, customer_id, end))


def _balance(db: Connection, customer_id: int, before: date) -> Money:
    """What the customer owed at the beginning of a date."""
    rows = _rows(customer_id)
    summed = select(rows.c.what, func.sum(rows.c.amount).label("amount")).where(rows.c.on < before)
    found = db.execute(summed.group_by(rows.c.what))
    return total([_signed(What(row.what), row.amount) for row in found])


def _signed(what: What, amount: Money) -> Money:
    size = amount if amount > ZERO else -amount
    return size if what in _WORTH_MORE else -size


def _rows(customer_id: int) -> Any:
    ours = counted_as(customer_id)
    return union_all(_billed(ours), _returned(ours), _paid(ours)).subquery()


def _billed(ours: Select[tuple[int]]) -> Select[Any]:
    row = (literal(What.BILLED.value).label("what"), receivables.c.order_id, literal(0).label("payment_id"))
    source = (receivables.c.id.label("source_id"), receivables.c.amount)
    asked = select(shipments.c.shipped_on.label("on"), *row, *source)
    return asked.join(shipments, shipments.c.id == receivables.c.shipment_id).where(receivables.c.customer_id.in_(ours))


def _returned(ours: Select[tuple[int]]) -> Select[Any]:
    row = (literal(What.RETURNED.value).label("what"), returns.c.order_id, literal(0).label("payment_id"))
    source = (returns.c.id.label("source_id"), type_coerce(func.sum(return_lines.c.amount), Cents).label("amount"))
    asked = select(returns.c.returned_on.label("on"), *row, *source)
    joined = asked.join(return_lines, return_lines.c.return_id == returns.c.id)
    of_them = joined.join(orders, orders.c.id == returns.c.order_id).where(orders.c.customer_id.in_(ours))
    sold = of_them.where(orders.c.kind.in_(BILLED))
    return sold.group_by(returns.c.id, returns.c.returned_on, returns.c.order_id)


def _paid(ours: Select[tuple[int]]) -> Select[Any]:
    kind: ColumnElement[str] = case((payments.c.reverses_id.is_(None), What.PAID.value), else_=What.REVERSED.value)
    row = (kind.label("what"), func.coalesce(payments.c.order_id, 0), payments.c.id.label("payment_id"))
    source = (payments.c.id.label("source_id"), payments.c.amount)
    return select(payments.c.paid_on.label("on"), *row, *source).where(payments.c.customer_id.in_(ours))
