"""Next steps with a date: they come back on their day, until they are done, moved or dropped.

A visit does what was promised to its customer (merged ones are one customer) by the same rep: if it is dated neither
before the visit that promised it nor more than one day before the step is due. Withdrawn or changed away, it undoes
that again. Else a step is done by the rep's own press.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import (
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
    update,
)

from sales.records import dataclass
from storage.audit import note
from storage.customers import customers
from storage.engine import AnyRow, Connection, Insert, UTCDateTime, insert_into, metadata
from storage.people import people
from storage.prepared import Prepared

EARLY = timedelta(days=1)
"""How long before its due date a step can be done by a visit."""

follow_ups = Table(
    "follow_ups",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("visit_id", ForeignKey("visits.id"), nullable=False, unique=True),
    Column("team_id", ForeignKey("teams.id"), nullable=False),
    Column("rep_id", ForeignKey("people.id"), nullable=False),
    Column("customer_id", ForeignKey("customers.id"), nullable=False),
    Column("step", Text, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("state", String(16), nullable=False),
    Column("settled_at", UTCDateTime),
    Column("settled_on", Date),
    Column("promised_on", Date, nullable=False),
    Column("settled_by", ForeignKey("visits.id"), index=True),
    Index(None, "rep_id", "state", "due_on"),
    Index(None, "team_id", "due_on"),
    sqlite_autoincrement=True,
)
"""One row for each visit that has a next step with a date; `settled_on` and `promised_on` are the team's local dates,
`settled_by` is the visit that did it."""


class State(StrEnum):
    """Whether it is still to be done."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Promise:
    """The next step of a visit as the visit tells it; without `due_on` there is nothing to come back to."""

    visit_id: int
    team_id: int
    rep_id: int
    customer_id: int
    promised_on: date
    step: str
    due_on: date | None


def number(follow_up_id: int) -> str:
    """The short id that people say: `F-7`."""
    return f"F-{follow_up_id}"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One next step that comes back; the customer is the one it counts for, dates are the team's."""

    id: int
    visit_id: int
    team_id: int
    rep_id: int
    rep: str
    customer_id: int
    customer: str
    step: str
    due_on: date
    state: State
    settled_on: date | None

    @property
    def number(self) -> str:
        """The short id that people say: `F-7`."""
        return number(self.id)


_OPENED = {"state": State.OPEN, "settled_at": None, "settled_on": None, "settled_by": None}
_TOLD = ("team_id", "rep_id", "customer_id", "promised_on", "step", "due_on")


def promise(db: Connection, made: Promise) -> None:
    """Open what a visit promised, or open it anew with another step or date; nothing without a date."""
    if made.due_on is None:
        return
    told = {name: getattr(made, name) for name in _TOLD}
    _promising.rows(db, told | {"visit_id": made.visit_id, "state": State.OPEN})


@Prepared
def _promising(db: Connection) -> Insert:
    row = insert_into(db, follow_ups)
    anew = {name: row.excluded[name] for name in _TOLD} | _OPENED
    return row.on_conflict_do_update(index_elements=["visit_id"], set_=anew)


def promise_again(db: Connection, before: Promise, after: Promise, at: datetime) -> None:
    """Follow a change of the visit: what it promises otherwise is open anew, what it promises no more is dropped.

    The same promise stays as it is, done or moved as it may be.
    """
    of_visit = update(follow_ups).where(follow_ups.c.visit_id == after.visit_id)
    if after.due_on is None:
        db.execute(of_visit.where(follow_ups.c.state == State.OPEN).values(state=State.DROPPED, settled_at=at))
    elif (before.step, before.due_on) != (after.step, after.due_on):
        promise(db, after)
    elif before != after:
        db.execute(of_visit.values(customer_id=after.customer_id, promised_on=after.promised_on))


_same_customer = exists().where(
    customers.c.id == follow_ups.c.customer_id,
    func.coalesce(customers.c.root_id, customers.c.id) == bindparam("root"),
)
_done_by = Prepared(
    update(follow_ups)
    .where(
        follow_ups.c.rep_id == bindparam("rep"),
        follow_ups.c.state == State.OPEN,
        follow_ups.c.due_on <= bindparam("due_to"),
        follow_ups.c.promised_on <= bindparam("visited"),
        follow_ups.c.visit_id != bindparam("by"),
        _same_customer,
    )
    .values(
        state=State.DONE,
        settled_at=bindparam("at", type_=UTCDateTime()),
        settled_on=bindparam("visited"),
        settled_by=bindparam("by"),
    )
)


def settle(db: Connection, visit_id: int, rep_id: int, root_id: int, visited_on: date, at: datetime) -> None:
    """Mark as done what a visit to this customer (the one it counts for) did; see the rule above."""
    told = {"rep": rep_id, "root": root_id, "visited": visited_on, "due_to": visited_on + EARLY, "by": visit_id}
    _done_by.rows(db, told | {"at": at})


