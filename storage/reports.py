"""Weekly, monthly and other reports: the draft, what was submitted, its earlier versions, and the review."""

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, String, Table, Text

from storage.engine import UTCDateTime, metadata

reports = Table(
    "reports",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("team_id", ForeignKey("teams.id"), nullable=False),
    Column("rep_id", ForeignKey("people.id"), nullable=False),
    Column("type", String(32), nullable=False),
    Column("period", String(32), nullable=False),
    Column("state", String(16), nullable=False),
    Column("version", Integer, nullable=False),
    Column("summary", Text, nullable=False),
    Column("problems", Text, nullable=False),
    Column("needs_help", Text, nullable=False),
    Column("next_plan", Text, nullable=False),
    Column("facts", JSON, nullable=False),
    Column("saved_at", UTCDateTime, nullable=False),
    Column("submitted_at", UTCDateTime),
    Column("verdict", String(16), nullable=False),
    Column("comment", Text, nullable=False),
    Column("reviewed_by", ForeignKey("people.id")),
    Column("reviewed_at", UTCDateTime),
    Index(None, "rep_id", "type", "period", unique=True),
    Index(None, "team_id", "type", "period"),
    Index(None, "team_id", "submitted_at"),
    sqlite_autoincrement=True,
)
"""One row for each rep, type and period. `facts` is what the report showed when it was submitted."""

report_versions = Table(
    "report_versions",
    metadata,
    Column("report_id", ForeignKey("reports.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("content", JSON, nullable=False),
    Column("reason", String(200), nullable=False),
    Column("submitted_at", UTCDateTime, nullable=False),
    Column("replaced_at", UTCDateTime, nullable=False),
)
"""What a report said before it was changed, and why the next version was written."""
