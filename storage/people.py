"""Who works in which team: a team is a Feishu group, a person is known by their open_id.

What happened in a group is told in any order, up to seven hours late. So coming and going carry the instant at which
they happened by the platform's clock, and what is older than what is known changes nothing.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    bindparam,
    literal_column,
    select,
    update,
)

from sales.records import dataclass
from sales.roles import Role
from storage.engine import AnyRow, Connection, UTCDateTime, insert_into, metadata
from storage.prepared import Prepared

teams = Table(
    "teams",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("chat_id", String(64), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("timezone", String(64), nullable=False),
    Column("met_at", UTCDateTime, nullable=False),
    Column("roster_at", UTCDateTime),
    Column("founded_at", UTCDateTime),
    Column("closed_at", UTCDateTime),
    Column("reckoned_on", Date),
    Column("region", String(8), nullable=False, server_default="CN"),
    Column("names_missing", Boolean, nullable=False, server_default=literal_column("false")),
    Column("area", String(100), nullable=False, server_default=literal_column("''")),
)
"""`reckoned_on` is the local date on which the team's obligations were last reckoned, null when they must be again;
`region` says whose public holidays a team keeps; `names_missing` whether its group may read who is late by name;
`area` which part of the market it sells to, empty where nobody said.
"""

people = Table(
    "people",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("open_id", String(64), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
)

memberships = Table(
    "memberships",
    metadata,
    Column("team_id", ForeignKey("teams.id"), primary_key=True),
    Column("person_id", ForeignKey("people.id"), primary_key=True),
    Column("role", String(16), nullable=False),
    Column("joined_at", UTCDateTime, nullable=False),
    Column("left_at", UTCDateTime),
    Index(None, "person_id"),
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody the bot has met in a group."""

    id: int
    open_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Team:
    """A group the bot is in, last since `met_at`: a sales team from `founded_at` on, at rest from `closed_at` on."""

    id: int
    chat_id: str
    name: str
    timezone: str
    met_at: datetime
    roster_at: datetime | None
    founded_at: datetime | None
    closed_at: datetime | None
    region: str = "CN"
    names_missing: bool = False
    area: str = ""

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the team's wall clock and its dates."""
        return ZoneInfo(self.timezone)


@dataclass(frozen=True, slots=True)
class Seat:
    """A person's place in a team."""

    team: Team
    role: Role


_OF_TEAM = (
    teams.c.id.label("team_id"),
    teams.c.chat_id,
    teams.c.name.label("team_name"),
    teams.c.timezone,
    teams.c.met_at,
    teams.c.roster_at,
    teams.c.founded_at,
    teams.c.closed_at,
    teams.c.region,
    teams.c.names_missing,
    teams.c.area,
)
_with_seats = Prepared(
    select(
        people.c.id.label("person_id"),
        people.c.open_id,
        people.c.name.label("person_name"),
        memberships.c.role,
        *_OF_TEAM,
    )
    .select_from(
        people.outerjoin(
            memberships, (memberships.c.person_id == people.c.id) & memberships.c.left_at.is_(None)
        ).outerjoin(
            teams,
            (teams.c.id == memberships.c.team_id) & teams.c.founded_at.is_not(None) & teams.c.closed_at.is_(None),
        )
    )
    .where(people.c.open_id == bindparam("open_id"))
    .order_by(memberships.c.joined_at, teams.c.id)
)


def find_person(db: Connection, open_id: str) -> tuple[Person | None, list[Seat]]:
    """Who this is, and their seats in teams that are founded, open and not left, the oldest seat first."""
    rows = _with_seats.rows(db, {"open_id": open_id})
    if not rows:
        return None, []
    return _person(rows[0]), [Seat(_team(row), Role(row.role)) for row in rows if row.team_id is not None]


def _person(row: AnyRow) -> Person:
    return Person(row.person_id, row.open_id, row.person_name)


def _team(row: AnyRow) -> Team:
    return Team(
        row.team_id,
        row.chat_id,
        row.team_name,
        row.timezone,
        row.met_at,
        row.roster_at,
        row.founded_at,
        row.closed_at,
        row.region,
        row.names_missing,
        row.area,
    )


_teams = select(*_OF_TEAM)


def team_of_chat(db: Connection, chat_id: str) -> Team | None:
    """The team of a group, founded or not; None for a group the bot has not been added to."""
    row = db.execute(_teams.where(teams.c.chat_id == chat_id)).one_or_none()
    return _team(row) if row else None


def hold_team(db: Connection, chat_id: str) -> Team | None:
    """The same, held until the commit: whoever else wants to change it waits. For a write only."""
    row = db.execute(_teams.where(teams.c.chat_id == chat_id).with_for_update()).one_or_none()
    return _team(row) if row else None


def open_teams(db: Connection) -> list[Team]:
    """Every founded team that is not at rest, oldest first."""
    rows = db.execute(_teams.where(teams.c.founded_at.is_not(None), teams.c.closed_at.is_(None)).order_by(teams.c.id))
    return [_team(row) for row in rows]


def every_team(db: Connection) -> list[Team]:
    """The same with those at rest and those never founded, whose rows are still there to be read."""
    return [_team(row) for row in db.execute(_teams.order_by(teams.c.id))]


