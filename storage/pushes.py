"""Which pushes have been made: one row for each push, team and due moment, whoever made it."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from sqlalchemy import Boolean, Column, ForeignKey, Index, String, Table, func, select

from storage.engine import Connection, UTCDateTime, insert_into, metadata
from storage.people import Team

push_slots = Table(
    "push_slots",
    metadata,
    Column("push", String(64), primary_key=True),
    Column("team_id", ForeignKey("teams.id"), primary_key=True),
    Column("due_at", UTCDateTime, primary_key=True),
    Column("made_at", UTCDateTime, nullable=False),
    Column("late", Boolean, nullable=False),
    Index(None, "due_at"),
)


def slots_taken(db: Connection, push: str, dues: Collection[datetime]) -> frozenset[tuple[int, datetime]]:
    """Which (team id, due moment in UTC) this push has been made for; one question spares most ticks a write."""
    of_these = (push_slots.c.push == push) & push_slots.c.due_at.in_(sorted(dues))
    rows = db.execute(select(push_slots.c.team_id, push_slots.c.due_at).where(of_these)) if dues else ()
    return frozenset((row[0], row[1]) for row in rows)


def take_slot(db: Connection, push: str, team_id: int, due_at: datetime, at: datetime, *, late: bool) -> bool:
    """Claim the making of a push for this transaction; False when another process or an earlier tick has it."""
    row = insert_into(db, push_slots).values(push=push, team_id=team_id, due_at=due_at, made_at=at, late=late)
    # What came back is asked for, because psycopg counts no rows of an insert that SQLAlchemy lets return its key.
    return db.execute(row.on_conflict_do_nothing().returning(push_slots.c.push)).first() is not None


def slots_since(db: Connection, since: datetime) -> frozenset[tuple[str, int, datetime]]:
    """Every (push, team id, due moment in UTC) that was made for a moment after an instant."""
    later = select(push_slots.c.push, push_slots.c.team_id, push_slots.c.due_at).where(push_slots.c.due_at > since)
    return frozenset((row[0], row[1], row[2]) for row in db.execute(later))


def ever_made(db: Connection, push: str) -> bool:
    """Whether a push was made at all: one that is new with this version was not missed before."""
    return db.execute(select(push_slots.c.push).where(push_slots.c.push == push).limit(1)).first() is not None


def day_made_before(db: Connection, push: str, team: Team, due: datetime) -> date | None:
    """The local date of the newest due moment before `due` for which a push was made for a team, if there is any."""
    of_team = (push_slots.c.push == push) & (push_slots.c.team_id == team.id) & (push_slots.c.due_at < due)
    made = db.execute(select(push_slots.c.due_at).where(of_team).order_by(push_slots.c.due_at.desc()).limit(1)).scalar()
    return made.astimezone(team.zone).date() if made else None


def last_made(db: Connection) -> Mapping[str, datetime]:
    """When each push was last made for any team, by the push's name."""
    rows = db.execute(select(push_slots.c.push, func.max(push_slots.c.made_at)).group_by(push_slots.c.push))
    return dict(tuple(row) for row in rows)
