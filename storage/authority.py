"""The matrix of discount authority as it was entered from sheets; the config's stands beneath it."""

from sqlalchemy import Column, Date, ForeignKey, Integer, String, Table

from storage.engine import Cents, UTCDateTime, metadata

authority_rules = Table(
    "authority_rules",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("role", String(16), nullable=False),
    Column("group", String(40), nullable=False),
    Column("tier", String(1), nullable=False),
    Column("from_amount", Cents, nullable=False),
    Column("most_discount", Integer, nullable=False),
    Column("least_margin", Integer),
    Column("first_on", Date, nullable=False),
    Column("end_on", Date),
    Column("entered_at", UTCDateTime, nullable=False),
    Column("entered_by", ForeignKey("people.id"), nullable=False),
    Column("batch_id", ForeignKey("imports.id"), index=True),
    Column("gone_at", UTCDateTime),
)
"""Rates in basis points; an empty group or tier means every one of them. `from_amount` is the list value, of what one
rep sells one customer of one product within a day, from which on the row goes."""