def meet_team(db: Connection, chat_id: str, name: str, timezone: str, at: datetime) -> Team:
    """The team of a group that the bot entered (again) at this instant: made, or renamed and woken up."""
    row = insert_into(db, teams).values(chat_id=chat_id, name=name, timezone=timezone, met_at=at)
    known = {"name": name, "closed_at": None, "met_at": at, "reckoned_on": None}
    newer = teams.c.closed_at.is_(None) | (teams.c.closed_at <= at)
    db.execute(row.on_conflict_do_update(index_elements=["chat_id"], set_=known, where=newer))
    return _team(db.execute(_teams.where(teams.c.chat_id == chat_id)).one())


def close_team(db: Connection, chat_id: str, at: datetime) -> None:
    """Put a group's team to rest from this instant: no more pushes, no more entries; nothing is deleted."""
    of_chat = (teams.c.chat_id == chat_id) & teams.c.closed_at.is_(None) & (teams.c.met_at <= at)
    db.execute(update(teams).where(of_chat).values(closed_at=at))


def found_team(db: Connection, team: Team, manager: Person, at: datetime) -> None:
    """Make the group a sales team led by `manager`; its other members become reps."""
    founded = {"founded_at": team.founded_at or at, "reckoned_on": None}
    db.execute(update(teams).where(teams.c.id == team.id).values(**founded))
    of_team = update(memberships).where(memberships.c.team_id == team.id)
    db.execute(of_team.where(memberships.c.role == Role.MEMBER).values(role=Role.REP))
    db.execute(of_team.where(memberships.c.person_id == manager.id).values(role=Role.MANAGER))


def seat(db: Connection, team: Team, members: Mapping[str, str], at: datetime) -> None:
    """Note that these people (open_id → name) came into the group; somebody who comes back keeps their role.

    A name that is blank does not replace one that is known; who left later than this has left.
    """
    _seat(db, team, members, at, gone=memberships.c.left_at <= at)
    _reckon_again(db, team)


def _seat(db: Connection, team: Team, members: Mapping[str, str], at: datetime, gone: ColumnElement[bool]) -> None:
    role = Role.REP if team.founded_at else Role.MEMBER
    for open_id, name in members.items():
        person = meet(db, open_id, name)
        row = insert_into(db, memberships).values(team_id=team.id, person_id=person.id, role=role, joined_at=at)
        back = {"left_at": None, "joined_at": at}
        again = memberships.c.left_at.is_(None) & (memberships.c.joined_at < at)
        db.execute(row.on_conflict_do_update(index_elements=["team_id", "person_id"], set_=back, where=gone | again))


def meet(db: Connection, open_id: str, name: str) -> Person:
    """The person with this open_id, made or renamed; a blank name leaves the known one."""
    row = insert_into(db, people).values(open_id=open_id, name=name or open_id[:8])
    change = row.on_conflict_do_update(index_elements=["open_id"], set_={"name": name})
    db.execute(change if name else row.on_conflict_do_nothing(index_elements=["open_id"]))
    return Person(
        *db.execute(select(people.c.id, people.c.open_id, people.c.name).where(people.c.open_id == open_id)).one()
    )


def unseat(db: Connection, team: Team, open_ids: Iterable[str], at: datetime) -> None:
    """Note that these people left the group; what they did stays. A manager who leaves is no manager any more.

    Who joined later than this is here; of who is not known yet it is noted that they are gone.
    """
    role = Role.REP if team.founded_at else Role.MEMBER
    gone = {"left_at": at, "role": role}
    still = memberships.c.left_at.is_(None) & (memberships.c.joined_at <= at)
    for open_id in open_ids:
        person = meet(db, open_id, "")
        row = insert_into(db, memberships).values(team_id=team.id, person_id=person.id, joined_at=at, **gone)
        db.execute(row.on_conflict_do_update(index_elements=["team_id", "person_id"], set_=gone, where=still))
    _reckon_again(db, team)


def _reckon_again(db: Connection, team: Team) -> None:
    """Who is in a team decides what is owed in it: `storage.ledger` will look at it again."""
    db.execute(update(teams).where(teams.c.id == team.id).values(reckoned_on=None))


def set_roster(db: Connection, team: Team, members: Mapping[str, str], at: datetime) -> None:
    """Make the group's members exactly these (open_id → name), as the platform just listed them.

    All of it counts as of the bot's coming, which is told by the platform's clock like all later changes; `at` is ours.
    """
    known = {person.open_id for person, _ in roster(db, team)}
    unseat(db, team, known - members.keys(), team.met_at)
    _seat(db, team, members, team.met_at, gone=memberships.c.left_at.is_not(None))
    db.execute(update(teams).where(teams.c.id == team.id).values(roster_at=at, reckoned_on=None))


def roster(db: Connection, team: Team) -> list[tuple[Person, Role]]:
    """Everybody who is in the group now, with their role, in the order in which they joined."""
    rows = db.execute(
        select(people.c.id, people.c.open_id, people.c.name, memberships.c.role)
        .join(memberships, memberships.c.person_id == people.c.id)
        .where(memberships.c.team_id == team.id, memberships.c.left_at.is_(None))
        .order_by(memberships.c.joined_at, people.c.id)
    )
    return [(Person(row.id, row.open_id, row.name), Role(row.role)) for row in rows]
