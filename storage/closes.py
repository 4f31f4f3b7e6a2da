"""Months that are closed: their figures stand, and what comes late is told apart."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, String, Table, select

from sales.grains import name_of
from sales.records import dataclass
from sales.stretches import Stretch
from storage.engine import Connection, UTCDateTime, insert_into, metadata
from storage.sales_ledger import hold_ledger, watermark

closes = Table(
    "closes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("period", String(16), nullable=False, unique=True),
    Column("first_on", Date, nullable=False),
    Column("end_on", Date, nullable=False),
    Column("restates", Boolean, nullable=False),
    Column("watermark", Integer, nullable=False),
    Column("closed_by", ForeignKey("people.id"), nullable=False),
    Column("closed_at", UTCDateTime, nullable=False),
    Index(None, "first_on", "end_on"),
)
"""`restates`: what comes late for the month changes it and is told; else it counts on the day it is entered."""


@dataclass(frozen=True, slots=True)
class Close:
    """A closed month: the half-open span `[first, end)`, by whom (a person's id) and when it was closed (UTC)."""

    period: str
    first: date
    end: date
    restates: bool
    watermark: int
    closed_by: int
    closed_at: datetime


@dataclass(frozen=True, slots=True)
class Shut:
    """The spans `[first, end)` that can take nothing any more: closed months that are not restated."""

    spans: tuple[tuple[date, date], ...] = ()

    def opening(self, day: date, today: date) -> date:
        """The date on which something of this day counts: itself, else today, else the next date that is open."""
        if self._end(day) is None:
            return day
        while (end := self._end(today)) is not None:
            today = end
        return today

    def _end(self, day: date) -> date | None:
        return next((end for first, end in self.spans if first <= day < end), None)


def shut_around(db: Connection, days: Collection[date]) -> Shut:
    """The closed months from the first of these dates on that take nothing any more."""
    shut = select(closes.c.first_on, closes.c.end_on).where(closes.c.restates.is_(False), closes.c.end_on > min(days))
    return Shut(tuple((row.first_on, row.end_on) for row in db.execute(shut)))


def close(db: Connection, stretch: Stretch, by: int, at: datetime, *, restates: bool) -> bool:
    """Close a month as the ledger stands; False when it is closed already, and stays as it was closed then."""
    hold_ledger(db)
    row = {"period": name_of(stretch), "first_on": stretch.first, "end_on": stretch.end, "restates": restates}
    row |= {"watermark": watermark(db), "closed_by": by, "closed_at": at}
    new = insert_into(db, closes).values(**row).on_conflict_do_nothing(index_elements=["period"])
    return db.scalar(new.returning(closes.c.id)) is not None


def closed(db: Connection, period: str) -> Close | None:
    """The close of a month by its name, such as `2026-11`; None while it is open."""
    row = db.execute(_closes.where(closes.c.period == period)).one_or_none()
    return Close(*row) if row else None


def latest_closes(db: Connection, most: int) -> list[Close]:
    """The months that were closed, the latest month first."""
    return [Close(*row) for row in db.execute(_closes.order_by(closes.c.first_on.desc()).limit(most))]


_closes = select(
    closes.c.period,
    closes.c.first_on,
    closes.c.end_on,
    closes.c.restates,
    closes.c.watermark,
    closes.c.closed_by,
    closes.c.closed_at,
)
