"""Visits that a rep intends to pay: each becomes a visit, is moved, or is dropped."""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String, Table

from storage.engine import UTCDateTime, metadata

plans = Table(
    "plans",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("team_id", ForeignKey("teams.id"), nullable=False),
    Column("rep_id", ForeignKey("people.id"), nullable=False),
    Column("customer_id", ForeignKey("customers.id"), nullable=False),
    Column("planned_on", Date, nullable=False),
    Column("state", String(16), nullable=False),
    Column("visit_id", ForeignKey("visits.id")),
    Column("made_at", UTCDateTime, nullable=False),
    Column("settled_at", UTCDateTime),
    Index(None, "rep_id", "planned_on"),
    sqlite_autoincrement=True,
)
