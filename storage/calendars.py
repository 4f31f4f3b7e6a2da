"""The calendar a team works by: what the state announced, and what the company or the team ruled for itself."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    bindparam,
    insert,
    select,
    update,
)

from sales.calendar import Calendar, Ruling, Source
from sales.records import dataclass
from storage.engine import AnyRow, Connection, UTCDateTime, metadata
from storage.gazettes import Gazettes
from storage.people import Team
from storage.prepared import Prepared

calendar_rulings = Table(
    "calendar_rulings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("team_id", ForeignKey("teams.id")),
    Column("day", Date, nullable=False),
    Column("works", Boolean, nullable=False),
    Column("name", String(100), nullable=False),
    Column("entered_by", ForeignKey("people.id"), nullable=False),
    Column("entered_at", UTCDateTime, nullable=False),
    Column("withdrawn_at", UTCDateTime),
    Index(None, "day"),
)
"""One ruling on one day; without a team it is the whole company's. The newest that stands wins, a team's own first."""


@dataclass(frozen=True, slots=True)
class Entered:
    """A ruling as it was entered: its row's id, the day, and the team it is for (None: the whole company)."""

    id: int
    team_id: int | None
    day: date
    works: bool
    name: str


_every = (
    select(calendar_rulings)
    .where(calendar_rulings.c.withdrawn_at.is_(None))
    .order_by(calendar_rulings.c.team_id.is_not(None), calendar_rulings.c.id)
)
_standing = _every.where(calendar_rulings.c.team_id.is_(None) | (calendar_rulings.c.team_id == bindparam("team_id")))
_rulings = Prepared(_standing)


def calendar_of(db: Connection, gazettes: Gazettes, team: Team) -> Calendar:
    """The calendar of a team: its region's, with the company's rulings and its own above it, as they stand now."""
    return Calendar(gazettes(team.region), rulings_of(db, team.id))


def calendars_of(db: Connection, gazettes: Gazettes, teams: Iterable[Team]) -> dict[int, Calendar]:
    """The calendars of several teams by their ids, in one question."""
    rows = db.execute(_every).all()
    made = {}
    for team in teams:
        rulings = {row.day: _ruling(row) for row in rows if row.team_id in (None, team.id)}
        made[team.id] = Calendar(gazettes(team.region), rulings)
    return made


def rulings_of(db: Connection, team_id: int) -> dict[date, Ruling]:
    """The rulings that hold for a team, by day: later ones over earlier, its own over the company's."""
    rows = _rulings.rows(db, {"team_id": team_id})
    return {row.day: _ruling(row) for row in rows}


def _ruling(row: AnyRow) -> Ruling:
    return Ruling(row.works, row.name, Source.TEAM if row.team_id else Source.COMPANY)


def entered_for(db: Connection, team_id: int, first: date, end: date) -> list[Entered]:
    """The standing rulings for a team with days in `[first, end)`, the company's included, by day."""
    span = (calendar_rulings.c.day >= first) & (calendar_rulings.c.day < end)
    rows = db.execute(_standing.where(span), {"team_id": team_id})
    found = [Entered(row.id, row.team_id, row.day, row.works, row.name) for row in rows]
    return sorted(found, key=lambda each: (each.day, each.id))


def rule(db: Connection, team_id: int | None, day: date, name: str, by: int, at: datetime, *, works: bool) -> int:
    """Enter a ruling on a day by the person `by`, for a team or (None) the whole company; give its id."""
    row = {"team_id": team_id, "day": day, "works": works, "name": name, "entered_by": by, "entered_at": at}
    key = db.execute(insert(calendar_rulings), row).inserted_primary_key or (0,)
    return int(key[0])


def find_ruling(db: Connection, ruling_id: int) -> Entered | None:
    """A ruling that stands, by its id."""
    found = select(calendar_rulings).where(
        calendar_rulings.c.id == ruling_id, calendar_rulings.c.withdrawn_at.is_(None)
    )
    row = db.execute(found).one_or_none()
    return Entered(row.id, row.team_id, row.day, row.works, row.name) if row else None


def withdraw_ruling(db: Connection, ruling_id: int, at: datetime) -> None:
    """Let a ruling hold no longer; its row stays, to be read by whoever asks why."""
    db.execute(update(calendar_rulings).where(calendar_rulings.c.id == ruling_id).values(withdrawn_at=at))
