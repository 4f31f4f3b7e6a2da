"""What the bot wants to say, kept in the transaction that decided to say it, until Feishu has it.

`storage.claims` is how a sender takes rows and settles them, `storage.backlog` what an operator sees of them.
"""

from datetime import datetime
from enum import StrEnum
from uuid import uuid4

from sqlalchemy import (
    Column,
    ColumnElement,
    Integer,
    SmallInteger,
    String,
    Table,
    Text,
    collate,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.sql.dml import ReturningInsert

from sales.records import dataclass
from storage.engine import Connection, UTCDateTime, insert_into, metadata, partial_index


class Verb(StrEnum):
    """What to do at Feishu: post a card or a sheet, answer a message, change a card, or read something to keep here.

    `WRITE_TASK` and `READ_TASK` are about Feishu's own task list: `target` is the task's guid there.
    """

    SEND = "send"
    SEND_FILE = "send_file"
    REPLY = "reply"
    PATCH = "patch"
    READ_MEMBERS = "read_members"
    READ_SELF = "read_self"
    READ_FILE = "read_file"
    WRITE_TASK = "write_task"
    READ_TASK = "read_task"


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
    # When it was last claimed; once the call has ended, when that was: from then on its permit runs out.
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
partial_index("ix_outbox_turn", _waiting, outbox.c.rank, outbox.c.id)
partial_index("ix_outbox_lane", _waiting, outbox.c.lane, outbox.c.id)
partial_index("ix_outbox_expires_at", _waiting & outbox.c.expires_at.is_not(None), outbox.c.expires_at)
partial_index("ix_outbox_claimed_at", outbox.c.claimed_at.is_not(None), outbox.c.claimed_at, outbox.c.lane)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Something a handler or a push wants said.

    `lane` is the receiver, a chat_id `oc_…` or an open_id `ou_…`; order within it is kept. `content` is
    the card's or sheet's JSON text, `target` the message that a reply, patch or reading is about, `about` a short word
    for lists. A `dedupe` key that was used before makes it a no-op. What is unsent at `expires_at` is dropped.

    A patch may name its message as `=` and the dedupe key of the row in the same lane that sends it, before anybody
    knows the message's id; if that row never becomes a message, the patch expires with it.
    """

    lane: str
    verb: Verb
    content: str = ""
    target: str = ""
    about: str = ""
    dedupe: str | None = None
    not_before: datetime | None = None
    expires_at: datetime | None = None


NOWHERE = "import:"
"""What the lane of a team begins with that came out of files without a chat: Feishu knows no such group."""

BY_KEY = "="
"""What a patch's target begins with when it names a row by its dedupe key."""


def enqueue(db: Connection, outgoing: Outgoing, at: datetime) -> int | None:
    """Keep one thing to be said, decided at `at`; give its id, or None if its dedupe key was used before.

    A patch of what nobody has begun to send yet makes no row of its own: it changes the row that waits, be that the
    message or an earlier patch of it, and gives that row's id. Its own dedupe key is not kept then.

    What would go `NOWHERE` is dropped: it could only be given up, one row of an alarm for each card of each day.
    """
    if outgoing.lane.startswith(NOWHERE):
        return None
    if outgoing.verb is Verb.PATCH and outgoing.target and (waiting := _change_waiting(db, outgoing)) is not None:
        return waiting
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


def cancel(db: Connection, prefix: str) -> int:
    """Drop what waits under dedupe keys that begin with this and is not being sent just now; give how many rows."""
    key = collate(outbox.c.dedupe, "C") if db.dialect.name == "postgresql" else outbox.c.dedupe
    # A range, for LIKE would not use the index on either database; the last character's neighbour ends it.
    begins = (key >= prefix) & (key < prefix[:-1] + chr(ord(prefix[-1]) + 1))
    waits = (outbox.c.state == QUEUED) & outbox.c.lease_until.is_(None)
    gone = update(outbox).where(begins, waits).values(state=State.EXPIRED, error="cancelled")
    return len(db.execute(gone.returning(outbox.c.id)).all())


def message_of(db: Connection, dedupe: str) -> tuple[State, str] | None:
    """How the row with this dedupe key stands, and its message's id once there is one; None without such a row."""
    row = db.execute(select(outbox.c.state, outbox.c.message_id).where(outbox.c.dedupe == dedupe)).one_or_none()
    return (State(row.state), row.message_id or "") if row else None


def _change_waiting(db: Connection, patch: Outgoing) -> int | None:
    """Put a patch's content into the row of its message, or of an earlier patch, that nobody has ever claimed."""
    same_target = (outbox.c.verb == Verb.PATCH) & (outbox.c.target == patch.target)
    is_message = outbox.c.dedupe == patch.target.removeprefix(BY_KEY)
    about = or_(same_target, is_message) if patch.target.startswith(BY_KEY) else same_target
    waits = (outbox.c.lane == patch.lane) & (outbox.c.state == QUEUED) & outbox.c.claimed_at.is_(None)
    changed = update(outbox).where(waits, about).values(content=patch.content).returning(outbox.c.id)
    row = db.execute(changed).first()
    return row.id if row else None


_insertions: dict[str, ReturningInsert[int]] = {}


def _insertion(db: Connection) -> ReturningInsert[int]:
    """Built once for each kind of database: building it costs more than running it."""
    kind = db.dialect.name
    if kind not in _insertions:
        row = insert_into(db, outbox).on_conflict_do_nothing(index_elements=["dedupe"])
        _insertions[kind] = row.returning(outbox.c.id)
    return _insertions[kind]


def _rank(outgoing: Outgoing) -> int:
    """Whoever waits for an answer comes first, then groups, then single people.

    Nobody waits for a message to be changed that is named by its key: a thousand reminders may change at once.
    """
    if outgoing.verb in (Verb.WRITE_TASK, Verb.READ_TASK):
        return 2
    if outgoing.verb is not Verb.SEND and not outgoing.target.startswith(BY_KEY):
        return 0
    return 1 if outgoing.lane.startswith("oc_") else 2
