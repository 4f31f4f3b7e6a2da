"""The oldest program that may work on this database: what is older refuses it, what is newer has to migrate it.

A migration that only adds (tables, columns that may be empty or have a server's default, indexes that are not unique)
leaves the floor where it is: its `OLDEST` is that of the step before. One that takes away, renames, narrows or changes
the type of anything names itself: programs before it would fail on what it leaves. `storage.engine.require_current`
reads the floor, also in programs that do not know the steps that set it.
"""

from sqlalchemy import Column, String, Table, update

from storage.engine import Connection, metadata

schema_floors = Table(
    "schema_floors",
    metadata,
    Column("oldest", String(16), primary_key=True),
)
"""One row: a revision; programs whose own `HEAD` is below it may not work here."""


def raise_to(db: Connection, oldest: str) -> None:
    """Let only programs of this revision or later work here from now on; a floor is never lowered."""
    db.execute(update(schema_floors).where(schema_floors.c.oldest < oldest).values(oldest=oldest))