def unsettle(db: Connection, visit_id: int) -> None:
    """Open again what this visit had done."""
    db.execute(update(follow_ups).where(follow_ups.c.settled_by == visit_id).values(**_OPENED))


def finish(db: Connection, follow_up: FollowUp, state: State, on: date, at: datetime) -> None:
    """Mark one as done or dropped by its rep on a local date."""
    note(db, at, follow_up.rep_id, state, follow_up.number, {"state": follow_up.state})
    of_it = update(follow_ups).where(follow_ups.c.id == follow_up.id)
    db.execute(of_it.values(state=state, settled_on=on, settled_at=at, settled_by=None))


def move(db: Connection, follow_up: FollowUp, due_on: date, at: datetime) -> None:
    """Let one come back on another day; the visit still says what was promised at first."""
    note(db, at, follow_up.rep_id, "move", follow_up.number, {"due_on": str(follow_up.due_on)})
    db.execute(update(follow_ups).where(follow_ups.c.id == follow_up.id).values(due_on=due_on))


_roots = customers.alias("roots")
_all = (
    select(follow_ups, _roots.c.id.label("root"), _roots.c.name.label("customer"), people.c.name.label("rep"))
    .join(customers, customers.c.id == follow_ups.c.customer_id)
    .join(_roots, _roots.c.id == func.coalesce(customers.c.root_id, customers.c.id))
    .join(people, people.c.id == follow_ups.c.rep_id)
    .order_by(follow_ups.c.due_on, follow_ups.c.id)
)


def hold(db: Connection, follow_up_id: int) -> FollowUp | None:
    """One by its id, held until the commit: whoever else wants to settle it waits. For a write only."""
    row = db.execute(_all.where(follow_ups.c.id == follow_up_id).with_for_update(of=follow_ups)).one_or_none()
    return _follow_up(row) if row else None


def open_to(db: Connection, day: date, *, team_id: int | None = None, rep_id: int | None = None) -> list[FollowUp]:
    """The open ones of a team or of a rep that are due up to a date, this included: overdue ones first."""
    return _found(db, _whose(team_id, rep_id), follow_ups.c.state == State.OPEN, follow_ups.c.due_on <= day)


def due_on(db: Connection, day: date, *, team_id: int | None = None, rep_id: int | None = None) -> list[FollowUp]:
    """The open ones of a team or of a rep that are due on this very date."""
    return _found(db, _whose(team_id, rep_id), follow_ups.c.state == State.OPEN, follow_ups.c.due_on == day)


def due_among(db: Connection, day: date, team_ids: Collection[int]) -> list[FollowUp]:
    """The open ones of several teams that are due on this very date, in one question."""
    of_these = follow_ups.c.team_id.in_(sorted(team_ids))
    return _found(db, of_these, follow_ups.c.state == State.OPEN, follow_ups.c.due_on == day)


def open_of(db: Connection, rep_id: int) -> list[FollowUp]:
    """Everything open of a rep, the earliest due first."""
    return _found(db, follow_ups.c.rep_id == rep_id, follow_ups.c.state == State.OPEN)


def done_over(
    db: Connection, first: date, end: date, *, team_id: int | None = None, rep_id: int | None = None
) -> list[FollowUp]:
    """The ones that were done on a local date in `[first, end)`."""
    day = follow_ups.c.settled_on
    return _found(db, _whose(team_id, rep_id), follow_ups.c.state == State.DONE, day >= first, day < end)


def missed_over(
    db: Connection, first: date, end: date, *, team_id: int | None = None, rep_id: int | None = None
) -> list[FollowUp]:
    """The ones that were due on a date in `[first, end)` and were not done by the end of that span."""
    later = and_(follow_ups.c.state == State.DONE, follow_ups.c.settled_on >= end)
    day = follow_ups.c.due_on
    undone = or_(follow_ups.c.state == State.OPEN, later)
    return _found(db, _whose(team_id, rep_id), undone, day >= first, day < end)


def _whose(team_id: int | None, rep_id: int | None) -> ColumnElement[bool]:
    return follow_ups.c.team_id == team_id if team_id is not None else follow_ups.c.rep_id == rep_id


def _found(db: Connection, *which: ColumnElement[bool]) -> list[FollowUp]:
    return [_follow_up(row) for row in db.execute(_all.where(*which))]


def _follow_up(row: AnyRow) -> FollowUp:
    return FollowUp(
        row.id,
        row.visit_id,
        row.team_id,
        row.rep_id,
        row.rep,
        row.root,
        row.customer,
        row.step,
        row.due_on,
        State(row.state),
        row.settled_on,
    )
