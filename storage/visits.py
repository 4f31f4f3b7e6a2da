"""Visits as they were reported, and the questions asked of them.

Three dates are kept apart: the local date of the visit, the instant the rep sent it, the instant it was entered here.
"""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
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
    literal_column,
    select,
    update,
)

from sales.records import dataclass
from sales.visits import PHOTO_WINDOW, Findings, Kind, NoStep, number
from sales.willingness import Willingness
from storage import follow_ups
from storage.audit import note
from storage.customers import Customer, counts_for, customers, roots
from storage.engine import AnyRow, Connection, UTCDateTime, metadata
from storage.follow_ups import Promise
from storage.people import Person, Team, people
from storage.photos import photos
from storage.prepared import Prepared

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
    Column("answers", JSON(none_as_null=True)),
    Column("score", Integer),
    Column("score_of", Integer),
    Column("no_step", String(16)),
    Column("touched_at", UTCDateTime),
    Column("correction", String(200)),
    Column("effective", Boolean, nullable=False, server_default=literal_column("false")),
    Index(None, "companion_id", "visited_on"),
    Index(None, "customer_id", "visited_on"),
    Index("ix_visits_figures", "team_id", "visited_on", "rep_id", "effective", "companion_id", "withdrawn_at"),
    Index(None, "rep_id", "visited_on"),
    Index(None, "team_id", "next_step_on"),
    sqlite_autoincrement=True,
)
"""`answers`, `score` and `score_of` are the willingness; `touched_at` is when the rep last sent it, new or changed, by
the platform's clock; `correction` is the reason of the last change after it was locked; `effective` is K21's."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One reported visit. `version` counts its changes from 1; instants are aware, dates are the team's.

    `companion` is the name of the colleague who came along, `photos` how many pictures belong to it, `correction`
    the reason why it was changed after it was locked.
    """

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
    companion: str = ""
    photos: int = 0
    correction: str = ""

    @property
    def number(self) -> str:
        """The short id that people say: `V-123`."""
        return number(self.id)


_companions = people.alias("companions")
_photos = select(func.count()).where(photos.c.visit_id == visits.c.id).scalar_subquery()
_visits = (
    select(
        visits,
        roots.c.id.label("root"),
        roots.c.name.label("customer"),
        people.c.name.label("rep"),
        _companions.c.name.label("companion"),
        _photos.label("photos"),
    )
    .join(customers, customers.c.id == visits.c.customer_id)
    .join(roots, counts_for)
    .join(people, people.c.id == visits.c.rep_id)
    .outerjoin(_companions, _companions.c.id == visits.c.companion_id)
)
_SAID = ("visited_on", "contact", "purpose", "outcome", "next_step", "next_step_on", "companion_id")
standing = visits.c.withdrawn_at.is_(None)
"""Whether a visit counts."""
_add = Prepared(insert(visits).returning(visits.c.id))


def add_visit(
    db: Connection,
    team: Team,
    rep: Person,
    customer: Customer,
    findings: Findings,
    said_at: datetime,
    entered_at: datetime,
) -> Visit:
    """Keep a visit that the rep sent at `said_at` and that is entered now (both aware), and what follows from it."""
    row = _values(findings) | {
        "team_id": team.id,
        "rep_id": rep.id,
        "customer_id": customer.id,
        "said_at": said_at,
        "entered_at": entered_at,
        "touched_at": said_at,
        "version": 1,
        "effective": findings.is_effective,
    }
    key = _add.first(db, row).id
    visit = Visit(key, team.id, rep.id, rep.name, customer.id, customer.name, findings, entered_at, 1, None)
    follow_ups.promise(db, _promise(visit, customer.id))
    _settle(db, visit, entered_at)
    return replace(visit, companion=_name(db, findings.companion_id))


def find_visit(db: Connection, visit_id: int) -> Visit | None:
    """A visit by its id, withdrawn or not."""
    row = db.execute(_visits.where(visits.c.id == visit_id)).one_or_none()
    return _visit(row) if row else None


def hold_visit(db: Connection, visit_id: int) -> Visit | None:
    """The same, held until the commit: whoever else wants to change it waits. For a write only."""
    row = db.execute(_visits.where(visits.c.id == visit_id).with_for_update(of=visits)).one_or_none()
    return _visit(row) if row else None


