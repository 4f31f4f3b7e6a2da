"""Which message speaks of which obligation, so that no card goes on asking for what has been done or moved."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Boolean, Column, ColumnElement, ForeignKey, Index, String, Table, literal_column, select, update

from storage.engine import Connection, UTCDateTime, insert_into, metadata, partial_index

STALE: ColumnElement[bool] = literal_column("stale")
"""`stale` written out, not bound: SQLite uses a partial index only if it can read the condition."""

notices = Table(
    "notices",
    metadata,
    Column("obligation_id", ForeignKey("obligations.id"), primary_key=True),
    Column("card", String(63), primary_key=True),
    Column("made_at", UTCDateTime, nullable=False),
    Column("stale", Boolean, nullable=False),
    Index(None, "card"),
    partial_index("ix_notices_stale", STALE, "obligation_id"),
)
"""`card` is the dedupe key of the message in the outbox; `stale` says that what it tells no longer holds."""


def speak_of(db: Connection, obligation_ids: Iterable[int], card: str, at: datetime) -> None:
    """Note that the message with this dedupe key, made now, speaks of these obligations."""
    rows = [{"obligation_id": each, "card": card, "made_at": at, "stale": False} for each in obligation_ids]
    db.execute(insert_into(db, notices).on_conflict_do_nothing(index_elements=["obligation_id", "card"]), rows)


def outdate(db: Connection, obligation_ids: Iterable[int]) -> None:
    """Note that something about these obligations has changed, so that the messages about them do not hold."""
    of_these = notices.c.obligation_id.in_(list(obligation_ids))
    db.execute(update(notices).where(of_these).values(stale=True))


def anything_stale(db: Connection) -> bool:
    """Whether any message has to be mended, so that the one who writes is left in peace."""
    return db.execute(select(notices.c.card).where(STALE).limit(1)).first() is not None


def take_stale(db: Connection, since: datetime) -> list[str]:
    """The messages made after `since` that do not hold, each given to one asker only; older ones are let be."""
    taken = update(notices).where(STALE).values(stale=False).returning(notices.c.card, notices.c.made_at)
    return sorted({row.card for row in db.execute(taken) if row.made_at > since})


def spoken_of(db: Connection, card: str) -> list[int]:
    """The ids of the obligations that a message speaks of."""
    return list(db.scalars(select(notices.c.obligation_id).where(notices.c.card == card)))


def newest_cards(db: Connection, obligation_ids: Iterable[int]) -> dict[int, str]:
    """The last message about each of these obligations, by the obligation's id; nothing for those without one."""
    of_these = notices.c.obligation_id.in_(list(obligation_ids))
    rows = db.execute(select(notices.c.obligation_id, notices.c.card).where(of_these).order_by(notices.c.made_at))
    return {row.obligation_id: row.card for row in rows}
