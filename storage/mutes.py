"""Who asked to be left alone, and until when."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Table, delete, select

from storage.engine import Connection, UTCDateTime, insert_into, metadata

mutes = Table(
    "mutes",
    metadata,
    Column("person_id", ForeignKey("people.id"), primary_key=True),
    Column("until", UTCDateTime, nullable=False),
    Column("set_at", UTCDateTime, nullable=False),
)


def mute(db: Connection, person_id: int, until: datetime, at: datetime) -> None:
    """Leave a person alone until this instant, in place of whatever they asked for before."""
    row = insert_into(db, mutes).values(person_id=person_id, until=until, set_at=at)
    db.execute(row.on_conflict_do_update(index_elements=["person_id"], set_={"until": until, "set_at": at}))


def unmute(db: Connection, person_id: int) -> None:
    """Let a person hear again what is said unasked; nothing happens to who was not muted."""
    db.execute(delete(mutes).where(mutes.c.person_id == person_id))


def muted_until(db: Connection, person_id: int, now: datetime) -> datetime | None:
    """Until when a person is to be left alone (aware, UTC); None when they are not, or no longer."""
    until: datetime | None = db.scalar(select(mutes.c.until).where(mutes.c.person_id == person_id))
    return until if until and until > now else None
