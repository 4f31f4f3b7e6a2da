"""Which reminder of which obligation has been made: one row for each step, whoever made it."""

from sqlalchemy import Column, ForeignKey, String, Table

from storage.engine import UTCDateTime, metadata

reminders = Table(
    "reminders",
    metadata,
    Column("obligation_id", ForeignKey("obligations.id"), primary_key=True),
    Column("step", String(16), primary_key=True),
    Column("made_at", UTCDateTime, nullable=False),
)
