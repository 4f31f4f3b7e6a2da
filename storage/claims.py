"""How a sender takes rows from the outbox and says how it went: leased, in order, no faster than allowed.

A claim is also the permit to call, and the permit counts until a second (and a minute) after the call has ended: a call
reaches Feishu at some moment between the two, so however long each of them takes, no span of a second sees more of them
than there are permits. They are counted in the database, for any number of processes together.

A row whose call may or may not have reached Feishu is sent again with the same `uuid`, which Feishu remembers for an
hour; after that it is parked.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Row,
    Select,
    and_,
    case,
    func,
    null,
    or_,
    select,
    update,
)

from sales.records import dataclass
from storage.engine import Connection
from storage.outbox import BY_KEY, QUEUED, State, Verb, outbox

APP_SECOND, APP_MINUTE, LANE_SECOND = 50, 1_000, 5
"""Feishu's limits: calls per app in a second and in a minute, and to one person or group in a second."""

SECOND, MINUTE = timedelta(seconds=1.05), timedelta(seconds=60.25)
"""How long a permit counts after its call: a little over the platform's windows, for clocks that do not quite agree."""

STRAGGLING = timedelta(seconds=5)
"""How long a call that has not ended holds its permit; after that its process has died, or Feishu has long had it."""

RESERVED_SECOND, RESERVED_MINUTE = 2, 20
"""Permits that sends leave to replies and changes, so that who asks is answered during a large push."""

LEASE = timedelta(seconds=60)
"""How long a claimed row is left alone: longer than the slowest call with its token and its second try."""

UUID_LIFE = timedelta(minutes=58)
"""How long a `uuid` is trusted to keep a message from appearing twice; Feishu promises an hour."""

LONGEST_WAIT = timedelta(seconds=600)
"""No row waits longer than this before it is tried again; one that seems to has seen the clock jump back."""

