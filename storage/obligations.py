"""Every report that is owed, made in advance: who, what, for which period, by when, and what became of it."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, String, Table, literal_column

from storage.engine import UTCDateTime, metadata

obligations = Table(
    "obligations",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("team_id", ForeignKey("teams.id"), nullable=False),
    Column("rep_id", ForeignKey("people.id"), nullable=False),
    Column("type", String(32), nullable=False),
    Column("period", String(32), nullable=False),
    Column("first_on", Date, nullable=False),
    Column("last_on", Date, nullable=False),
    Column("ruled_due_at", UTCDateTime, nullable=False),
    Column("due_at", UTCDateTime, nullable=False),
    Column("calendar_version", String(16), nullable=False),
    Column("provisional", Boolean, nullable=False),
    Column("state", String(16), nullable=False),
    Column("reason", String(32), nullable=False),
    Column("note", String(200), nullable=False),
    Column("leave_id", ForeignKey("leaves.id")),
    Column("settled_at", UTCDateTime),
    Column("settled_by", ForeignKey("people.id")),
    Index(None, "rep_id", "type", "period", unique=True),
    Index(None, "team_id", "due_at", "type", "state"),
    Index(None, "rep_id", "due_at"),
    Index(
        "ix_obligations_pending",
        "due_at",
        sqlite_where=literal_column("state") == literal_column("'pending'"),
        postgresql_where=literal_column("state") == literal_column("'pending'"),
    ),
)
"""`period` is `2026-W13`, `2026-03`, or what a visit report is about: `V-12` for a visit, `P-7` for a planned one.

`ruled_due_at` is what the rule says; `due_at` what holds after leave and outages.
"""
