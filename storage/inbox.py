"""Every delivery that was answered, with its answer, so that asking twice changes nothing and answers the same.

A delivery is known by its `event_key` (the platform's event id, or the message id of something said: the platform may
repeat a message under a new event id). A form that counts once has an `act_key` too: a double click is two events.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Column, Integer, String, Table, Text, bindparam, insert, or_, select, update

from sales.records import dataclass
from storage.engine import AnyRow, Connection, UTCDateTime, metadata
from storage.prepared import Prepared

inbox = Table(
    "inbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("event_key", String(128), nullable=False, unique=True),
    Column("act_key", String(64), unique=True),
    Column("act_digest", String(64)),
    Column("kind", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("answer", Text, nullable=False),
    Column("received_at", UTCDateTime, nullable=False),
    Column("ref", String(8), unique=True),
    Column("delivery", Text),
    Column("error", Text),
    sqlite_autoincrement=True,
)


class State(StrEnum):
    """Whether a delivery was answered, failed on a bug of ours, or was retried after one and answered then."""

    ANSWERED = "answered"
    FAILED = "failed"
    RETRIED = "retried"


@dataclass(frozen=True, slots=True)
class Failure:
    """A delivery that hit a bug: all that is needed to run it again. `delivery` is the event's JSON."""

    ref: str
    kind: str
    state: State
    received_at: datetime
    delivery: str
    error: str


@dataclass(frozen=True, slots=True)
class Keys:
    """By what a delivery is recognised: its event, and (for a form that counts once) the act and what it said."""

    event: str
    act: str | None = None
    digest: str | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """An answer given before. `same` is False when the same form was sent again with something else in it."""

    answer: str
    same: bool


_known = Prepared(
    select(inbox.c.answer, inbox.c.event_key, inbox.c.act_digest)
    .where(or_(inbox.c.event_key == bindparam("event"), inbox.c.act_key == bindparam("act")))
    .order_by((inbox.c.event_key == bindparam("event")).desc())
)
_keep = Prepared(insert(inbox))


def answer_given(db: Connection, keys: Keys) -> Given | None:
    """The answer that this delivery, or the same act in another delivery, got before; None when it is new."""
    row = _known.first(db, {"event": keys.event, "act": keys.act})
    if row is None:
        return None
    return Given(row.answer, row.event_key == keys.event or row.act_digest == keys.digest)


def keep_answer(db: Connection, keys: Keys, kind: str, answer: str, at: datetime) -> None:
    """Remember the answer under its keys. Raises IntegrityError when another process was first."""
    row = {"event_key": keys.event, "act_key": keys.act, "act_digest": keys.digest, "kind": kind}
    _keep.rows(db, row | {"state": State.ANSWERED, "answer": answer, "received_at": at})


def keep_failure(db: Connection, event_key: str, failure: Failure, answer: str) -> None:
    """Keep a delivery that hit a bug, with the answer that told the person so."""
    row = {
        "event_key": event_key,
        "kind": failure.kind,
        "state": State.FAILED,
        "answer": answer,
        "ref": failure.ref,
    }
    kept = {"received_at": failure.received_at, "delivery": failure.delivery, "error": failure.error}
    _keep.rows(db, row | kept)


def mark_retried(db: Connection, ref: str, keys: Keys, answer: str) -> None:
    """Note that a kept delivery has now been answered; its body is forgotten."""
    done = {
        "state": State.RETRIED,
        "answer": answer,
        "act_key": keys.act,
        "act_digest": keys.digest,
        "delivery": None,
    }
    db.execute(update(inbox).where(inbox.c.ref == ref).values(**done))


def failures(db: Connection) -> Sequence[Failure]:
    """The deliveries that wait for a retry, oldest first."""
    rows = db.execute(select(inbox).where(inbox.c.state == State.FAILED).order_by(inbox.c.id))
    return [_failure(row) for row in rows]


def find_failure(db: Connection, ref: str) -> Failure | None:
    """The kept delivery with this reference; None when there is none or it was retried already."""
    row = db.execute(select(inbox).where(inbox.c.ref == ref, inbox.c.state == State.FAILED)).one_or_none()
    return _failure(row) if row else None


def _failure(row: AnyRow) -> Failure:
    return Failure(row.ref, row.kind, State(row.state), row.received_at, row.delivery or "", row.error or "")
