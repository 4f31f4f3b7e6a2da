"""Money that came in, and the counter-entries of what was entered wrongly."""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, Table, Text

from storage.engine import Cents, UTCDateTime, metadata

payments = Table(
    "payments",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("customer_id", ForeignKey("customers.id"), nullable=False),
    Column("amount", Cents, nullable=False),
    Column("paid_on", Date, nullable=False),
    Column("order_id", ForeignKey("orders.id")),
    Column("note", Text, nullable=False),
    Column("reverses_id", ForeignKey("payments.id"), unique=True),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("said_at", UTCDateTime, nullable=False),
    Column("entered_at", UTCDateTime, nullable=False),
    Index(None, "customer_id", "paid_on"),
    sqlite_autoincrement=True,
)
"""`paid_on` is the date at the bank; `order_id` the order it is meant for, if it was said; a counter-entry has the
amount of what it reverses, below zero."""
