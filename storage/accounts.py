"""The rows of what is owed and of what settles it, and the questions about what is open between the two.

Open of a receivable, and left of a payment or a return, is its amount less its allocations. What is open is kept
beside them by the database itself, since all day people ask for the few debts there are among all that were paid.
Whoever writes here holds the customer first (`hold_customer`), and before that every order concerned, in their order.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Integer,
    Select,
    String,
    Table,
    Text,
    func,
    insert,
    select,
    type_coerce,
)

from sales.money import Money
from sales.orders import number
from sales.receivables import Part
from sales.records import dataclass
from storage.customers import counts_for, customers, roots
from storage.engine import AnyRow, Cents, Connection, UTCDateTime, metadata
from storage.orders import orders
from storage.people import people
from storage.shipments import shipments

receivables = Table(
    "receivables",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("shipment_id", ForeignKey("shipments.id"), nullable=False, unique=True),
    Column("order_id", ForeignKey("orders.id"), nullable=False),
    Column("customer_id", ForeignKey("customers.id"), nullable=False),
    Column("due_on", Date, nullable=False),
    Column("amount", Cents, nullable=False),
    Index(None, "order_id", "due_on", "amount", "shipment_id"),
    Index(None, "due_on", "order_id", "amount"),
    Index(None, "customer_id", "due_on"),
)
"""One row for each shipment; `due_on` is the last day in time."""

payments = Table(
    "payments",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("customer_id", ForeignKey("customers.id"), nullable=False),
    Column("amount", Cents, nullable=False),
    Column("paid_on", Date, nullable=False),
    Column("order_id", ForeignKey("orders.id"), index=True),
    Column("note", Text, nullable=False),
    Column("reverses_id", ForeignKey("payments.id"), unique=True),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("said_at", UTCDateTime, nullable=False),
    Column("entered_at", UTCDateTime, nullable=False),
    Index(None, "customer_id", "paid_on"),
    Index(None, "paid_on"),
    sqlite_autoincrement=True,
)
"""`paid_on` is the date at the bank; `order_id` the order it is meant for, if it was said; a counter-entry has the
amount of what it reverses, below zero."""

allocations = Table(
    "allocations",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("receivable_id", ForeignKey("receivables.id"), nullable=False, index=True),
    Column("payment_id", ForeignKey("payments.id"), index=True),
    Column("return_id", ForeignKey("returns.id"), index=True),
    Column("amount", Cents, nullable=False),
    Column("allocated_on", Date, nullable=False),
    Column("allocated_at", UTCDateTime, nullable=False),
    CheckConstraint("(payment_id IS NULL) <> (return_id IS NULL)", name="one_source"),
)
"""Never edited: what was wrong is taken back by a row with the same amount below zero."""

open_items = Table(
    "open_items",
    metadata,
    Column("receivable_id", ForeignKey("receivables.id", ondelete="CASCADE"), primary_key=True),
    Column("order_id", Integer, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("open", Cents, nullable=False),
    Index(None, "order_id", "due_on", "open", "receivable_id"),
)
"""One row for each receivable of which anything is open, above zero or below.

Triggers on `receivables` and `allocations` keep it (step 0013, decision 0032): nobody writes here."""

dunnings = Table(
    "dunnings",
    metadata,
    Column("receivable_id", ForeignKey("receivables.id"), primary_key=True),
    Column("step", String(8), primary_key=True),
    Column("made_at", UTCDateTime, nullable=False),
)
"""Which step of the ladder was taken for what."""


@dataclass(frozen=True, slots=True)
class Receivable:
    """Owed for one shipment. The customer is the one it counts for, the rep its order's; dates are the team's."""

    id: int
    order_id: int
    team_id: int
    rep_id: int
    rep: str
    customer_id: int
    customer: str
    shipped_on: date
    due_on: date
    amount: Money
    open: Money

    @property
    def order(self) -> str:
        """The number of its order: `SO-1042`."""
        return number(self.order_id)


def settled_of(column: ColumnElement[Any], of: ColumnElement[Any]) -> ColumnElement[Money]:
    """The sum of the allocations whose `column` is the id `of` a row of the question around it."""
    summed = select(func.coalesce(func.sum(allocations.c.amount), 0)).where(column == of)
    return type_coerce(summed.scalar_subquery(), Cents)


owed: Select[Any] = (
    select(
        receivables,
        open_items.c.open,
        orders.c.team_id,
        orders.c.rep_id,
        people.c.name.label("rep"),
        roots.c.id.label("root"),
        roots.c.name.label("customer"),
        shipments.c.shipped_on,
    )
    .join(open_items, open_items.c.receivable_id == receivables.c.id)
    .join(orders, orders.c.id == receivables.c.order_id)
    .join(people, people.c.id == orders.c.rep_id)
    .join(shipments, shipments.c.id == receivables.c.shipment_id)
    .join(customers, customers.c.id == receivables.c.customer_id)
    .join(roots, counts_for)
)
"""The question for receivables of which anything is open, with how much."""


def open_where(db: Connection, *which: ColumnElement[bool]) -> list[Receivable]:
    """The receivables of which anything is open and that meet some conditions, the oldest due first."""
    rows = db.execute(owed.where(*which).order_by(receivables.c.due_on, receivables.c.id))
    return [receivable_from(row) for row in rows]


def receivable_from(row: AnyRow) -> Receivable:
    """A receivable from a row of `owed`."""
    who = (row.team_id, row.rep_id, row.rep, row.root, row.customer)
    return Receivable(row.id, row.order_id, *who, row.shipped_on, row.due_on, row.amount, row.open)


def hold_customer(db: Connection, customer_id: int) -> int:
    """The id of the one this customer counts as, held until the commit, so that its money is moved by one at a time.

    New rows may still name the customer meanwhile: that is not what is guarded.
    """
    asked = select(roots.c.id).select_from(customers.join(roots, counts_for)).where(customers.c.id == customer_id)
    root: int = db.execute(asked).scalar_one()
    db.execute(select(customers.c.id).where(customers.c.id == root).with_for_update(key_share=True))
    return root


def keep_parts(
    db: Connection,
    parts: Iterable[Part],
    on: date,
    at: datetime,
    *,
    payment_id: int | None = None,
    return_id: int | None = None,
) -> None:
    """Add the allocations of one payment or one return, on a local date."""
    source = {"payment_id": payment_id, "return_id": return_id, "allocated_on": on, "allocated_at": at}
    rows = [source | {"receivable_id": part.receivable_id, "amount": part.amount} for part in parts]
    if rows:
        db.execute(insert(allocations), rows)
