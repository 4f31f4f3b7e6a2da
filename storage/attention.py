"""What people were told unasked, day by day: the budget that every such message comes out of, and what it led to."""

from sqlalchemy import JSON, Boolean, Column, Date, ForeignKey, Index, Integer, String, Table

from storage.engine import UTCDateTime, metadata

unasked = Table(
    "unasked",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("day", Date, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("message", String(200), nullable=False),
    Column("rang", Boolean, nullable=False),
    Column("item", JSON(none_as_null=True)),
    Column("made_at", UTCDateTime, nullable=False),
    Column("acted_at", UTCDateTime),
    Index(None, "person_id", "day"),
    Index(None, "kind", "made_at"),
)
"""One row for each thing somebody was told unasked on a local date: `message` is the dedupe key of the message that
says it, `rang` whether it came as one of its own or was put on the day's card, `item` the line that stands there."""

kind_mutes = Table(
    "kind_mutes",
    metadata,
    Column("person_id", ForeignKey("people.id"), primary_key=True),
    Column("kind", String(32), primary_key=True),
    Column("until", UTCDateTime, nullable=False),
    Column("set_at", UTCDateTime, nullable=False),
)
"""Which kind of message somebody wants none of, and until when."""

off_kinds = Table(
    "off_kinds",
    metadata,
    Column("kind", String(32), primary_key=True),
    Column("off_by", ForeignKey("people.id"), nullable=False),
    Column("off_at", UTCDateTime, nullable=False),
)
"""Kinds of messages that an admin has switched off for everybody."""
