"""The calendar a team works by: what the state announced, and what the company or the team ruled for itself."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, String, Table

from storage.engine import UTCDateTime, metadata

calendar_rulings = Table(
    "calendar_rulings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("team_id", ForeignKey("teams.id")),
    Column("day", Date, nullable=False),
    Column("works", Boolean, nullable=False),
    Column("name", String(100), nullable=False),
    Column("entered_by", ForeignKey("people.id"), nullable=False),
    Column("entered_at", UTCDateTime, nullable=False),
    Column("withdrawn_at", UTCDateTime),
    Index(None, "day"),
)
"""One ruling on one day; without a team it is the whole company's. The newest that stands wins, a team's own first."""
