"""Who is away when, in half days, as it was told here; a leave taken back keeps its row."""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String, Table

from storage.engine import UTCDateTime, metadata

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
