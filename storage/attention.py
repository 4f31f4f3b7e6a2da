"""What people were told unasked, day by day: the budget that every such message comes out of, and what it led to."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from sqlalchemy import (
    JSON,
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
    delete,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.sql.dml import ReturningInsert

from sales.attention import ACTED_WITHIN, Day, Verdict, Weight
from sales.records import dataclass
from storage.engine import Connection, UTCDateTime, insert_into, metadata, partial_index
from storage.people import people
from storage.prepared import Prepared

unasked = Table(
    "unasked",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("day", Date, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("message", String(200), nullable=False, unique=True),
    Column("rang", Boolean, nullable=False),
    Column("item", JSON(none_as_null=True)),
    Column("made_at", UTCDateTime, nullable=False),
    Column("acted_at", UTCDateTime),
    Column("settled_at", UTCDateTime),
    Column("again_at", UTCDateTime),
    Index(None, "person_id", "day"),
    Index(None, "kind", "made_at"),
)
"""One row for each thing somebody was told unasked on a local date: `message` is the dedupe key under which it was
said, `rang` whether it came as a message of its own or stands on the day's card only, `item` the line for it there.

`made_at` is when it may leave, `settled_at` when nothing was to be done about it any more, `again_at` until when it was
put off."""

partial_index("ix_unasked_not_acted", unasked.c.acted_at.is_(None), unasked.c.person_id, unasked.c.made_at)
partial_index("ix_unasked_again_at", unasked.c.again_at.is_not(None), unasked.c.again_at)

STALE: ColumnElement[bool] = literal_column("stale")
"""`stale` written out, not bound: SQLite uses a partial index only if it can read the condition."""

attention_days = Table(
    "attention_days",
    metadata,
    Column("person_id", ForeignKey("people.id"), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("rang", Integer, nullable=False),
    Column("escalated", Integer, nullable=False),
    Column("card", String(200)),
    Column("mixed", Boolean, nullable=False),
    Column("stale", Boolean, nullable=False),
    partial_index("ix_attention_days_stale", STALE, "person_id"),
)
"""One row for each person and local date: how often they were rung, and the key of the message that is the day's card.

`mixed` says that more stands on that card than it was sent with, `stale` that it has to be composed anew."""

kind_mutes = Table(
    "kind_mutes",
    metadata,
    Column("person_id", ForeignKey("people.id"), primary_key=True),
    Column("kind", String(32), primary_key=True),
    Column("until", UTCDateTime, nullable=False),
    Column("set_at", UTCDateTime, nullable=False),
)
"""Which kind of message somebody wants none of, and until when."""

off_kinds = Table(
    "off_kinds",
    metadata,
    Column("kind", String(32), primary_key=True),
    Column("off_by", ForeignKey("people.id"), nullable=False),
    Column("off_at", UTCDateTime, nullable=False),
)
"""Kinds of messages that an admin has switched off for everybody."""


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that somebody is told unasked: of which kind, under which dedupe key, and its line on a day's card.

    `leaves_at` is when it may leave, which decides the local date it counts for.
    """

    person_id: int
    day: date
    kind: str
    message: str
    item: Mapping[str, str] | None
    leaves_at: datetime


@dataclass(frozen=True, slots=True)
class Held:
    """Somebody's day, held until the commit; `card` is the dedupe key of the day's card, empty without one."""

    day: Day
    card: str


def day_key(day: date, person_id: int) -> str:
    """The dedupe key of the card that is made as somebody's card of a day."""
    return f"day/{day.isoformat()}/{person_id}"


_insertions: dict[str, tuple[ReturningInsert[int], ReturningInsert[tuple[int, int, str]]]] = {}


def _statements(db: Connection) -> tuple[ReturningInsert[int], ReturningInsert[tuple[int, int, str]]]:
    """Built once for each kind of database: building them costs more than running them."""
    kind = db.dialect.name
    if kind not in _insertions:
        told = insert_into(db, unasked).on_conflict_do_nothing(index_elements=["message"])
        day = insert_into(db, attention_days)
        held = day.on_conflict_do_update(index_elements=["person_id", "day"], set_={"rang": attention_days.c.rang})
        columns = (attention_days.c.rang, attention_days.c.escalated, attention_days.c.card)
        _insertions[kind] = told.returning(unasked.c.id), held.returning(*columns)
    return _insertions[kind]


def tell(db: Connection, said: Said) -> int | None:
    """Keep that something is told, as if it rang; give its id, or None if it was told under this key before."""
    row = {
        "person_id": said.person_id,
        "day": said.day,
        "kind": said.kind,
        "message": said.message,
        "rang": True,
        "item": None if said.item is None else dict(said.item),
        "made_at": said.leaves_at,
    }
    found: int | None = db.scalar(_statements(db)[0], row)
    return found


