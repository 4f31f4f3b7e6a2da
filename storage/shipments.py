"""What left for a customer, line by line; each shipment is billed (see `storage.receivables`)."""

from sqlalchemy import Column, Date, ForeignKey, Integer, Table

from storage.engine import Cents, UTCDateTime, metadata

shipments = Table(
    "shipments",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("order_id", ForeignKey("orders.id"), nullable=False, index=True),
    Column("shipped_on", Date, nullable=False, index=True),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("said_at", UTCDateTime, nullable=False),
    Column("entered_at", UTCDateTime, nullable=False),
    sqlite_autoincrement=True,
)

shipment_lines = Table(
    "shipment_lines",
    metadata,
    Column("shipment_id", ForeignKey("shipments.id"), primary_key=True),
    Column("line_id", ForeignKey("order_lines.id"), primary_key=True, index=True),
    Column("quantity", Integer, nullable=False),
    Column("amount", Cents, nullable=False),
)
"""`amount` is the portion of the line's amount, so that the portions of a line add up to it to the cent."""
