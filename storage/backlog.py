"""What an operator sees of the outbox: how much waits, how long, what was given up, and trying again."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Row, case, func, null, or_, select, update

from sales.records import dataclass
from storage.claims import UUID_LIFE
from storage.engine import Connection
from storage.outbox import QUEUED, State, Verb, outbox


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many rows could leave now, and how long the oldest of them has been waiting (zero when none is)."""

    depth: int
    lag: timedelta


@dataclass(frozen=True, slots=True)
class Entry:
    """A row as it is listed: nothing of what it says. All times are aware, in UTC."""

    id: int
    lane: str
    verb: Verb
    about: str
    state: State
    attempts: int
    queued_at: datetime
    retry_at: datetime | None
    sent_at: datetime | None
    message_id: str | None
    code: int | None
    error: str | None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A code of Feishu's: how many rows it keeps back, when and about what the last was tried, and what was said."""

    code: int
    count: int
    at: datetime
    about: str
    error: str


def backlog(db: Connection, now: datetime) -> Backlog:
    """Count what is due and not sent; a row that is to leave later, or is too late, does not wait."""
    since = case((outbox.c.not_before > outbox.c.queued_at, outbox.c.not_before), else_=outbox.c.queued_at)
    due = or_(outbox.c.not_before.is_(None), outbox.c.not_before <= now)
    useful = or_(outbox.c.expires_at.is_(None), outbox.c.expires_at > now)
    waiting = select(func.count(), func.min(since)).where(outbox.c.state == QUEUED, due, useful)
    depth, oldest = db.execute(waiting).one()
    return Backlog(depth, max(now - oldest, timedelta()) if oldest else timedelta())


def counted(db: Connection) -> dict[State, int]:
    """How many rows stand in each state, states without rows included."""
    rows = db.execute(select(outbox.c.state, func.count()).group_by(outbox.c.state))
    return dict.fromkeys(State, 0) | {State(state): number for state, number in rows}


def listed(db: Connection, state: State | None = None, most: int = 50) -> Sequence[Entry]:
    """The newest rows, in one state or in all."""
    columns = [column for column in outbox.c if column.name in Entry.__slots__]
    rows = select(*columns).order_by(outbox.c.id.desc()).limit(most)
    found = db.execute(rows.where(outbox.c.state == state) if state else rows)
    return [_entry(row) for row in found]


def refusals(db: Connection, since: datetime, most: int = 5) -> Sequence[Refusal]:
    """What Feishu has refused since an instant and was not sent after all, the latest code first."""
    refused = (outbox.c.code != 0) & (outbox.c.state != State.SENT) & (outbox.c.claimed_at > since)
    last = func.max(outbox.c.id)
    counted = select(last, func.count()).where(refused).group_by(outbox.c.code).order_by(last.desc()).limit(most)
    counts = {row[0]: row[1] for row in db.execute(counted)}
    rows = db.execute(select(outbox).where(outbox.c.id.in_(counts)).order_by(outbox.c.id.desc()))
    return [Refusal(row.code, counts[row.id], row.claimed_at, row.about, row.error or "") for row in rows]


def waiting(db: Connection, about: str, now: datetime) -> Sequence[int]:
    """The rows about something that could leave now, oldest first."""
    useful = or_(outbox.c.expires_at.is_(None), outbox.c.expires_at > now)
    rows = select(outbox.c.id).where(outbox.c.state == QUEUED, outbox.c.about == about, useful)
    return db.scalars(rows.order_by(outbox.c.id)).all()


def retry(db: Connection, row_id: int, now: datetime) -> bool:
    """Let a row that was parked or has expired be sent after all; False when there is no such row.

    It keeps its `uuid` while Feishu remembers it; an operator who retries later has seen that it never came.
    """
    fresh = or_(outbox.c.claimed_at.is_(None), outbox.c.claimed_at <= now - UUID_LIFE)
    again = update(outbox).where(outbox.c.id == row_id, outbox.c.state.in_([State.PARKED, State.EXPIRED]))
    values = {
        "state": State.QUEUED,
        "attempts": 0,
        "retry_at": null(),
        "expires_at": null(),
        "uuid": case((fresh, uuid4().hex), else_=outbox.c.uuid),
        "unsure_since": case((fresh, null()), else_=outbox.c.unsure_since),
    }
    return db.execute(again.values(**values)).rowcount == 1


def forget(db: Connection, before: datetime) -> int:
    """Delete what was sent or expired and was queued before a moment; what is parked stays."""
    over = outbox.c.state.in_([State.SENT, State.EXPIRED]) & (outbox.c.queued_at < before)
    return db.execute(outbox.delete().where(over)).rowcount


def _entry(row: Row[Any]) -> Entry:
    values = dict(row._mapping)  # noqa: SLF001 - public in all but name
    return Entry(**values | {"verb": Verb(row.verb), "state": State(row.state)})
