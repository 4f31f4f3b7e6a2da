"""How tasks come into being and change; every change is one version more and a row in the audit.

Whoever changes a task holds it first (`storage.tasks.hold`), so that of two who press at once one is second.
"""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import insert, select, update

from sales.records import dataclass
from sales.tasks import Wanted, due_after_putting_off, number
from storage.audit import audit, note
from storage.engine import Connection
from storage.people import people
from storage.tasks import State, Task, find, tasks


@dataclass(frozen=True, slots=True)
class Given:
    """Who is asked by whom, in which team, about which customer (0: none), for when and what; `said_at` is aware."""

    team_id: int
    owner_id: int
    asker_id: int
    customer_id: int
    wanted: Wanted
    said_at: datetime


def add(db: Connection, given: Given, at: datetime) -> Task:
    """Keep a new task, entered at `at`."""
    wanted = given.wanted
    row = {
        "team_id": given.team_id,
        "owner_id": given.owner_id,
        "asked_by": given.asker_id,
        "customer_id": given.customer_id or None,
        "what": wanted.what,
        "expected": wanted.expected,
        "source": wanted.source,
        "start_on": wanted.start_on,
        "due_on": wanted.due_on,
        "first_due_on": wanted.due_on,
        "postponed": 0,
        "state": State.OPEN,
        "version": 1,
        "said_at": given.said_at,
        "entered_at": at,
    }
    made = db.scalar(insert(tasks).returning(tasks.c.id), row)
    note(db, at, given.asker_id, "ask", number(made or 0), {})
    return _now(db, made or 0)


def same_task(db: Connection, given: Given) -> Task | None:
    """The open task by which the same person was asked for the same by the same; said twice, it is one."""
    wanted = given.wanted
    asked = select(tasks.c.id).where(
        tasks.c.owner_id == given.owner_id,
        tasks.c.state == State.OPEN,
        tasks.c.due_on == wanted.due_on,
        tasks.c.asked_by == given.asker_id,
        tasks.c.what == wanted.what,
    )
    found = db.scalar(asked.order_by(tasks.c.id).limit(1))
    return find(db, found) if found else None


def finish(db: Connection, task: Task, by: int, on: date, at: datetime) -> Task:
    """Mark an open one as done on a local date of its team, by a person."""
    closed = {"state": State.DONE, "closed_on": on, "closed_at": at, "closed_by": by}
    return _changed(db, task, by, "done", {"state": task.state}, closed, at)


def reopen(db: Connection, task: Task, by: int, at: datetime) -> Task:
    """Open one again that was done or dropped; its day stays, and if that is over, it is late."""
    opened = {"state": State.OPEN, "closed_on": None, "closed_at": None, "closed_by": None}
    before = {"state": task.state, "closed_on": str(task.closed_on)}
    return _changed(db, task, by, "reopen", before, opened, at)


def postpone(db: Connection, task: Task, by: int, to: date, today: date, reason: str, at: datetime) -> Task:
    """Promise an open one for another day; see `due_after_putting_off` for the day by which it counts."""
    due_on, again_on = due_after_putting_off(task.due_on, to, today)
    put_off = {"due_on": due_on, "again_on": again_on, "postponed": task.postponed + 1}
    before = {"due_on": str(task.due_on), "until": str(task.until), "to": str(to), "reason": reason}
    return _changed(db, task, by, "postpone", before, put_off, at)


def hand_over(db: Connection, task: Task, by: int, owner_id: int, team_id: int, reason: str, at: datetime) -> Task:
    """Make it somebody else's, who is in this team; how often it was put off stays with it."""
    before = {"owner_id": task.owner_id, "team_id": task.team_id, "to": owner_id, "reason": reason}
    return _changed(db, task, by, "hand_over", before, {"owner_id": owner_id, "team_id": team_id}, at)


def drop(db: Connection, task: Task, by: int, on: date, reason: str, at: datetime) -> Task:
    """Give up an open one, for a reason."""
    closed = {"state": State.DROPPED, "closed_on": on, "closed_at": at, "closed_by": by}
    return _changed(db, task, by, "drop", {"state": task.state, "reason": reason}, closed, at)


@dataclass(frozen=True, slots=True)
class PutOff:
    """One time that a task was put off: when, by whom, from which day to which, and why (empty if nobody said)."""

    at: datetime
    by: str
    was: date
    to: date
    reason: str


def put_offs(db: Connection, task: Task) -> list[PutOff]:
    """How a task was put off, in order."""
    asked = select(audit.c.at, people.c.name, audit.c.before).join(people, people.c.id == audit.c.actor_id)
    rows = db.execute(asked.where(audit.c.subject == task.number, audit.c.verb == "postpone").order_by(audit.c.id))
    return [
        PutOff(
            row.at,
            row.name,
            date.fromisoformat(row.before["until"]),
            date.fromisoformat(row.before["to"]),
            row.before["reason"],
        )
        for row in rows
    ]


def why_dropped(db: Connection, task: Task) -> str:
    """The reason for which a task was given up last; empty where it never was."""
    asked = select(audit.c.before).where(audit.c.subject == task.number, audit.c.verb == "drop")
    before = db.scalar(asked.order_by(audit.c.id.desc()).limit(1))
    return str(before["reason"]) if before else ""


def _changed(
    db: Connection,
    task: Task,
    by: int,
    verb: str,
    before: Mapping[str, object],
    after: Mapping[str, object],
    at: datetime,
) -> Task:
    note(db, at, by, verb, task.number, before)
    db.execute(update(tasks).where(tasks.c.id == task.id).values(version=task.version + 1, **after))
    return _now(db, task.id)


def _now(db: Connection, task_id: int) -> Task:
    found = find(db, task_id)
    if found is None:
        raise LookupError(task_id)
    return found
