"""What came back from a customer, line by line; it counts in the period of its own date."""

from sqlalchemy import Column, Date, ForeignKey, Integer, String, Table, Text

from storage.engine import Cents, UTCDateTime, metadata

returns = Table(
    "returns",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("order_id", ForeignKey("orders.id"), nullable=False, index=True),
    Column("returned_on", Date, nullable=False, index=True),
    Column("reason", String(16), nullable=False),
    Column("note", Text, nullable=False),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("said_at", UTCDateTime, nullable=False),
    Column("entered_at", UTCDateTime, nullable=False),
    sqlite_autoincrement=True,
)

return_lines = Table(
    "return_lines",
    metadata,
    Column("return_id", ForeignKey("returns.id"), primary_key=True),
    Column("line_id", ForeignKey("order_lines.id"), primary_key=True, index=True),
    Column("quantity", Integer, nullable=False),
    Column("amount", Cents, nullable=False),
)
