"""Photos that reps sent to go with a visit; the picture itself stays with the platform."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Integer, String, Table, func, select

from storage.engine import Connection, UTCDateTime, insert_into, metadata

photos = Table(
    "photos",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("visit_id", ForeignKey("visits.id"), nullable=False, index=True),
    Column("message_id", String(64), nullable=False, unique=True),
    Column("image_key", String(200), nullable=False),
    Column("sent_at", UTCDateTime, nullable=False),
)


def attach(db: Connection, visit_id: int, message_id: str, image_key: str, sent_at: datetime) -> int:
    """Let a picture, sent in a message at this instant, go with a visit; give how many the visit has now."""
    row = insert_into(db, photos).values(visit_id=visit_id, message_id=message_id, image_key=image_key, sent_at=sent_at)
    db.execute(row.on_conflict_do_nothing(index_elements=["message_id"]))
    return db.scalar(select(func.count()).where(photos.c.visit_id == visit_id)) or 0


def first_since(db: Connection, visit_id: int, at: datetime) -> str | None:
    """The message that brought a visit's first picture since an instant: the one that was answered with a card."""
    since = select(photos.c.message_id).where(photos.c.visit_id == visit_id, photos.c.sent_at >= at)
    return db.scalar(since.order_by(photos.c.id).limit(1))
