"""Which reminder of which obligation has been made: one row for each step, whoever made it."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Column, ForeignKey, String, Table, select

from storage.engine import Connection, UTCDateTime, insert_into, metadata

reminders = Table(
    "reminders",
    metadata,
    Column("obligation_id", ForeignKey("obligations.id"), primary_key=True),
    Column("step", String(16), primary_key=True),
    Column("made_at", UTCDateTime, nullable=False),
)


def steps_made(db: Connection, obligation_ids: Iterable[int]) -> set[tuple[int, str]]:
    """The (obligation id, step) pairs that were made before for these obligations."""
    of_these = reminders.c.obligation_id.in_(list(obligation_ids))
    return {(row.obligation_id, row.step) for row in db.execute(select(reminders).where(of_these))}


def take_step(db: Connection, obligation_id: int, step: str, at: datetime) -> bool:
    """Claim a step, which is made at `at`, for this transaction; False when it was made before, by whomever."""
    row = insert_into(db, reminders).values(obligation_id=obligation_id, step=step, made_at=at)
    done = row.on_conflict_do_nothing(index_elements=["obligation_id", "step"]).returning(reminders.c.step)
    return db.execute(done).first() is not None
