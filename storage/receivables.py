"""What customers owe: one row for each shipment, and what settles it: money that came in, and goods that came back."""

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Index, Integer, String, Table

from storage.engine import Cents, UTCDateTime, metadata

receivables = Table(
    "receivables",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("shipment_id", ForeignKey("shipments.id"), nullable=False, unique=True),
    Column("order_id", ForeignKey("orders.id"), nullable=False, index=True),
    Column("customer_id", ForeignKey("customers.id"), nullable=False),
    Column("due_on", Date, nullable=False, index=True),
    Column("amount", Cents, nullable=False),
    Index(None, "customer_id", "due_on"),
)
"""Open is the amount less what its allocations sum to; `due_on` is the last day in time."""

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

dunnings = Table(
    "dunnings",
    metadata,
    Column("receivable_id", ForeignKey("receivables.id"), primary_key=True),
    Column("step", String(8), primary_key=True),
    Column("made_at", UTCDateTime, nullable=False),
)
"""Which step of the ladder was taken for what."""