_CLAIMING = 0x5A1E5B07
"""The PostgreSQL advisory lock under which claims are made one after another."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A row that its holder may deliver until `lease_until`; `fence` is its right to say how that went.

    `attempts` counts the failures before this one. `unsure_since` is when an earlier try may first have
    reached Feishu without an answer.
    """

    id: int
    lane: str
    verb: Verb
    content: str
    target: str
    about: str
    uuid: str
    attempts: int
    fence: int
    lease_until: datetime
    unsure_since: datetime | None


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a row could not be delivered.

    `reached` False says that Feishu did not take the message and that this does not count against the row,
    True that Feishu refused it, None that nobody knows. `code` is Feishu's, or 0 where there was no answer.
    """

    code: int
    reason: str
    reached: bool | None = True


UNKNOWN_OUTCOME = Failure(
    0, "unknown whether it was sent: no answer came, and Feishu forgets a uuid after an hour", reached=None
)
"""Why a row is not sent again blindly."""


@dataclass(frozen=True, slots=True)
class Claims:
    """What one claim gave: rows to deliver, and rows it parked as nobody knows whether they were sent."""

    rows: Sequence[Claimed]
    unsure: Sequence[Claimed]


def anything(db: Connection) -> bool:
    """Whether any row waits at all: a cheap question that spares an idle sender its claims."""
    return db.execute(select(outbox.c.id).where(outbox.c.state == QUEUED).limit(1)).first() is not None


def claim(db: Connection, now: datetime, most: int, lease: timedelta = LEASE) -> Claims:
    """Take up to `most` rows that may be delivered now, at most one per lane; also drops what has expired.

    Answers come first, then groups, then single people. Fewer rows come when the limits are reached.
    """
    if db.dialect.name == "postgresql":
        # Held until the commit: whoever claims next counts these permits too.
        db.execute(select(func.pg_advisory_xact_lock(_CLAIMING)))
    _expire(db, now)
    answers, pushes = _permits(db, now)
    taken = _turns(db, now, min(most, answers), min(most, pushes)) if answers > 0 else []
    targets = _targets(db, taken, now)
    taken = [row for row in taken if row.id in targets]
    _lease(db, [row.id for row in taken], now, lease)
    rows = [_claimed(row, targets[row.id], now + lease) for row in taken]
    unsure = [row for row in rows if _too_late_to_repeat(row, now)]
    for row in unsure:
        park(db, row, now, UNKNOWN_OUTCOME)
    return Claims([row for row in rows if row not in unsure], unsure)


def claim_one(db: Connection, row_id: int, now: datetime) -> Claimed | None:
    """Take one message out of turn, before others of its lane and beside the rates; None while somebody holds it."""
    free = and_(outbox.c.id == row_id, outbox.c.state == QUEUED, _passed(outbox.c.lease_until, now))
    row = db.execute(select(outbox).where(free).with_for_update(skip_locked=True)).one_or_none()
    if row is None:
        return None
    _lease(db, [row_id], now, LEASE)
    return _claimed(row, row.target, now + LEASE)


def sent(db: Connection, row: Claimed, at: datetime, message_id: str | None = None) -> bool:
    """Note that a row was delivered; False when somebody else has claimed it since."""
    done = {"state": State.SENT, "sent_at": at, "message_id": message_id, "code": 0, "error": None}
    return _settle(db, row, claimed_at=at, **done)


def postpone(db: Connection, row: Claimed, at: datetime, until: datetime, why: Failure) -> bool:
    """Leave a row whose call ended `at` for another try at `until`; its lane waits with it."""
    failures = row.attempts + (why.reached is not False)
    values: dict[str, Any] = {"attempts": failures, "retry_at": until}
    if why.reached is not None:
        values["unsure_since"] = row.unsure_since
    return _settle(db, row, claimed_at=at, code=why.code, error=why.reason[:500], **values)


def park(db: Connection, row: Claimed, at: datetime, why: Failure) -> bool:
    """Give a row up with its reason, until an operator wants it tried again; its lane goes on without it."""
    given_up = {"state": State.PARKED, "attempts": row.attempts + 1, "code": why.code, "error": why.reason[:500]}
    return _settle(db, row, claimed_at=at, **given_up)


def drop(db: Connection, row: Claimed, at: datetime, why: Failure) -> bool:
    """Let a row go that is of no use any more; nobody has to look at it."""
    return _settle(db, row, claimed_at=at, state=State.EXPIRED, code=why.code, error=why.reason[:500])


def release(db: Connection, row: Claimed) -> bool:
    """Give back a row that nobody began to deliver, to be taken again at once."""
    return _settle(db, row, unsure_since=row.unsure_since)


def abandon(db: Connection, row: Claimed, until: datetime) -> bool:
    """Give back a row whose call may still be under way, to be taken again when that must be over."""
    return _settle(db, row, retry_at=until)


def _settle(db: Connection, row: Claimed, **values: object) -> bool:
    held = (outbox.c.id == row.id) & (outbox.c.fence == row.fence) & (outbox.c.state == QUEUED)
    return db.execute(update(outbox).where(held).values(lease_until=None, **values)).rowcount == 1


def _expire(db: Connection, now: datetime) -> None:
    late = (outbox.c.state == QUEUED) & (outbox.c.expires_at <= now) & _passed(outbox.c.lease_until, now)
    db.execute(update(outbox).where(late).values(state=State.EXPIRED))


def _permits(db: Connection, now: datetime) -> tuple[int, int]:
    """How many calls may start now: of any kind, and as sends that nobody is waiting for."""
    # The time comes first: SQLite fetches no row from the table for those of whose permit the index says enough.
    under_way = and_(outbox.c.claimed_at > now - STRAGGLING, outbox.c.state == QUEUED, outbox.c.lease_until > now)
    last_second = or_(outbox.c.claimed_at > now - SECOND, under_way)
    counted = select(func.count(), func.count(case((last_second, 1))))
    minute, second = db.execute(counted.where(_within(outbox.c.claimed_at, now, MINUTE))).one()
    answers = min(APP_SECOND - second, APP_MINUTE - minute)
    return answers, min(APP_SECOND - RESERVED_SECOND - second, APP_MINUTE - RESERVED_MINUTE - minute)


def _within(moment: ColumnElement[Any], now: datetime, span: timedelta) -> ColumnElement[bool]:
    """Within the last `span`; what lies more than seconds ahead was written before the clock was set back."""
    return and_(moment > now - span, moment <= now + timedelta(seconds=5))


def _passed(moment: ColumnElement[Any], now: datetime) -> ColumnElement[bool]:
    """Absent, over, or so far ahead that it was written before the clock was set back."""
    return or_(moment.is_(None), moment <= now, moment > now + LONGEST_WAIT)


def _due(table: FromClause, now: datetime) -> ColumnElement[bool]:
    return and_(table.c.state == QUEUED, or_(table.c.not_before.is_(None), table.c.not_before <= now))


def _turns(db: Connection, now: datetime, answers: int, pushes: int) -> list[Row[Any]]:
    """Whose turn it is: `answers` rows at most, of which only those that come before `pushes` may be sends."""
    wanted = _candidates(now).limit(answers)
    found = db.execute(wanted if pushes > 0 else wanted.where(outbox.c.rank == 0)).all()
    return [row for place, row in enumerate(found) if row.rank == 0 or place < pushes]


def _candidates(now: datetime) -> Select[Any]:
    """The heads of their lanes that are due and neither held, nor backing off, nor beyond the lane's rate."""
    before, recent = outbox.alias(), outbox.alias()
    # Not NOT EXISTS: PostgreSQL would make a join of it that reads the whole queue for every row it finds.
    heads = select(before.c.id).where(_due(before, now), before.c.lane == outbox.c.lane)
    head = heads.order_by(before.c.id).limit(1).scalar_subquery()
    lately = (recent.c.lane == outbox.c.lane) & _within(recent.c.claimed_at, now, SECOND)
    calls = select(func.count()).select_from(recent).where(lately).scalar_subquery()
    free = and_(_passed(outbox.c.lease_until, now), _passed(outbox.c.retry_at, now))
    return (
        select(outbox)
        .where(_due(outbox, now), free, outbox.c.id == head, calls < LANE_SECOND)
        .order_by(outbox.c.rank, outbox.c.id)
        .with_for_update(of=outbox, skip_locked=True)
    )


