"""When nobody was there: the spans in which no process of the bot ran."""

from datetime import datetime, timedelta

from sqlalchemy import Column, Integer, Table, select

from sales.records import dataclass
from storage import facts
from storage.engine import Connection, UTCDateTime, insert_into, metadata

ALIVE = "alive_at"
"""The fact under which the last sign of life is kept."""

SIGN = timedelta(seconds=30)
"""How often a sign of life is written."""

SHORTEST = timedelta(minutes=10)
"""An absence below this is not worth a word: nobody was kept from anything."""

outages = Table(
    "outages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("began_at", UTCDateTime, nullable=False, unique=True),
    Column("ended_at", UTCDateTime, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Outage:
    """A span in which no process ran, as aware instants."""

    began_at: datetime
    ended_at: datetime


def last_sign(db: Connection) -> datetime | None:
    """When a process last said that it was there; None before the first time."""
    kept = facts.get(db, ALIVE)
    return datetime.fromisoformat(kept) if kept else None


def sign(db: Connection, now: datetime) -> None:
    """Say that somebody is there."""
    facts.put(db, ALIVE, now.isoformat())


def come_back(db: Connection, now: datetime) -> Outage | None:
    """Said when a process starts: keep the time since the last sign of life as an outage, if it was long enough."""
    last = last_sign(db)
    sign(db, now)
    if last is None or now - last < SHORTEST:
        return None
    row = insert_into(db, outages).values(began_at=last, ended_at=now)
    db.execute(row.on_conflict_do_nothing(index_elements=["began_at"]))
    return Outage(last, now)


def outages_since(db: Connection, since: datetime) -> list[Outage]:
    """The outages that ended after an instant, oldest first."""
    ended = select(outages).where(outages.c.ended_at > since).order_by(outages.c.began_at)
    return [Outage(row.began_at, row.ended_at) for row in db.execute(ended)]
