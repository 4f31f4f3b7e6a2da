"""Which step of the ladder somebody was reminded of, so that nobody is reminded of it again."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from sales.receivables import Step
from storage.accounts import dunnings
from storage.engine import Connection, insert_into

FOR_MANAGER = "m"
"""What stands before a step of which the manager was told."""

Mark = tuple[int, str]
"""A receivable's id and the step, as it is kept."""


def mark(receivable_id: int, step: Step, *, to_manager: bool = False) -> Mark:
    """What is kept of a reminder, to its owner or to the manager."""
    return receivable_id, (FOR_MANAGER + step if to_manager else step.value)


def made(db: Connection, receivable_ids: Collection[int]) -> set[Mark]:
    """What has been kept for some receivables."""
    asked = select(dunnings.c.receivable_id, dunnings.c.step).where(dunnings.c.receivable_id.in_(receivable_ids))
    return {(row.receivable_id, row.step) for row in db.execute(asked)} if receivable_ids else set()


def keep(db: Connection, marks: Collection[Mark], at: datetime) -> None:
    """Keep that somebody was reminded now; what is kept already stays as it is."""
    rows = [{"receivable_id": receivable_id, "step": step, "made_at": at} for receivable_id, step in sorted(marks)]
    if rows:
        db.execute(insert_into(db, dunnings).on_conflict_do_nothing(), rows)
