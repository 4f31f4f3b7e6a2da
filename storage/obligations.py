"""Every report that is owed, made in advance: who, what, for which period, by when, and what became of it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

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

from sales.obligations import MISSED_AFTER, Duty, Reason, State
from sales.records import dataclass
from storage import echoes, notices
from storage.engine import AnyRow, Connection, Insert, UTCDateTime, insert_into, metadata, partial_index
from storage.people import people
from storage.prepared import Prepared

PENDING: ColumnElement[str] = literal_column("'pending'")
"""`State.PENDING` written out, not bound: SQLite uses a partial index only if it can read the condition."""

obligations = Table(
    "obligations",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("team_id", ForeignKey("teams.id"), nullable=False),
    Column("rep_id", ForeignKey("people.id"), nullable=False),
    Column("type", String(32), nullable=False),
    Column("period", String(32), nullable=False),
    Column("first_on", Date, nullable=False),
    Column("last_on", Date, nullable=False),
    Column("ruled_due_at", UTCDateTime, nullable=False),
    Column("due_at", UTCDateTime, nullable=False),
    Column("calendar_version", String(16), nullable=False),
    Column("provisional", Boolean, nullable=False),
    Column("state", String(16), nullable=False),
    Column("reason", String(32), nullable=False),
    Column("note", String(200), nullable=False),
    Column("leave_id", ForeignKey("leaves.id")),
    Column("settled_at", UTCDateTime),
    Column("settled_by", ForeignKey("people.id")),
    Index(None, "rep_id", "type", "period", unique=True),
    Index("ix_obligations_figures", "team_id", "due_at", "type", "state", "rep_id", "provisional", "period"),
    Index(None, "rep_id", "due_at"),
    partial_index("ix_obligations_pending", literal_column("state") == PENDING, "due_at"),
)
"""`period` is `2026-W13`, `2026-03`, or what a visit report is about: `V-12` for a visit, `P-7` for a planned one.

`ruled_due_at` is what the rule says; `due_at` what holds after leave and outages.
"""


@dataclass(frozen=True, slots=True)
class Obligation:
    """One report owed by one rep. Instants are aware, UTC; `settled_at` is when it was sent, waived or excused."""

    id: int
    team_id: int
    rep_id: int
    rep: str
    type: str
    period: str
    first_on: date
    last_on: date
    ruled_due_at: datetime
    due_at: datetime
    calendar_version: str
    provisional: bool
    state: State
    reason: Reason
    note: str
    leave_id: int | None
    settled_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether it can still be fulfilled: nobody has sent, excused or waived it."""
        return self.state in (State.PENDING, State.MISSED)


_obligations = select(obligations, people.c.name.label("rep")).join(people, people.c.id == obligations.c.rep_id)
_by_name = _obligations.where(
    obligations.c.rep_id == bindparam("rep_id"),
    obligations.c.type == bindparam("type"),
    obligations.c.period == bindparam("period"),
)


def find_obligation(db: Connection, rep_id: int, kind: str, period: str) -> Obligation | None:
    """What a rep owes of a type for a period, in whatever state; None when nothing was ever owed."""
    row = db.execute(_by_name, {"rep_id": rep_id, "type": kind, "period": period}).one_or_none()
    return _obligation(row) if row else None


def get_obligation(db: Connection, obligation_id: int) -> Obligation | None:
    """An obligation by its id."""
    row = db.execute(_obligations.where(obligations.c.id == obligation_id)).one_or_none()
    return _obligation(row) if row else None


def hold_obligation(db: Connection, obligation_id: int) -> Obligation | None:
    """The same, held until the commit: whoever else wants to settle it waits. For a write only."""
    held = _obligations.where(obligations.c.id == obligation_id).with_for_update(of=obligations)
    row = db.execute(held).one_or_none()
    return _obligation(row) if row else None


def due_between(
    db: Connection,
    first: datetime,
    end: datetime,
    *,
    team_id: int | None = None,
    rep_id: int | None = None,
    kind: str | None = None,
    states: Iterable[State] = (),
) -> list[Obligation]:
    """The obligations due in `[first, end)`, of a team or of a rep (or of all), by due moment and rep."""
    wanted: list[ColumnElement[bool]] = [obligations.c.due_at >= first, obligations.c.due_at < end]
    if team_id is not None:
        wanted.append(obligations.c.team_id == team_id)
    if rep_id is not None:
        wanted.append(obligations.c.rep_id == rep_id)
    if kind is not None:
        wanted.append(obligations.c.type == kind)
    if chosen := list(states):
        wanted.append(obligations.c.state.in_(chosen))
    return found_obligations(db, *wanted)


def found_obligations(db: Connection, *which: ColumnElement[bool]) -> list[Obligation]:
    """Obligations by conditions of the modules beside this one, by due moment and rep."""
    found = _obligations.where(*which).order_by(obligations.c.due_at, people.c.name, obligations.c.id)
    return [_obligation(row) for row in db.execute(found)]


def open_obligations(db: Connection, rep_id: int, since: datetime) -> list[Obligation]:
    """What a rep has still to send, due after `since`, the most urgent first."""
    still = obligations.c.state.in_([State.PENDING, State.MISSED])
    mine = _obligations.where(obligations.c.rep_id == rep_id, obligations.c.due_at > since, still)
    return [_obligation(row) for row in db.execute(mine.order_by(obligations.c.due_at, obligations.c.id))]


def for_periods(db: Connection, rep_ids: Sequence[int], since: date) -> list[Obligation]:
    """Every obligation of these reps whose last day is `since` or later."""
    if not rep_ids:
        return []
    of_reps = obligations.c.rep_id.in_(rep_ids) & (obligations.c.last_on >= since)
    return [_obligation(row) for row in db.execute(_obligations.where(of_reps))]


