"""What the admins were told about the installation itself, so that nothing is told twice."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import Column, Date, String, Table, delete

from storage.engine import Connection, UTCDateTime, insert_into, metadata

alerts = Table(
    "alerts",
    metadata,
    Column("subject", String(80), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("told_at", UTCDateTime, nullable=False),
)
"""One row for each trouble, such as a push that was not made, and the date it is about."""


def news(db: Connection, found: Collection[tuple[str, date]], at: datetime) -> set[tuple[str, date]]:
    """Those of some (subject, date) pairs that nobody was told of yet; from now on they have been."""
    fresh = set()
    for subject, day in sorted(found):
        row = insert_into(db, alerts).values(subject=subject[:80], day=day, told_at=at)
        if db.execute(row.on_conflict_do_nothing().returning(alerts.c.subject)).first() is not None:
            fresh.add((subject, day))
    return fresh


def forget(db: Connection, before: date) -> None:
    """Delete what is about days before a date: nothing of it can be found again."""
    db.execute(delete(alerts).where(alerts.c.day < before))
