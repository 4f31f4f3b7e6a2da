"""Visits as they were reported, and the questions asked of them.

Three dates are kept apart: the local date of the visit, the instant the rep sent it, the instant it was entered here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    bindparam,
    func,
    insert,
    select,
    update,
)

from sales.visits import Findings, Kind, number
from storage.audit import note
from storage.customers import Customer, customers
from storage.engine import AnyRow, Connection, UTCDateTime, metadata
from storage.people import Person, Team, people

visits = Table(
    "visits",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("team_id", ForeignKey("teams.id"), nullable=False),
    Column("rep_id", ForeignKey("people.id"), nullable=False),
    Column("customer_id", ForeignKey("customers.id"), nullable=False),
    Column("visited_on", Date, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("contact", String(100), nullable=False),
    Column("purpose", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("next_step", Text, nullable=False),
    Column("next_step_on", Date),
    Column("said_at", UTCDateTime, nullable=False),
    Column("entered_at", UTCDateTime, nullable=False),
    Column("version", Integer, nullable=False),
    Column("withdrawn_at", UTCDateTime),
    Column("companion_id", ForeignKey("people.id")),
    Column("answers", JSON),
    Column("score", Integer),
    Column("score_of", Integer),
    Index(None, "customer_id", "visited_on"),
    Index(None, "team_id", "visited_on", "rep_id", "withdrawn_at"),
    Index(None, "rep_id", "visited_on"),
    Index(None, "team_id", "next_step_on"),
    sqlite_autoincrement=True,
)


@dataclass(frozen=True, slots=True)
class Visit:
    """One reported visit. `version` counts its changes from 1; instants are aware, dates are the team's."""

    id: int
    team_id: int
    rep_id: int
    rep: str
    customer_id: int
    customer: str
    findings: Findings
    entered_at: datetime
    version: int
    withdrawn_at: datetime | None

    @property
    def number(self) -> str:
        """The short id that people say: `V-123`."""
        return number(self.id)


_visits = (
    select(visits, customers.c.name.label("customer"), people.c.name.label("rep"))
    .join(customers, customers.c.id == visits.c.customer_id)
    .join(people, people.c.id == visits.c.rep_id)
)
_SAID = ("visited_on", "contact", "purpose", "outcome", "next_step", "next_step_on")
_standing = visits.c.withdrawn_at.is_(None)
_add = insert(visits)


def add_visit(
    db: Connection,
    team: Team,
    rep: Person,
    customer: Customer,
    findings: Findings,
    said_at: datetime,
    entered_at: datetime,
) -> Visit:
    """Keep a visit that the rep sent at `said_at` and that is entered now (both aware)."""
    row = _values(findings) | {
        "team_id": team.id,
        "rep_id": rep.id,
        "customer_id": customer.id,
        "said_at": said_at,
        "entered_at": entered_at,
        "version": 1,
    }
    key = db.execute(_add, row).inserted_primary_key or (0,)
    return Visit(key[0], team.id, rep.id, rep.name, customer.id, customer.name, findings, entered_at, 1, None)


def find_visit(db: Connection, visit_id: int) -> Visit | None:
    """A visit by its id, withdrawn or not."""
    row = db.execute(_visits.where(visits.c.id == visit_id)).one_or_none()
    return _visit(row) if row else None


def hold_visit(db: Connection, visit_id: int) -> Visit | None:
    """The same, held until the commit: whoever else wants to change it waits. For a write only."""
    row = db.execute(_visits.where(visits.c.id == visit_id).with_for_update(of=visits)).one_or_none()
    return _visit(row) if row else None


def change_visit(db: Connection, visit: Visit, customer: Customer, findings: Findings, at: datetime) -> Visit:
    """Replace what a visit says, one version up; what it said before goes to the audit."""
    before = _values(visit.findings) | {"customer_id": visit.customer_id}
    after = _values(findings) | {"customer_id": customer.id}
    changed = {name: str(value) for name, value in before.items() if after[name] != value}
    note(db, at, visit.rep_id, "change", visit.number, changed)
    db.execute(update(visits).where(visits.c.id == visit.id).values(**after, version=visit.version + 1))
    new = replace(visit, findings=findings, version=visit.version + 1)
    return replace(new, customer_id=customer.id, customer=customer.name)


def withdraw_visit(db: Connection, visit: Visit, at: datetime) -> None:
    """Take a visit out of every count; the row and its number stay."""
    note(db, at, visit.rep_id, "withdraw", visit.number, {})
    db.execute(update(visits).where(visits.c.id == visit.id).values(withdrawn_at=at, version=visit.version + 1))


_recent = (
    select(customers.c.name)
    .join(visits, visits.c.customer_id == customers.c.id)
    .where(visits.c.rep_id == bindparam("rep_id"), _standing)
    .group_by(customers.c.id, customers.c.name)
    .order_by(func.max(visits.c.id).desc())
    .limit(bindparam("most"))
)


def recent_customers(db: Connection, rep_id: int, most: int) -> list[str]:
    """The names of the customers a rep visited last, latest first."""
    return list(db.scalars(_recent, {"rep_id": rep_id, "most": most}))


def visits_of(db: Connection, rep_id: int, first: date, end: date) -> list[Visit]:
    """A rep's standing visits with dates in `[first, end)`, in the order they were entered."""
    span = (visits.c.rep_id == rep_id) & (visits.c.visited_on >= first) & (visits.c.visited_on < end)
    return [_visit(row) for row in db.execute(_visits.where(span, _standing).order_by(visits.c.id))]


def count_visits(db: Connection, team_id: int, first: date, end: date) -> list[tuple[int, date, int]]:
    """Standing visits of a team with dates in `[first, end)`, as (rep id, date, count) rows."""
    span = (visits.c.team_id == team_id) & (visits.c.visited_on >= first) & (visits.c.visited_on < end)
    groups = (visits.c.rep_id, visits.c.visited_on)
    rows = db.execute(select(*groups, func.count()).where(span, _standing).group_by(*groups))
    return [(rep, day, count) for rep, day, count in rows]


def last_visits(db: Connection, team_id: int) -> Mapping[int, date]:
    """The date of each rep's latest standing visit in a team; a rep without one is absent."""
    latest = select(visits.c.rep_id, func.max(visits.c.visited_on)).where(visits.c.team_id == team_id, _standing)
    return dict(tuple(row) for row in db.execute(latest.group_by(visits.c.rep_id)))


def follow_ups(db: Connection, day: date, *, team_id: int | None = None, rep_id: int | None = None) -> Sequence[Visit]:
    """Standing visits whose next step is due on a date, of a team or of a rep."""
    whose = visits.c.team_id == team_id if team_id is not None else visits.c.rep_id == rep_id
    due = _visits.where(whose, visits.c.next_step_on == day, _standing).order_by(visits.c.id)
    return [_visit(row) for row in db.execute(due)]


def _values(findings: Findings) -> dict[str, Any]:
    return {name: getattr(findings, name) for name in _SAID} | {"kind": findings.kind.value}


def _visit(row: AnyRow) -> Visit:
    findings = Findings(
        row.visited_on, Kind(row.kind), row.contact, row.purpose, row.outcome, row.next_step, row.next_step_on
    )
    return Visit(
        row.id,
        row.team_id,
        row.rep_id,
        row.rep,
        row.customer_id,
        row.customer,
        findings,
        row.entered_at,
        row.version,
        row.withdrawn_at,
    )
