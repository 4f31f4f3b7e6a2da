"""When nobody was there: the spans in which no process of the bot ran."""

from sqlalchemy import Column, Integer, Table

from storage.engine import UTCDateTime, metadata

outages = Table(
    "outages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("began_at", UTCDateTime, nullable=False, unique=True),
    Column("ended_at", UTCDateTime, nullable=False),
)