def pending_of_others(db: Connection, team_id: int, rep_ids: Collection[int]) -> list[Obligation]:
    """What is pending in a team of anybody but these."""
    waits = (obligations.c.team_id == team_id) & (obligations.c.state == State.PENDING)
    others = obligations.c.rep_id.not_in(list(rep_ids))
    return [_obligation(row) for row in db.execute(_obligations.where(waits, others))]


def settle(db: Connection, obligation: Obligation, at: datetime, by: int | None = None) -> Obligation:
    """Note that the report was sent at this instant (the person's, not ours): on time or late."""
    state = State.ON_TIME if at <= obligation.due_at else State.LATE
    return _move(db, obligation, state, obligation.reason, at, by)


def reopen(db: Connection, obligation: Obligation, reason: Reason = Reason.REOPENED) -> Obligation:
    """Make it owed again, as after a report was withdrawn; what is past due is found missing in its turn."""
    return _move(db, obligation, State.PENDING, reason, None, None)


def excuse(db: Connection, obligation: Obligation, reason: Reason, at: datetime) -> Obligation:
    """Note that it is not owed after all; it leaves both sides of every rate."""
    return _move(db, obligation, State.EXCUSED, reason, at, None)


def waive(db: Connection, obligation: Obligation, by: int, note: str, at: datetime) -> Obligation:
    """Note that the manager `by` let somebody off, and why; it leaves both sides of every rate."""
    db.execute(update(obligations).where(obligations.c.id == obligation.id).values(note=note))
    return replace(_move(db, obligation, State.WAIVED, obligation.reason, at, by), note=note)


def mark_missed(db: Connection, now: datetime) -> int:
    """Count as missed what nobody sent within the hour after its due moment; provisional days blame nobody."""
    late = (obligations.c.due_at <= now - MISSED_AFTER) & (obligations.c.state == PENDING)
    marked = update(obligations).where(late, obligations.c.provisional.is_(False)).values(state=State.MISSED)
    ids = [row.id for row in db.execute(marked.returning(obligations.c.id))]
    if ids:
        notices.outdate(db, ids)
    return len(ids)


def anything_missed(db: Connection, now: datetime) -> bool:
    """Whether there is something for `mark_missed` to do, so that the one who writes is left in peace."""
    late = (obligations.c.due_at <= now - MISSED_AFTER) & (obligations.c.state == PENDING)
    found = select(obligations.c.id).where(late, obligations.c.provisional.is_(False)).limit(1)
    return db.execute(found).first() is not None


def add_duties(db: Connection, rows: Sequence[tuple[int, int, Duty]], calendar_version: str) -> None:
    """Make obligations of (team id, rep id, duty) rows; what a rep owes already stays as it is."""
    if not rows:
        return
    db.execute(
        _making(db), [_values(team, rep, owed) | {"calendar_version": calendar_version} for team, rep, owed in rows]
    )


def add_settled(db: Connection, team_id: int, rep_id: int, owed: Duty, calendar_version: str, at: datetime) -> None:
    """Make an obligation that was fulfilled at `at`, as a visit's report is by being filed."""
    state = State.ON_TIME if at <= owed.due_at else State.LATE
    row = _values(team_id, rep_id, owed) | {"calendar_version": calendar_version, "state": state, "settled_at": at}
    _make.rows(db, row)


def _making(db: Connection) -> Insert:
    return insert_into(db, obligations).on_conflict_do_nothing(index_elements=["rep_id", "type", "period"])


_make = Prepared(_making)


def move_duty(db: Connection, old: Obligation, team_id: int, owed: Duty, calendar_version: str) -> None:
    """Let an obligation follow a calendar, a leave or an outage that came after it was made."""
    values = _values(team_id, old.rep_id, owed) | {"calendar_version": calendar_version}
    db.execute(update(obligations).where(obligations.c.id == old.id).values(**values))
    if (old.due_at, old.state) != (owed.due_at, owed.state):
        echoes.drop(db, old.id)
        echoes.mend(db, old.id, team_id, min(old.due_at, owed.due_at))


def _move(
    db: Connection, old: Obligation, state: State, reason: Reason, at: datetime | None, by: int | None
) -> Obligation:
    values = {"state": state, "reason": reason, "settled_at": at, "settled_by": by}
    db.execute(update(obligations).where(obligations.c.id == old.id).values(**values))
    if state is not State.PENDING:
        # After the row is held by the change above: a reminder being made meanwhile is seen here, or sees the change.
        echoes.drop(db, old.id)
    echoes.mend(db, old.id, old.team_id, old.due_at)
    return replace(old, state=state, reason=reason, settled_at=at)


def _values(team_id: int, rep_id: int, owed: Duty) -> dict[str, Any]:
    return {
        "team_id": team_id,
        "rep_id": rep_id,
        "type": owed.type,
        "period": owed.period,
        "first_on": owed.first_on,
        "last_on": owed.last_on,
        "ruled_due_at": owed.ruled_due_at,
        "due_at": owed.due_at,
        "provisional": owed.provisional,
        "state": owed.state,
        "reason": owed.reason,
        "note": "",
        "leave_id": owed.leave_id,
        "settled_at": None,
    }


def _obligation(row: AnyRow) -> Obligation:
    whose = (row.team_id, row.rep_id, row.rep)
    return Obligation(
        row.id,
        *whose,
        row.type,
        row.period,
        row.first_on,
        row.last_on,
        row.ruled_due_at,
        row.due_at,
        row.calendar_version,
        row.provisional,
        State(row.state),
        Reason(row.reason),
        row.note,
        row.leave_id,
        row.settled_at,
    )
