"""Who changed what, when: one row for each change of a record, never edited."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, String, Table, insert

from storage.engine import Connection, UTCDateTime, metadata

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", UTCDateTime, nullable=False),
    Column("actor_id", ForeignKey("people.id"), nullable=False),
    Column("verb", String(32), nullable=False),
    Column("subject", String(32), nullable=False),
    Column("before", JSON, nullable=False),
    Index(None, "subject"),
)

_note = insert(audit)


def note(db: Connection, at: datetime, actor: int, verb: str, subject: str, before: Mapping[str, object]) -> None:
    """Write down that `actor` did `verb` to `subject` (such as `V-12`), and what the changed fields held before."""
    db.execute(_note, {"at": at, "actor_id": actor, "verb": verb, "subject": subject, "before": before})
