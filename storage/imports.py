"""Sheets that admins sent: what was read, what is wrong with it, what became of it. Nothing counts until it is applied.

Rows that an import brought carry its id as `batch_id`, and `gone_at` once it was undone.
"""

from sqlalchemy import JSON, Column, ForeignKey, Integer, String, Table

from storage.engine import UTCDateTime, metadata

imports = Table(
    "imports",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("file_name", String(200), nullable=False),
    Column("message_id", String(64), nullable=False, unique=True),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("received_at", UTCDateTime, nullable=False),
    Column("state", String(16), nullable=False),
    Column("rows", JSON, nullable=False),
    Column("problems", JSON, nullable=False),
    Column("settled_at", UTCDateTime),
    sqlite_autoincrement=True,
)
