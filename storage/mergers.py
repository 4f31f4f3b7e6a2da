"""Two customers that turn out to be one: whatever belongs to either then counts for the one that is kept.

Nothing is moved. A customer points to the one it was merged into (`merged_into`) and to the end of that chain
(`root_id`), so that a merger can be undone whatever was merged before or after it.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Column, ForeignKey, Integer, Table, insert, or_, select, update

from sales.customers import UNDO
from sales.records import dataclass
from storage import debuts
from storage.audit import note
from storage.customers import counted_as, customers
from storage.engine import Connection, UTCDateTime, metadata

mergers = Table(
    "mergers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("gone_id", ForeignKey("customers.id"), nullable=False),
    Column("kept_id", ForeignKey("customers.id"), nullable=False, index=True),
    Column("merged_by", ForeignKey("people.id"), nullable=False),
    Column("merged_at", UTCDateTime, nullable=False),
    Column("undone_by", ForeignKey("people.id")),
    Column("undone_at", UTCDateTime),
)


@dataclass(frozen=True, slots=True)
class Merger:
    """One merger: `gone` is the name of the customer that is no more, `by` who merged it, `at` when (aware)."""

    id: int
    gone_id: int
    kept_id: int
    gone: str
    by: int
    at: datetime

    @property
    def until(self) -> datetime:
        """The instant up to which it may be undone."""
        return self.at + UNDO


_mergers = (
    select(
        mergers.c.id, mergers.c.gone_id, mergers.c.kept_id, customers.c.name, mergers.c.merged_by, mergers.c.merged_at
    )
    .join(customers, customers.c.id == mergers.c.gone_id)
    .where(mergers.c.undone_at.is_(None))
)


def merge(db: Connection, gone_id: int, kept_id: int, by: int, at: datetime) -> Merger | None:
    """Let one customer count for another; None when either has been merged away meanwhile, or both are one."""
    held = select(customers).where(customers.c.id.in_([gone_id, kept_id])).order_by(customers.c.id).with_for_update()
    rows = {row.id: row for row in db.execute(held)}
    if len(rows) != 2 or any(row.merged_into for row in rows.values()):
        return None
    note(db, at, by, "merge", f"C-{gone_id}", {"root_id": gone_id, "into": kept_id})
    db.execute(update(customers).where(customers.c.id.in_(counted_as(gone_id))).values(root_id=kept_id))
    db.execute(update(customers).where(customers.c.id == gone_id).values(merged_into=kept_id))
    row = {"gone_id": gone_id, "kept_id": kept_id, "merged_by": by, "merged_at": at}
    key = db.execute(insert(mergers).values(**row)).inserted_primary_key or (0,)
    debuts.refresh(db, [gone_id, kept_id])
    return Merger(key[0], gone_id, kept_id, rows[gone_id].name, by, at)


def undo(db: Connection, merger: Merger, by: int, at: datetime) -> bool:
    """Give a customer back what was its own; tells whether this was still to be done."""
    undone = update(mergers).where(mergers.c.id == merger.id, mergers.c.undone_at.is_(None))
    if db.scalar(undone.values(undone_by=by, undone_at=at).returning(mergers.c.id)) is None:
        return False
    note(db, at, by, "unmerge", f"C-{merger.gone_id}", {"root_id": merger.kept_id})
    db.execute(update(customers).where(customers.c.id == merger.gone_id).values(merged_into=None))
    debuts.refresh(db, _count_again(db, merger))
    return True


def _count_again(db: Connection, merger: Merger) -> list[int]:
    """Let everybody who counted for the same customer count for the end of their own chain; gives their ids."""
    old = select(customers.c.root_id).where(customers.c.id == merger.gone_id).scalar_subquery()
    family = select(customers.c.id, customers.c.merged_into).where(
        or_(customers.c.root_id == old, customers.c.id == old)
    )
    into = {row.id: row.merged_into for row in db.execute(family.with_for_update())}
    for each in into:
        db.execute(update(customers).where(customers.c.id == each).values(root_id=_end(each, into)))
    return list(into)


def _end(start: int, into: Mapping[int, int | None]) -> int:
    end = start
    while (further := into[end]) is not None:
        end = further
    return end


def find_merger(db: Connection, merger_id: int) -> Merger | None:
    """A merger that has not been undone, by its id."""
    row = db.execute(_mergers.where(mergers.c.id == merger_id)).one_or_none()
    return Merger(*row) if row else None


def mergers_into(db: Connection, customer_id: int, since: datetime) -> list[Merger]:
    """What was merged into a customer since an instant (aware), directly or through another; the latest first."""
    into = mergers.c.kept_id.in_(counted_as(customer_id)) & (mergers.c.merged_at >= since)
    return [Merger(*row) for row in db.execute(_mergers.where(into).order_by(mergers.c.id.desc()))]
