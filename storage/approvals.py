"""What waits for somebody's decision, and who decides in whose place."""

from sqlalchemy import JSON, Column, ColumnElement, ForeignKey, Index, Integer, String, Table, literal_column

from storage.engine import UTCDateTime, metadata

OPEN: ColumnElement[bool] = literal_column("decision IS NULL")
"""Written out, not bound: SQLite uses a partial index only if it can read the condition."""

approvals = Table(
    "approvals",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("order_id", ForeignKey("orders.id"), nullable=False, index=True),
    Column("mark", String(64), nullable=False),
    Column("level", String(16), nullable=False),
    Column("approver_id", ForeignKey("people.id"), nullable=False),
    Column("stands_in_for", ForeignKey("people.id")),
    Column("over", JSON, nullable=False),
    Column("asked_at", UTCDateTime, nullable=False),
    Column("reminded_at", UTCDateTime),
    Column("handed_at", UTCDateTime),
    Column("decision", String(16)),
    Column("decided_by", ForeignKey("people.id")),
    Column("decided_at", UTCDateTime),
    Column("reason", String(500), nullable=False),
    Index("ix_approvals_open", "approver_id", sqlite_where=OPEN, postgresql_where=OPEN),
    sqlite_autoincrement=True,
)
"""`mark` is the content that was asked about; `over` says by how much, line by line; `decision` is approved, rejected,
returned, passed (to the next level) or void."""

deputies = Table(
    "deputies",
    metadata,
    Column("person_id", ForeignKey("people.id"), primary_key=True),
    Column("deputy_id", ForeignKey("people.id"), nullable=False),
    Column("named_at", UTCDateTime, nullable=False),
)
