"""Visits that a rep intends to pay: each becomes a visit, is moved, or is dropped."""

from dataclasses import replace
from datetime import date, datetime
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
    bindparam,
    func,
    insert,
    select,
    update,
)

from sales.records import dataclass
from storage.audit import note
from storage.customers import Customer, customers
from storage.engine import AnyRow, Connection, UTCDateTime, metadata
from storage.people import Person, Team, people
from storage.prepared import Prepared

plans = Table(
    "plans",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("team_id", ForeignKey("teams.id"), nullable=False),
    Column("rep_id", ForeignKey("people.id"), nullable=False),
    Column("customer_id", ForeignKey("customers.id"), nullable=False),
    Column("planned_on", Date, nullable=False),
    Column("state", String(16), nullable=False),
    Column("visit_id", ForeignKey("visits.id"), index=True),
    Column("made_at", UTCDateTime, nullable=False),
    Column("settled_at", UTCDateTime),
    Index(None, "rep_id", "planned_on"),
    Index(None, "team_id", "planned_on", "rep_id", "state"),
    sqlite_autoincrement=True,
)


class State(StrEnum):
    """What became of it; DROPPED in good time leaves both sides of K22, MISSED was moved or dropped too late."""

    PLANNED = "planned"
    DONE = "done"
    DROPPED = "dropped"
    MISSED = "missed"


def number(plan_id: int) -> str:
    """The short id that people say: `P-7`."""
    return f"P-{plan_id}"


@dataclass(frozen=True, slots=True)
class Plan:
    """One intended visit; the customer is the one it counts for, the date is the team's."""

    id: int
    team_id: int
    rep_id: int
    rep: str
    customer_id: int
    customer: str
    planned_on: date
    state: State
    visit_id: int | None

    @property
    def number(self) -> str:
        """The short id that people say: `P-7`."""
        return number(self.id)


def make_plan(db: Connection, team: Team, rep: Person, customer: Customer, planned_on: date, at: datetime) -> Plan:
    """Keep the intention to visit a customer on a date; the one that stands already, where there is one."""
    span = (plans.c.rep_id == rep.id) & (plans.c.planned_on == planned_on)
    standing = _found(db, span, plans.c.state.in_((State.PLANNED, State.DONE)), _root == customer.id)
    if standing:
        return standing[0]
    row = {"team_id": team.id, "rep_id": rep.id, "customer_id": customer.id, "planned_on": planned_on}
    key = db.execute(insert(plans), row | {"state": State.PLANNED, "made_at": at}).inserted_primary_key or (0,)
    return Plan(key[0], team.id, rep.id, rep.name, customer.id, customer.name, planned_on, State.PLANNED, None)


def close_plan(db: Connection, plan: Plan, state: State, at: datetime) -> None:
    """Give up a plan: dropped in good time, or missed."""
    note(db, at, plan.rep_id, state, plan.number, {"state": plan.state})
    db.execute(update(plans).where(plans.c.id == plan.id).values(state=state, settled_at=at))


def fulfil(
    db: Connection, visit_id: int, rep_id: int, root_id: int, span: tuple[date, date, date], at: datetime
) -> Plan | None:
    """Mark as done by a visit the rep's plan for this customer nearest to the visit's date, and give it.

    `span` is the first date a plan may have, the visit's own, and the last; the earlier of two equally near.
    """
    first, visited_on, last = span
    rows = _near.rows(db, {"rep": rep_id, "first": first, "last": last, "root": root_id})
    found = [_plan(row) for row in rows]
    if not found:
        return None
    plan = min(found, key=lambda each: (abs(each.planned_on - visited_on), each.planned_on))
    done = {"state": State.DONE, "visit_id": visit_id, "settled_at": at}
    db.execute(update(plans).where(plans.c.id == plan.id).values(**done))
    return replace(plan, state=State.DONE, visit_id=visit_id)


def unfulfil(db: Connection, visit_id: int) -> list[Plan]:
    """Plan again what this visit had done, and give it."""
    found = _found(db, plans.c.visit_id == visit_id)
    db.execute(
        update(plans).where(plans.c.visit_id == visit_id).values(state=State.PLANNED, visit_id=None, settled_at=None)
    )
    return [replace(plan, state=State.PLANNED, visit_id=None) for plan in found]


_roots = customers.alias("roots")
_root = func.coalesce(customers.c.root_id, customers.c.id)
_all = (
    select(plans, _roots.c.id.label("root"), _roots.c.name.label("customer"), people.c.name.label("rep"))
    .join(customers, customers.c.id == plans.c.customer_id)
    .join(_roots, _roots.c.id == _root)
    .join(people, people.c.id == plans.c.rep_id)
    .order_by(plans.c.planned_on, plans.c.id)
)


_near = Prepared(
    _all.where(
        plans.c.rep_id == bindparam("rep"),
        plans.c.planned_on.between(bindparam("first"), bindparam("last")),
        plans.c.state == State.PLANNED,
        _root == bindparam("root"),
    )
)


def hold_plan(db: Connection, plan_id: int) -> Plan | None:
    """One by its id, held until the commit: whoever else wants to settle it waits. For a write only."""
    row = db.execute(_all.where(plans.c.id == plan_id).with_for_update(of=plans)).one_or_none()
    return _plan(row) if row else None


def plans_of(db: Connection, rep_id: int, first: date, end: date) -> list[Plan]:
    """A rep's plans for dates in `[first, end)` that were not dropped in good time, by date."""
    span = (plans.c.rep_id == rep_id) & (plans.c.planned_on >= first) & (plans.c.planned_on < end)
    return _found(db, span, plans.c.state != State.DROPPED)


def completion(listed: list[Plan]) -> tuple[int, int]:
    """How many of these plans were done, and how many of them count (K22): all that were not dropped in good time."""
    counted = [plan for plan in listed if plan.state is not State.DROPPED]
    return sum(plan.state is State.DONE for plan in counted), len(counted)


def _found(db: Connection, *which: ColumnElement[bool]) -> list[Plan]:
    return [_plan(row) for row in db.execute(_all.where(*which))]


def _plan(row: AnyRow) -> Plan:
    return Plan(
        row.id,
        row.team_id,
        row.rep_id,
        row.rep,
        row.root,
        row.customer,
        row.planned_on,
        State(row.state),
        row.visit_id,
    )