def hold_day(db: Connection, person_id: int, day: date) -> Held:
    """Somebody's day as it is, held until the commit: whoever else wants to tell them something waits."""
    fresh = {"person_id": person_id, "day": day, "rang": 0, "escalated": 0, "mixed": False, "stale": False}
    row = db.execute(_statements(db)[1], fresh).one()
    return Held(Day(row.rang, row.escalated, bool(row.card)), row.card or "")


def weigh_in(db: Connection, said: Said, told: int, held: Held, verdict: Verdict, weight: Weight) -> None:
    """Write down what becomes of something told on a held day: what it counts for, and where it stands."""
    after = held.day.after(verdict, weight)
    merges = verdict in (Verdict.MERGE, Verdict.OPEN)
    cards = {Verdict.BECOME: said.message, Verdict.OPEN: day_key(said.day, said.person_id)}
    if merges:
        db.execute(_merging, {"told": told})
    if after != held.day or merges:
        card = cards.get(verdict, held.card or None)
        counts = {"to_rang": after.rang, "to_escalated": after.escalated, "to_card": card}
        db.execute(_counting, {"who": said.person_id, "on": said.day, "merges": merges, **counts})


_merging = update(unasked).where(unasked.c.id == bindparam("told")).values(rang=False)
_counting = (
    update(attention_days)
    .where(attention_days.c.person_id == bindparam("who"), attention_days.c.day == bindparam("on"))
    .values(
        rang=bindparam("to_rang"),
        escalated=bindparam("to_escalated"),
        card=bindparam("to_card"),
        mixed=or_(attention_days.c.mixed, bindparam("merges", type_=Boolean)),
        stale=or_(attention_days.c.stale, bindparam("merges", type_=Boolean)),
    )
)


def ids_of(db: Connection, open_ids: Collection[str]) -> dict[str, int]:
    """The ids of people by their open_ids; nobody who was never met is named."""
    rows = db.execute(select(people.c.open_id, people.c.id).where(people.c.open_id.in_(sorted(open_ids))))
    return {row.open_id: row.id for row in rows}


def unwanted(
    db: Connection, person_ids: Iterable[int], now: datetime
) -> tuple[frozenset[str], frozenset[tuple[int, str]]]:
    """The kinds that are switched off for all, and those (by person id) that some people have muted just now."""
    off = frozenset(db.scalars(select(off_kinds.c.kind)))
    those = kind_mutes.c.person_id.in_(sorted(set(person_ids))) & (kind_mutes.c.until > now)
    rows = db.execute(select(kind_mutes.c.person_id, kind_mutes.c.kind).where(those))
    return off, frozenset((row.person_id, row.kind) for row in rows)


def mute_kind(db: Connection, person_id: int, kind: str, until: datetime, at: datetime) -> None:
    """Tell a person nothing of a kind until this instant, in place of whatever they asked for before."""
    row = insert_into(db, kind_mutes).values(person_id=person_id, kind=kind, until=until, set_at=at)
    again = {"until": until, "set_at": at}
    db.execute(row.on_conflict_do_update(index_elements=["person_id", "kind"], set_=again))


def unmute_kind(db: Connection, person_id: int, kind: str) -> None:
    """Let a person hear of a kind again; nothing happens to what was not muted."""
    db.execute(delete(kind_mutes).where(kind_mutes.c.person_id == person_id, kind_mutes.c.kind == kind))


def muted_kinds(db: Connection, person_id: int, now: datetime) -> dict[str, datetime]:
    """The kinds that a person has muted just now, each with the instant at which that ends (aware, UTC)."""
    rows = db.execute(select(kind_mutes).where(kind_mutes.c.person_id == person_id, kind_mutes.c.until > now))
    return {row.kind: row.until for row in rows}


_lately_told = (
    select(unasked.c.id)
    .where(
        unasked.c.person_id == bindparam("who"),
        unasked.c.acted_at.is_(None),
        unasked.c.made_at > bindparam("since", type_=UTCDateTime()),
        unasked.c.made_at <= bindparam("at", type_=UTCDateTime()),
    )
    .with_for_update(skip_locked=True)
)
_acting = Prepared(
    update(unasked).where(unasked.c.id.in_(_lately_told)).values(acted_at=bindparam("at", type_=UTCDateTime()))
)


def acted(db: Connection, person_id: int, now: datetime) -> None:
    """Note that somebody did something of their own: whatever they were told in the last four hours led to it.

    What somebody else changes just now is passed over: it is better not counted than waited for.
    """
    _acting.rows(db, {"who": person_id, "at": now, "since": now - ACTED_WITHIN})
