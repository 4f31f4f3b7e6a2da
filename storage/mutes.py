"""Who asked to be left alone, and until when."""

from sqlalchemy import Column, ForeignKey, Table

from storage.engine import UTCDateTime, metadata

mutes = Table(
    "mutes",
    metadata,
    Column("person_id", ForeignKey("people.id"), primary_key=True),
    Column("until", UTCDateTime, nullable=False),
    Column("set_at", UTCDateTime, nullable=False),
)