def change_visit(
    db: Connection,
    visit: Visit,
    customer: Customer,
    findings: Findings,
    at: datetime,
    *,
    said_at: datetime | None = None,
    correction: str = "",
) -> Visit:
    """Replace what a visit says, one version up; what it said before goes to the audit, with a correction's reason.

    `said_at` is when the rep sent it by the platform's clock, `at` when it is entered (the default for both).
    """
    stored = db.scalar(select(visits.c.customer_id).where(visits.c.id == visit.id))
    # It stays where it was entered, so that a merger that is undone gives it back.
    now_of = stored if customer.id == visit.customer_id else customer.id
    before = _values(visit.findings) | {"customer_id": stored}
    after = _values(findings) | {"customer_id": now_of}
    changed = {name: str(value) for name, value in before.items() if after[name] != value}
    verb, why = ("correct", {"why": correction}) if correction else ("change", {})
    note(db, at, visit.rep_id, verb, visit.number, changed | why)
    new = replace(visit, findings=findings, version=visit.version + 1, correction=correction or visit.correction)
    kept = {"version": new.version, "touched_at": said_at or at, "correction": new.correction or None}
    db.execute(update(visits).where(visits.c.id == visit.id).values(**after, **kept, effective=findings.is_effective))
    new = replace(new, customer_id=customer.id, customer=customer.name, companion=_name(db, findings.companion_id))
    follow_ups.promise_again(db, _promise(visit, stored), _promise(new, now_of), at)
    follow_ups.unsettle(db, visit.id)
    _settle(db, new, at)
    return new


def withdraw_visit(db: Connection, visit: Visit, at: datetime) -> None:
    """Take a visit out of every count; the row and its number stay. What it promised or did falls with it."""
    note(db, at, visit.rep_id, "withdraw", visit.number, {})
    db.execute(update(visits).where(visits.c.id == visit.id).values(withdrawn_at=at, version=visit.version + 1))
    follow_ups.promise_again(db, _promise(visit, None), replace(_promise(visit, None), due_on=None), at)
    follow_ups.unsettle(db, visit.id)


def touched_before(db: Connection, rep_id: int, at: datetime) -> tuple[Visit, datetime] | None:
    """The standing visit that a rep sent last within ten minutes up to `at`, and when; None without one."""
    when = visits.c.touched_at
    recently = (visits.c.rep_id == rep_id) & (when <= at) & (when >= at - PHOTO_WINDOW)
    row = db.execute(_visits.where(recently, standing).order_by(when.desc(), visits.c.id.desc()).limit(1)).one_or_none()
    return (_visit(row), row.touched_at) if row else None


_recent = (
    select(roots.c.name)
    .join(customers, counts_for)
    .join(visits, visits.c.customer_id == customers.c.id)
    .where(visits.c.rep_id == bindparam("rep_id"), standing)
    .group_by(roots.c.id, roots.c.name)
    .order_by(func.max(visits.c.id).desc())
    .limit(bindparam("most"))
)


def recent_customers(db: Connection, rep_id: int, most: int) -> list[str]:
    """The names of the customers a rep visited last, latest first."""
    return list(db.scalars(_recent, {"rep_id": rep_id, "most": most}))


def latest_of(db: Connection, rep_id: int) -> int | None:
    """The id of the standing visit that a rep filed last."""
    latest: int | None = db.scalar(select(func.max(visits.c.id)).where(visits.c.rep_id == rep_id, standing))
    return latest


def visits_of(db: Connection, rep_id: int, first: date, end: date) -> list[Visit]:
    """Somebody's standing visits with dates in `[first, end)`, joint ones of colleagues too, as they were entered."""
    mine = (visits.c.rep_id == rep_id) | (visits.c.companion_id == rep_id)
    span = (visits.c.visited_on >= first) & (visits.c.visited_on < end)
    return [_visit(row) for row in db.execute(_visits.where(mine, span, standing).order_by(visits.c.id))]


def _promise(visit: Visit, customer_id: int | None) -> Promise:
    said = visit.findings
    return Promise(
        visit.id, visit.team_id, visit.rep_id, customer_id or 0, said.visited_on, said.next_step, said.next_step_on
    )


def _settle(db: Connection, visit: Visit, at: datetime) -> None:
    """A visit does what was promised to its customer before."""
    follow_ups.settle(db, visit.id, visit.rep_id, visit.customer_id, visit.findings.visited_on, at)


def _name(db: Connection, person_id: int | None) -> str:
    return str(db.scalar(select(people.c.name).where(people.c.id == person_id))) if person_id else ""


def _values(findings: Findings) -> dict[str, Any]:
    score = findings.willingness
    return {name: getattr(findings, name) for name in _SAID} | {
        "kind": findings.kind.value,
        "no_step": findings.no_step.value or None,
        "answers": dict(score.answers) if score else None,
        "score": score.points if score else None,
        "score_of": score.of if score else None,
    }


def _findings(row: AnyRow) -> Findings:
    return Findings(
        row.visited_on,
        Kind(row.kind),
        row.contact,
        row.purpose,
        row.outcome,
        row.next_step,
        row.next_step_on,
        NoStep(row.no_step or ""),
        row.companion_id,
        Willingness(row.score, row.score_of, row.answers or {}) if row.score_of else None,
    )


def _visit(row: AnyRow) -> Visit:
    whose = (row.team_id, row.rep_id, row.rep)
    return Visit(
        row.id,
        *whose,
        row.root,
        row.customer,
        _findings(row),
        row.entered_at,
        row.version,
        row.withdrawn_at,
        row.companion or "",
        row.photos,
        row.correction or "",
    )
