"""Quotes: what was offered to a customer, until when, in which version."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, String, Table, Text

from storage.engine import Cents, UTCDateTime, metadata

quotes = Table(
    "quotes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("team_id", ForeignKey("teams.id"), nullable=False),
    Column("rep_id", ForeignKey("people.id"), nullable=False),
    Column("customer_id", ForeignKey("customers.id"), nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("valid_until", Date, nullable=False),
    Column("credit", String(16), nullable=False),
    Column("credit_days", Integer, nullable=False),
    Column("note", Text, nullable=False),
    Column("amount", Cents, nullable=False),
    Column("said_at", UTCDateTime, nullable=False),
    Column("entered_at", UTCDateTime, nullable=False),
    Column("settled_at", UTCDateTime),
    Index(None, "rep_id", "state", "valid_until"),
    sqlite_autoincrement=True,
)
"""`state` is open, accepted or withdrawn; whether it has expired follows from `valid_until`, its last day."""

quote_lines = Table(
    "quote_lines",
    metadata,
    Column("quote_id", ForeignKey("quotes.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("no", Integer, primary_key=True),
    Column("product_id", ForeignKey("products.id"), nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("price", Cents, nullable=False),
    Column("rate", Integer, nullable=False),
    Column("given", Boolean, nullable=False),
    Column("list_price", Cents),
    Column("floor_price", Cents),
    Column("cost", Cents),
    Column("amount", Cents, nullable=False),
)
