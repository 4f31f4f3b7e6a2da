"""Who is away when, in half days, as it was told here; a leave taken back keeps its row."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import (
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Integer,
    Select,
    String,
    Table,
    insert,
    select,
    update,
)

from sales.leaves import Leave
from sales.records import dataclass
from sales.spans import Half, HalfDays
from storage.engine import AnyRow, Connection, UTCDateTime, metadata

leaves = Table(
    "leaves",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("first_on", Date, nullable=False),
    Column("first_half", String(2), nullable=False),
    Column("last_on", Date, nullable=False),
    Column("last_half", String(2), nullable=False),
    Column("reason", String(200), nullable=False),
    Column("entered_by", ForeignKey("people.id"), nullable=False),
    Column("entered_at", UTCDateTime, nullable=False),
    Column("cancelled_at", UTCDateTime),
    Index(None, "person_id", "last_on"),
)


@dataclass(frozen=True, slots=True)
class KeptLeave:
    """A leave with whose it is, who entered it, and when it was cancelled (None: it stands)."""

    leave: Leave
    person_id: int
    entered_by: int
    cancelled_at: datetime | None


def add_leave(db: Connection, person_id: int, span: HalfDays, reason: str, by: int, at: datetime) -> Leave:
    """Keep an absence of a person, told by `by` (themselves or their manager)."""
    row = {
        "person_id": person_id,
        "first_on": span.first,
        "first_half": span.first_half,
        "last_on": span.last,
        "last_half": span.last_half,
        "reason": reason,
        "entered_by": by,
        "entered_at": at,
    }
    key = db.execute(insert(leaves), row).inserted_primary_key or (0,)
    return Leave(key[0], span, reason)


def same_leave(db: Connection, person_id: int, span: HalfDays) -> Leave | None:
    """The standing leave of a person over exactly these half days, so that what is told twice is kept once."""
    theirs = leaves_of(db, [person_id], span.first, span.last).get(person_id, [])
    return next((leave for leave in theirs if leave.span == span), None)


def find_leave(db: Connection, leave_id: int) -> KeptLeave | None:
    """A leave by its id, cancelled or not."""
    row = db.execute(select(leaves).where(leaves.c.id == leave_id)).one_or_none()
    return KeptLeave(_leave(row), row.person_id, row.entered_by, row.cancelled_at) if row else None


def cancel_leave(db: Connection, leave_id: int, at: datetime) -> bool:
    """Take a leave back; False when it was taken back before."""
    standing = (leaves.c.id == leave_id) & leaves.c.cancelled_at.is_(None)
    done = db.execute(update(leaves).where(standing).values(cancelled_at=at).returning(leaves.c.id))
    return done.first() is not None


def leaves_of(db: Connection, person_ids: Iterable[int], first: date, last: date) -> dict[int, list[Leave]]:
    """The standing leaves that touch the days from first to last (counted), by person; nobody without one is named."""
    touching = (leaves.c.first_on <= last) & (leaves.c.last_on >= first) & leaves.c.cancelled_at.is_(None)
    people = list(person_ids)
    return _by_person(db, leaves.c.person_id.in_(people) & touching) if people else {}


def leaves_touching(db: Connection, of: Select[tuple[int]], first: date, last: date) -> dict[int, list[Leave]]:
    """The same of everybody whose id a question gives, however many they are."""
    touching = (leaves.c.first_on <= last) & (leaves.c.last_on >= first) & leaves.c.cancelled_at.is_(None)
    return _by_person(db, leaves.c.person_id.in_(of) & touching)


def _by_person(db: Connection, which: ColumnElement[bool]) -> dict[int, list[Leave]]:
    found: dict[int, list[Leave]] = {}
    for row in db.execute(select(leaves).where(which).order_by(leaves.c.first_on, leaves.c.id)):
        found.setdefault(row.person_id, []).append(_leave(row))
    return found


def _leave(row: AnyRow) -> Leave:
    span = HalfDays(row.first_on, Half(row.first_half), row.last_on, Half(row.last_half))
    return Leave(row.id, span, row.reason)
