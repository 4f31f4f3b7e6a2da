"""What has to be done about messages when an obligation changes: unsent ones are dropped, sent ones mended soon."""

from datetime import datetime

from storage import digests, notices, outbox
from storage.engine import Connection


def key(obligation_id: int, step: str) -> str:
    """The dedupe key of a reminder of one obligation; all of them begin alike, so that they can be dropped at once."""
    return f"remind/{obligation_id}/{step}"


def drop(db: Connection, obligation_id: int) -> None:
    """Take back the reminders of an obligation that wait to be sent: whoever has done it is not reminded."""
    outbox.cancel(db, key(obligation_id, ""))


def mend(db: Connection, obligation_id: int, team_id: int, due_at: datetime) -> None:
    """Have the cards that speak of an obligation, and the digests that count it, looked at by the next tick."""
    notices.outdate(db, [obligation_id])
    digests.outdate_digests(db, team_id, due_at)
