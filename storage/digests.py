"""The weekly digests that groups have read, so that a report which comes later can still be counted in them."""

from datetime import date, datetime, timedelta

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    String,
    Table,
    literal_column,
    select,
    update,
)

from sales.records import dataclass
from storage.engine import Connection, UTCDateTime, insert_into, metadata, partial_index

STALE: ColumnElement[bool] = literal_column("stale")
"""`stale` written out, not bound: SQLite uses a partial index only if it can read the condition."""

NEAR = timedelta(days=7)
"""A digest may count what falls due so long after it was made, as the report of somebody who was on leave."""

digests = Table(
    "digests",
    metadata,
    Column("team_id", ForeignKey("teams.id"), primary_key=True),
    Column("due_at", UTCDateTime, primary_key=True),
    Column("first_on", Date, nullable=False),
    Column("end_on", Date, nullable=False),
    Column("message", String(200), nullable=False),
    Column("content_mark", String(40), nullable=False),
    Column("stale", Boolean, nullable=False),
    partial_index("ix_digests_stale", STALE, "team_id"),
)
"""One row for each digest: the half-open span of local dates `[first_on, end_on)` that it covers, the dedupe key of its
message, a mark of what it said, and whether something it counted has changed since."""


@dataclass(frozen=True, slots=True)
class Digest:
    """One digest of one team that may have to be written anew; `due_at` is aware, in UTC."""

    team_id: int
    due_at: datetime
    first_on: date
    end_on: date
    message: str
    content_mark: str


def keep_digest(db: Connection, digest: Digest) -> None:
    """Keep a digest that is being sent. It is looked at once more soon: somebody may be settling what it counts."""
    row = {name: getattr(digest, name) for name in digest.__slots__}
    key = ["team_id", "due_at"]
    db.execute(insert_into(db, digests).on_conflict_do_nothing(index_elements=key), row | {"stale": True})


def outdate_digests(db: Connection, team_id: int, due_at: datetime) -> None:
    """Note that something that was due at this instant has changed in a team."""
    counting = (digests.c.team_id == team_id) & (digests.c.due_at > due_at - NEAR)
    db.execute(update(digests).where(counting).values(stale=True))


def stale_digests(db: Connection, since: datetime) -> list[Digest]:
    """The digests due after `since` of which something has changed."""
    rows = db.execute(select(digests).where(STALE, digests.c.due_at > since).order_by(digests.c.due_at))
    fields = Digest.__slots__
    return [Digest(**{name: getattr(row, name) for name in fields}) for row in rows]


def freshen(db: Connection, digest: Digest, content_mark: str) -> bool:
    """Note that a digest says what holds now, by its new mark; False when somebody else has done it already."""
    of_it = (digests.c.team_id == digest.team_id) & (digests.c.due_at == digest.due_at) & STALE
    fresh = update(digests).where(of_it).values(stale=False, content_mark=content_mark)
    return db.execute(fresh.returning(digests.c.team_id)).first() is not None
