"""How many calls were made to Feishu: a tenant's plan allows so many a month."""

from datetime import date

from sqlalchemy import Column, Date, Integer, Table, func, select

from storage.engine import Connection, insert_into, metadata

api_calls = Table(
    "api_calls",
    metadata,
    Column("day", Date, primary_key=True),
    Column("calls", Integer, nullable=False),
)
"""One row for each day of the company's wall clock."""


def count(db: Connection, day: date, calls: int) -> None:
    """Add calls to a day; the row is held until the commit, so this comes last in a transaction."""
    row = insert_into(db, api_calls).values(day=day, calls=calls)
    more = {"calls": api_calls.c.calls + row.excluded.calls}
    db.execute(row.on_conflict_do_update(index_elements=["day"], set_=more))


def in_month(db: Connection, day: date) -> int:
    """How many calls were made from the first of a day's month up to that day, by any process."""
    of_month = api_calls.c.day.between(day.replace(day=1), day)
    return int(db.scalar(select(func.coalesce(func.sum(api_calls.c.calls), 0)).where(of_month)) or 0)
