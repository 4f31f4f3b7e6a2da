"""What people have to do for each other: tasks with an owner, a due day, and where they came from.

`storage.task_moves` is how they change, `storage.task_mirrors` where they stand in Feishu's own task list.
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
    case,
    func,
    literal_column,
    select,
)

from sales.records import dataclass
from sales.tasks import number
from storage.customers import customers
from storage.engine import AnyRow, Connection, UTCDateTime, metadata, partial_index
from storage.people import people

OPEN: ColumnElement[str] = literal_column("'open'")
"""The state of a task that is still to be done, written out so that partial indexes are used."""


class State(StrEnum):
    """How a task stands."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


tasks = Table(
    "tasks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("team_id", ForeignKey("teams.id"), nullable=False),
    Column("owner_id", ForeignKey("people.id"), nullable=False),
    Column("asked_by", ForeignKey("people.id"), nullable=False),
    Column("customer_id", ForeignKey("customers.id"), index=True),
    Column("what", Text, nullable=False),
    Column("expected", String(500), nullable=False),
    Column("source", String(32), nullable=False),
    Column("start_on", Date),
    Column("due_on", Date, nullable=False),
    Column("first_due_on", Date, nullable=False),
    Column("again_on", Date),
    Column("postponed", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("closed_on", Date),
    Column("closed_at", UTCDateTime),
    Column("closed_by", ForeignKey("people.id")),
    Column("version", Integer, nullable=False),
    Column("said_at", UTCDateTime, nullable=False),
    Column("entered_at", UTCDateTime, nullable=False),
    Index(None, "team_id", "due_on", "owner_id", "state", "closed_on"),
    partial_index("ix_tasks_open", literal_column("state") == OPEN, "owner_id", "due_on"),
    sqlite_autoincrement=True,
)
"""`source` is what it came from: `V-12`, `SO-3`, or the words of a meeting; dates are the team's, `first_due_on` the
one that was asked for first. A task counts by `due_on`: put off in time it moves, put off when it was late it stays and
`again_on` says for when it is promised now. What changed is in the audit under `T-…`."""

task_mirrors = Table(
    "task_mirrors",
    metadata,
    Column("task_id", ForeignKey("tasks.id"), primary_key=True),
    Column("guid", String(100), unique=True),
    Column("client_token", String(64), nullable=False),
    Column("version", Integer, nullable=False),
    Column("synced_at", UTCDateTime),
)
"""The same task in Feishu's own task list: its guid once it is known, and which version of ours it shows."""


@dataclass(frozen=True, slots=True)
class Task:
    """One task as it stands; the customer is the one it counts for (0 and empty: none), dates are the team's.

    `owner_at` and `asker_at` are the open_ids under which both are written to.
    """

    id: int
    team_id: int
    owner_id: int
    owner: str
    owner_at: str
    asker_id: int
    asker: str
    asker_at: str
    customer_id: int
    customer: str
    what: str
    expected: str
    source: str
    start_on: date | None
    due_on: date
    first_due_on: date
    again_on: date | None
    postponed: int
    state: State
    closed_on: date | None
    closed_at: datetime | None
    version: int

    @property
    def number(self) -> str:
        """The short id that people say: `T-7`."""
        return number(self.id)

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.state is State.OPEN

    @property
    def until(self) -> date:
        """The day for which it is promised now: the one people go by. What it counts by is `due_on`."""
        return self.again_on or self.due_on


_owners, _askers, _customers, _roots = (
    people.alias("owners"),
    people.alias("askers"),
    customers.alias("asked_about"),
    customers.alias("roots"),
)
_until = func.coalesce(tasks.c.again_on, tasks.c.due_on)
_is_open = tasks.c.state == OPEN
_all = (
    select(
        tasks,
        _owners.c.name.label("owner"),
        _owners.c.open_id.label("owner_at"),
        _askers.c.name.label("asker"),
        _askers.c.open_id.label("asker_at"),
        _roots.c.id.label("root"),
        _roots.c.name.label("customer"),
    )
    .join(_owners, _owners.c.id == tasks.c.owner_id)
    .join(_askers, _askers.c.id == tasks.c.asked_by)
    .outerjoin(_customers, _customers.c.id == tasks.c.customer_id)
    .outerjoin(_roots, _roots.c.id == func.coalesce(_customers.c.root_id, _customers.c.id))
)
_in_order = _all.order_by(_until, tasks.c.id)


def find(db: Connection, task_id: int) -> Task | None:
    """One by its id; None where there is none."""
    row = db.execute(_all.where(tasks.c.id == task_id)).one_or_none()
    return _task(row) if row else None


def hold(db: Connection, task_id: int) -> Task | None:
    """One by its id, held until the commit: whoever else wants to change it waits. For a write only."""
    row = db.execute(_all.where(tasks.c.id == task_id).with_for_update(of=tasks)).one_or_none()
    return _task(row) if row else None


def tasks_due(
    db: Connection, team_id: int, rep_ids: Collection[int], day: date, until: date | None = None
) -> list[Task]:
    """What these people of a team have open that is promised up to `until` (the day after `day`), overdue ones first.

    A card made before a day off gives the next working day as `until`, so that nothing comes due unannounced.
    """
    last = until or day + timedelta(days=1)
    # `again_on` is never before `due_on`, so the first condition costs nothing and lets the index be used.
    which = (
        tasks.c.owner_id.in_(rep_ids),
        _is_open,
        tasks.c.due_on <= last,
        _until <= last,
        tasks.c.team_id == team_id,
    )
    return _found(db, *which)


def open_of(db: Connection, owner_id: int) -> list[Task]:
    """Everything open of a person in any team, the earliest promised first."""
    return _found(db, tasks.c.owner_id == owner_id, _is_open)


def given_by(db: Connection, asker_id: int) -> list[Task]:
    """Everything open that a person asked of others, the earliest promised first."""
    return _found(db, tasks.c.asked_by == asker_id, tasks.c.owner_id != asker_id, _is_open)


def open_in(db: Connection, team_id: int) -> list[Task]:
    """Everything open in a team, the earliest promised first."""
    return _found(db, tasks.c.team_id == team_id, _is_open)


@dataclass(frozen=True, slots=True)
class Summary:
    """What was due in a span and how it went: `done` of `due` were done by now, `in_time` of them when they were due.

    `overdue` counts what is open and was promised for a day before today, whenever that was.
    """

    due: int
    done: int
    in_time: int
    overdue: int


def summary(db: Connection, team_id: int, first: date, end: date, today: date) -> Summary:
    """A team's tasks that were due in `[first, end)`, and what is overdue today. Dropped ones count for nothing."""
    due = and_(tasks.c.due_on >= first, tasks.c.due_on < end, tasks.c.state != State.DROPPED)
    done = and_(due, tasks.c.state == State.DONE)
    counted = select(
        _counted(due),
        _counted(done),
        _counted(and_(done, tasks.c.closed_on <= tasks.c.due_on)),
        _counted(and_(_is_open, _until < today)),
    ).where(tasks.c.team_id == team_id, tasks.c.due_on < max(end, today))
    return Summary(*db.execute(counted).one())


def _counted(which: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((which, 1), else_=0)), 0)


def _found(db: Connection, *which: ColumnElement[bool]) -> list[Task]:
    return [_task(row) for row in db.execute(_in_order.where(*which))]


def _task(row: AnyRow) -> Task:
    return Task(
        row.id,
        row.team_id,
        row.owner_id,
        row.owner,
        row.owner_at,
        row.asked_by,
        row.asker,
        row.asker_at,
        row.root or 0,
        row.customer or "",
        row.what,
        row.expected,
        row.source,
        row.start_on,
        row.due_on,
        row.first_due_on,
        row.again_on,
        row.postponed,
        State(row.state),
        row.closed_on,
        row.closed_at,
        row.version,
    )
