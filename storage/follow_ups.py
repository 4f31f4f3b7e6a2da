"""Next steps with a date: they come back on their day, until they are done, moved or dropped."""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String, Table, Text

from storage.engine import UTCDateTime, metadata

follow_ups = Table(
    "follow_ups",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("visit_id", ForeignKey("visits.id"), nullable=False, unique=True),
    Column("team_id", ForeignKey("teams.id"), nullable=False),
    Column("rep_id", ForeignKey("people.id"), nullable=False),
    Column("customer_id", ForeignKey("customers.id"), nullable=False),
    Column("step", Text, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("state", String(16), nullable=False),
    Column("settled_at", UTCDateTime),
    Column("settled_on", Date),
    Index(None, "rep_id", "state", "due_on"),
    Index(None, "team_id", "due_on"),
    sqlite_autoincrement=True,
)
"""One row for each visit that has a next step with a date; `settled_on` is the team's local date."""
