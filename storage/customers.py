"""The customers that visits are paid to, one row for all spellings that differ in form only."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, bindparam, select

from sales.customers import name_key
from storage.engine import Connection, UTCDateTime, insert_into, metadata

KEY = 200
"""Longest key, in characters."""

customers = Table(
    "customers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(200), nullable=False),
    Column("key", String(KEY), nullable=False, unique=True),
    Column("root_id", ForeignKey("customers.id"), index=True),
    Column("merged_into", ForeignKey("customers.id")),
    Column("owner_id", ForeignKey("people.id"), index=True),
    Column("tier", String(1)),
    Column("created_at", UTCDateTime, nullable=False),
    Column("created_by", ForeignKey("people.id"), nullable=False),
)
"""`root_id` is the customer that this one counts as: itself (or null), or the one at the end of its mergers."""

spellings = Table(
    "spellings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("customer_id", ForeignKey("customers.id"), nullable=False, index=True),
    Column("spelling", String(200), nullable=False),
    Column("kind", String(8), nullable=False),
    Column("core", String(KEY), nullable=False),
    Column("pinyin", String(400), nullable=False),
    Column("initials", String(400), nullable=False),
    Column("added_by", ForeignKey("people.id"), nullable=False),
    Column("added_at", UTCDateTime, nullable=False),
    Index(None, "customer_id", "spelling", unique=True),
)
"""By what a customer is found: its name and aliases, each with the forms it is typed in."""

mergers = Table(
    "mergers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("gone_id", ForeignKey("customers.id"), nullable=False),
    Column("kept_id", ForeignKey("customers.id"), nullable=False),
    Column("merged_by", ForeignKey("people.id"), nullable=False),
    Column("merged_at", UTCDateTime, nullable=False),
    Column("undone_by", ForeignKey("people.id")),
    Column("undone_at", UTCDateTime),
)

contacts = Table(
    "contacts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("customer_id", ForeignKey("customers.id"), nullable=False, index=True),
    Column("name", String(60), nullable=False),
    Column("role", String(16), nullable=False),
    Column("phone", String(32), nullable=False),
    Column("added_by", ForeignKey("people.id"), nullable=False),
    Column("added_at", UTCDateTime, nullable=False),
    Column("removed_at", UTCDateTime),
)


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer, in the spelling that was given first."""

    id: int
    name: str


_by_key = select(customers.c.id, customers.c.name).where(customers.c.key == bindparam("key"))


def find_or_add_customer(db: Connection, name: str, by: int, at: datetime) -> Customer:
    """The customer meant by `name`, added when there is none yet; `by` is the id of the person who names it.

    The spelling kept is the first one, so the caller sees what the name was taken for.
    """
    key = _fitting(name_key(name))
    found = db.execute(_by_key, {"key": key}).one_or_none()
    if found is None:
        new = insert_into(db, customers).values(name=name, key=key, created_at=at, created_by=by)
        db.execute(new.on_conflict_do_nothing(index_elements=["key"]))
        found = db.execute(_by_key, {"key": key}).one()
    return Customer(found.id, found.name)


def _fitting(key: str) -> str:
    """A key with room in its column: one sign may fold to eighteen letters."""
    if len(key) <= KEY:
        return key
    mark = hashlib.sha256(key.encode()).hexdigest()
    return key[: KEY - len(mark)] + mark
