"""Whose customer it was on which day, and in which tier: rows with the date from which each holds."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String, Table, select

from storage.engine import Connection, UTCDateTime, metadata

ownerships = Table(
    "ownerships",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("customer_id", ForeignKey("customers.id"), nullable=False),
    Column("owner_id", ForeignKey("people.id")),
    Column("from_on", Date, nullable=False),
    Column("set_at", UTCDateTime, nullable=False),
    Column("set_by", ForeignKey("people.id")),
    Index(None, "customer_id", "from_on"),
)
"""The newest row of the latest date up to a day says who owned the customer then; without any nobody knows."""

tierings = Table(
    "tierings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("customer_id", ForeignKey("customers.id"), nullable=False),
    Column("tier", String(1)),
    Column("from_on", Date, nullable=False),
    Column("set_at", UTCDateTime, nullable=False),
    Index(None, "customer_id", "from_on"),
)


def owners_on(db: Connection, customer_ids: Collection[int], day: date) -> dict[int, int | None]:
    """Who owned each of these customers on a local date, by the customer's id; nobody before the first row."""
    rows = select(ownerships).where(ownerships.c.customer_id.in_(sorted(customer_ids)), ownerships.c.from_on <= day)
    ordered = rows.order_by(ownerships.c.from_on, ownerships.c.id)
    return {row.customer_id: row.owner_id for row in db.execute(ordered)}