def _too_late_to_repeat(row: Claimed, now: datetime) -> bool:
    """Whether trying once more could show a message twice; changing a card or reading twice does no harm."""
    shows = row.verb in (Verb.SEND, Verb.SEND_FILE, Verb.REPLY)
    return bool(shows and row.unsure_since and now - row.unsure_since > UUID_LIFE)


def _lease(db: Connection, ids: Sequence[int], now: datetime, lease: timedelta) -> None:
    unsure = func.coalesce(outbox.c.unsure_since, now)
    taken = update(outbox).where(outbox.c.id.in_(ids)).values(fence=outbox.c.fence + 1, unsure_since=unsure)
    if ids:
        db.execute(taken.values(claimed_at=now, lease_until=now + lease, retry_at=null()))


def _targets(db: Connection, taken: Sequence[Row[Any]], now: datetime) -> dict[int, str]:
    """The message that each row is about, by the row's id; without those whose message will never be, or not yet.

    Only patches that name their message by its dedupe key cost a question; it was sent before them, in their lane.
    """
    keys = {row.id: row.target[len(BY_KEY) :] for row in taken if _names_a_key(row)}
    targets = {row.id: row.target for row in taken if row.id not in keys}
    if not keys:
        return targets
    found = select(outbox.c.dedupe, outbox.c.state, outbox.c.message_id).where(outbox.c.dedupe.in_(keys.values()))
    about = {row.dedupe: row for row in db.execute(found)}
    for row_id, key in keys.items():
        message = about.get(key)
        if message and message.message_id:
            targets[row_id] = message.message_id
        else:
            _put_off(db, row_id, now, waits=message is not None and message.state == State.QUEUED)
    return targets


def _names_a_key(row: Row[Any]) -> bool:
    return bool(row.verb in (Verb.PATCH, Verb.WRITE_TASK) and row.target.startswith(BY_KEY))


def _put_off(db: Connection, row_id: int, now: datetime, *, waits: bool) -> None:
    """Let a patch wait for its message, or expire with it."""
    never = {"state": State.EXPIRED, "error": "its message was never sent"}
    values = {"not_before": now + MINUTE} if waits else never
    db.execute(update(outbox).where(outbox.c.id == row_id).values(**values))


def _claimed(row: Row[Any], target: str, until: datetime) -> Claimed:
    return Claimed(
        id=row.id,
        lane=row.lane,
        verb=Verb(row.verb),
        content=row.content,
        target=target,
        about=row.about,
        uuid=row.uuid,
        attempts=row.attempts,
        fence=row.fence + 1,
        lease_until=until,
        unsure_since=row.unsure_since,
    )
