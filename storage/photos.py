"""Photos that reps sent to go with a visit; the picture itself stays with the platform."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table

from storage.engine import UTCDateTime, metadata

photos = Table(
    "photos",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("visit_id", ForeignKey("visits.id"), nullable=False, index=True),
    Column("message_id", String(64), nullable=False, unique=True),
    Column("image_key", String(200), nullable=False),
    Column("sent_at", UTCDateTime, nullable=False),
)
