"""By what a customer is found: its name and aliases, each with the forms in which people type it."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, bindparam, select

from sales.names import parsed
from sales.records import dataclass
from storage.engine import Connection, UTCDateTime, insert_into, metadata
from storage.readings import readings

KEY = 200
"""Longest key, in characters."""
SOUNDS = 400
"""Longest list of readings, in characters with the spaces between them."""

spellings = Table(
    "spellings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("customer_id", ForeignKey("customers.id"), nullable=False, index=True),
    Column("spelling", String(200), nullable=False),
    Column("kind", String(8), nullable=False),
    Column("key", String(KEY), nullable=False, index=True),
    Column("forms", Text, nullable=False),
    Column("pinyin", String(SOUNDS), nullable=False),
    Column("initials", String(SOUNDS), nullable=False),
    Column("added_by", ForeignKey("people.id"), nullable=False),
    Column("added_at", UTCDateTime, nullable=False),
    Index(None, "customer_id", "spelling", unique=True),
)
"""A spelling stays with the customer it was given to, merged or not, and is never changed.

`forms` are those of `sales.names.Name`, `pinyin` and `initials` the readings, each between spaces.
"""


class Sort(StrEnum):
    """Whether a spelling is the customer's name or what it is called beside that."""

    NAME = "name"
    ALIAS = "alias"


@dataclass(frozen=True, slots=True)
class Spelling:
    """What a customer is called, by whom of us and when that was entered (aware)."""

    customer_id: int
    words: str
    sort: Sort
    by: int
    at: datetime


def add_spelling(db: Connection, spelling: Spelling) -> None:
    """Let a customer be found by these words; nothing happens if it is already."""
    name = parsed(spelling.words)
    sounds = readings(name.key, name.core)
    row = insert_into(db, spellings).values(
        customer_id=spelling.customer_id,
        spelling=spelling.words,
        kind=spelling.sort,
        key=fitting(name.key),
        forms=" ".join(name.forms),
        pinyin=_listed(sounds.pinyin),
        initials=_listed(sounds.initials),
        added_by=spelling.by,
        added_at=spelling.at,
    )
    db.execute(row.on_conflict_do_nothing(index_elements=["customer_id", "spelling"]))


_called = (
    select(spellings.c.customer_id)
    .where(spellings.c.key == bindparam("key"))
    .order_by(spellings.c.customer_id)
    .limit(1)
)


def called(db: Connection, key: str) -> int | None:
    """The id of the customer that has a spelling with this key (see `sales.names.name_key`), the oldest of several."""
    return db.scalar(_called, {"key": fitting(key)})


def fitting(key: str) -> str:
    """A key with room in its column: one sign may fold to eighteen letters."""
    if len(key) <= KEY:
        return key
    mark = hashlib.sha256(key.encode()).hexdigest()
    return key[: KEY - len(mark)] + mark


def _listed(sounds: Sequence[str]) -> str:
    """As many as have room, the first ones first."""
    kept = ""
    for sound in sounds:
        longer = f"{kept} {sound}".strip()
        if len(longer) > SOUNDS:
            break
        kept = longer
    return kept
