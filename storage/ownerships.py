"""Whose customer it was on which day, and in which tier: rows with the date from which each holds.

Dates are the company's. Merged customers have their own rows still; those of the root count.
"""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String, Table, insert, select

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
    return _as_of(db, ownerships, "owner_id", customer_ids, day)


def tiers_on(db: Connection, customer_ids: Collection[int], day: date) -> dict[int, str | None]:
    """In which tier each of these customers was on a local date; none before the first row."""
    return _as_of(db, tierings, "tier", customer_ids, day)


def own(db: Connection, customer_id: int, owner_id: int, on: date, by: int, at: datetime) -> None:
    """Let somebody own a customer from a local date on, until the next date that says otherwise."""
    row = {"customer_id": customer_id, "owner_id": owner_id, "from_on": on, "set_at": at, "set_by": by}
    db.execute(insert(ownerships), row)


def put_in_tier(db: Connection, customer_id: int, tier: str | None, on: date, at: datetime) -> None:
    """Let a customer be in a tier, or none, from a local date on."""
    db.execute(insert(tierings), {"customer_id": customer_id, "tier": tier, "from_on": on, "set_at": at})


def _as_of(db: Connection, table: Table, what: str, customer_ids: Collection[int], day: date) -> dict[int, Any]:
    held = (table.c.customer_id.in_(sorted(customer_ids))) & (table.c.from_on <= day)
    rows = select(table.c.customer_id, table.c[what]).where(held).order_by(table.c.from_on, table.c.id)
    return {row[0]: row[1] for row in db.execute(rows)}
