"""Months that are closed: their figures stand, and what comes late is told apart."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, String, Table, select

from storage.engine import Connection, UTCDateTime, metadata

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


def closed_among(db: Connection, days: Collection[date]) -> frozenset[date]:
    """Which of these dates can take nothing any more: they lie in closed months that are not restated."""
    if not days:
        return frozenset()
    shut = select(closes.c.first_on, closes.c.end_on).where(closes.c.restates.is_(False))
    spans = db.execute(shut.where(closes.c.first_on <= max(days), closes.c.end_on > min(days))).all()
    return frozenset(day for day in days if any(row.first_on <= day < row.end_on for row in spans))
