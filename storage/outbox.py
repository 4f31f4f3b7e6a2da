"""What the bot wants to say, kept in the transaction that decided to say it, until Feishu has it.

`storage.claims` is how a sender takes rows and settles them, `storage.backlog` what an operator sees of them.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import uuid4

from sqlalchemy import (
    Column,
    ColumnElement,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    Text,
    literal_column,
)
from sqlalchemy.sql.dml import ReturningInsert

from storage.engine import Connection, UTCDateTime, insert_into, metadata


class Verb(StrEnum):
    """What to do at Feishu: post a card, answer a message, change a card, or read something to keep here."""

    SEND = "send"
    REPLY = "reply"
    PATCH = "patch"
    READ_MEMBERS = "read_members"
    READ_SELF = "read_self"


class State(StrEnum):
    """Where a row stands: waiting or being sent, done, given up with a reason, or too late to be of use."""

    QUEUED = "queued"
    SENT = "sent"
    PARKED = "parked"
    EXPIRED = "expired"


QUEUED: ColumnElement[str] = literal_column("'queued'")
"""`State.QUEUED` written out, not bound: SQLite uses a partial index only if it can read the condition."""

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("lane", String(64), nullable=False),
    Column("rank", SmallInteger, nullable=False),
    Column("verb", String(16), nullable=False),
    Column("target", String(64), nullable=False),
    Column("about", String(64), nullable=False),
    Column("dedupe", String(200), unique=True),
    Column("uuid", String(50), nullable=False, unique=True),
    Column("queued_at", UTCDateTime, nullable=False),
    Column("not_before", UTCDateTime),
    Column("expires_at", UTCDateTime),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("retry_at", UTCDateTime),
    Column("claimed_at", UTCDateTime),
    Column("lease_until", UTCDateTime),
    Column("fence", Integer, nullable=False),
    Column("unsure_since", UTCDateTime),
    Column("sent_at", UTCDateTime),
    Column("message_id", String(64)),
    Column("code", Integer),
    Column("error", String(500)),
    Column("content", Text, nullable=False),
)
_waiting = outbox.c.state == QUEUED
for _name, _columns, _condition in (
    ("ix_outbox_turn", (outbox.c.rank, outbox.c.id), _waiting),
    ("ix_outbox_lane", (outbox.c.lane, outbox.c.id), _waiting),
    ("ix_outbox_expires_at", (outbox.c.expires_at,), _waiting & outbox.c.expires_at.is_not(None)),
    ("ix_outbox_claimed_at", (outbox.c.claimed_at, outbox.c.lane), outbox.c.claimed_at.is_not(None)),
):
    Index(_name, *_columns, sqlite_where=_condition, postgresql_where=_condition)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Something a handler or a push wants said.

    `lane` is the receiver, a chat_id `oc_…` or an open_id `ou_…`; order within it is kept. `content` is the
    card's JSON text, `target` the message that a reply or patch is about, `about` a short word for lists. A
    `dedupe` key that was used before makes it a no-op. What is unsent at `expires_at` is dropped.
    """

    lane: str
    verb: Verb
    content: str = ""
    target: str = ""
    about: str = ""
    dedupe: str | None = None
    not_before: datetime | None = None
    expires_at: datetime | None = None


def enqueue(db: Connection, outgoing: Outgoing, at: datetime) -> int | None:
    """Keep one thing to be said, decided at `at`; give its id, or None if its dedupe key was used before."""
    row = {
        "lane": outgoing.lane,
        "rank": _rank(outgoing),
        "verb": outgoing.verb,
        "target": outgoing.target,
        "about": outgoing.about,
        "dedupe": outgoing.dedupe,
        "uuid": uuid4().hex,
        "queued_at": at,
        "not_before": outgoing.not_before,
        "expires_at": outgoing.expires_at,
        "state": State.QUEUED,
        "attempts": 0,
        "fence": 0,
        "content": outgoing.content,
    }
    found: int | None = db.scalar(_insertion(db), row)
    return found


_insertions: dict[str, ReturningInsert[int]] = {}


def _insertion(db: Connection) -> ReturningInsert[int]:
    """Built once for each kind of database: building it costs more than running it."""
    kind = db.dialect.name
    if kind not in _insertions:
        row = insert_into(db, outbox).on_conflict_do_nothing(index_elements=["dedupe"])
        _insertions[kind] = row.returning(outbox.c.id)
    return _insertions[kind]


def _rank(outgoing: Outgoing) -> int:
    """Whoever waits for an answer comes first, then groups, then single people."""
    if outgoing.verb is not Verb.SEND:
        return 0
    return 1 if outgoing.lane.startswith("oc_") else 2
