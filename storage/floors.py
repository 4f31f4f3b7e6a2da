"""The oldest program that may work on this database: what is older refuses it, what is newer has to migrate it."""

from sqlalchemy import Column, String, Table

from storage.engine import metadata

schema_floors = Table(
    "schema_floors",
    metadata,
    Column("oldest", String(16), primary_key=True),
)
"""One row: a revision; programs whose own `HEAD` is below it may not work here."""
