"""What people have to do for each other: tasks with an owner, a due day, and where they came from."""

from enum import StrEnum

from sqlalchemy import Column, ColumnElement, Date, ForeignKey, Index, Integer, String, Table, Text, literal_column

from storage.engine import UTCDateTime, metadata

OPEN: ColumnElement[str] = literal_column("'open'")
"""The state of a task that is still to be done, written out so that partial indexes are used."""


class State(StrEnum):
    """How a task stands."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


tasks = Table(
    "tasks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("team_id", ForeignKey("teams.id"), nullable=False),
    Column("owner_id", ForeignKey("people.id"), nullable=False),
    Column("asked_by", ForeignKey("people.id"), nullable=False),
    Column("customer_id", ForeignKey("customers.id"), index=True),
    Column("what", Text, nullable=False),
    Column("expected", String(500), nullable=False),
    Column("source", String(32), nullable=False),
    Column("start_on", Date),
    Column("due_on", Date, nullable=False),
    Column("first_due_on", Date, nullable=False),
    Column("postponed", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("closed_on", Date),
    Column("closed_at", UTCDateTime),
    Column("closed_by", ForeignKey("people.id")),
    Column("version", Integer, nullable=False),
    Column("said_at", UTCDateTime, nullable=False),
    Column("entered_at", UTCDateTime, nullable=False),
    Index(None, "team_id", "due_on", "owner_id", "state", "closed_on"),
    Index(
        "ix_tasks_open",
        "owner_id",
        "due_on",
        sqlite_where=literal_column("state") == OPEN,
        postgresql_where=literal_column("state") == OPEN,
    ),
    sqlite_autoincrement=True,
)
"""`source` is what it came from: `V-12`, `SO-3`, or the words of a meeting; dates are the team's, `first_due_on` the
one that was asked for first. What changed is in the audit under `T-…`."""

task_mirrors = Table(
    "task_mirrors",
    metadata,
    Column("task_id", ForeignKey("tasks.id"), primary_key=True),
    Column("guid", String(100), unique=True),
    Column("client_token", String(64), nullable=False),
    Column("version", Integer, nullable=False),
    Column("synced_at", UTCDateTime),
)
"""The same task in Feishu's own task list: its guid once it is known, and which version of ours it shows."""
