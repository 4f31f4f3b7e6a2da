"""Small things worth remembering between starts, such as the bot's own open_id."""

from sqlalchemy import Column, String, Table, Text, select

from storage.engine import Connection, insert_into, metadata

facts = Table(
    "facts",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)


def get(db: Connection, name: str) -> str | None:
    """The value kept under this name, or None where nothing was ever kept."""
    return db.scalar(select(facts.c.value).where(facts.c.name == name))


def put(db: Connection, name: str, value: str) -> None:
    """Keep a value under a name of at most 64 characters, in place of the one that was there."""
    row = insert_into(db, facts).values(name=name, value=value)
    db.execute(row.on_conflict_do_update(index_elements=["name"], set_={"value": value}))
