"""What need not be kept for ever is deleted, a little at a time: answers, messages that were sent, everyday changes.

A table is walked once by its primary key, which is the order in which its rows came: no further index is needed, and
no part of the walk depends on how much is kept. What anybody may still need stays:

- answers: a delivery of Feishu's counts for 8 hours (`bot.feishu.inbound`), so days are plenty; a form that counts once
  is remembered as long as its card can be pressed; deliveries that failed stay until somebody has retried them;
- messages: what is queued or parked stays; the others longer than their card can be changed, which is when their id and
  key are read last; that a push, a reminder or a line of the day's card was made is kept in tables of their own;
- changes: of visits, reports, follow-ups and tasks only; orders, prices, money, targets, customers, imports stay.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import ColumnElement, and_, delete, exists, func, or_, select

from sales.records import dataclass
from storage.audit import audit
from storage.engine import Connection
from storage.histories import histories
from storage.inbox import State as Answered
from storage.inbox import inbox
from storage.outbox import State, outbox

PRESSABLE: Final = timedelta(days=31)
"""How long the press of a form is remembered at least; the platform takes presses of a card for 14 days."""

EVERYDAY: Final = ("V-", "R-", "F-", "T-")
"""What the subjects of changes begin with that may go: visits, reports, follow-ups, tasks."""


class Kept(StrEnum):
    """The tables from which rows go."""

    INBOX = "inbox"
    OUTBOX = "outbox"
    AUDIT = "audit"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a table that was looked at: its first and last id, if there is anything old in it, and more behind."""

    first: int
    last: int
    is_old: bool
    goes_on: bool


_CAME: Final = {Kept.INBOX: inbox.c.received_at, Kept.OUTBOX: outbox.c.queued_at, Kept.AUDIT: audit.c.at}
_TABLES: Final = {Kept.INBOX: inbox, Kept.OUTBOX: outbox, Kept.AUDIT: audit}


def look(db: Connection, kept: Kept, after: int, before: datetime, most: int) -> Stretch:
    """The next `most` rows after an id. Behind rows of which none came before that instant there is nothing old."""
    table, came = _TABLES[kept], _CAME[kept]
    found = db.execute(select(table.c.id, came).where(table.c.id > after).order_by(table.c.id).limit(most)).all()
    is_old = any(row[1] < before for row in found)
    first, last = (found[0][0], found[-1][0]) if found else (after, after)
    return Stretch(first, last, is_old, is_old and len(found) == most)


def drop(db: Connection, kept: Kept, seen: Stretch, before: datetime, now: datetime) -> int:
    """Delete what may go of a stretch and came before an instant; gives how many rows that was."""
    table = _TABLES[kept]
    here = table.c.id.between(seen.first, seen.last)
    # The newest row stays: SQLite gives its number away again, and others remember it.
    newest = select(func.max(table.c.id)).scalar_subquery()
    gone = delete(table).where(here, table.c.id < newest, _CAME[kept] < before, _may_go(kept, before, now))
    return db.execute(gone).rowcount


def _may_go(kept: Kept, before: datetime, now: datetime) -> ColumnElement[bool]:
    if kept is Kept.INBOX:
        may_come_again = inbox.c.act_key.is_not(None) & (inbox.c.received_at >= now - PRESSABLE)
        return and_(inbox.c.state != Answered.FAILED, ~may_come_again)
    if kept is Kept.OUTBOX:
        over = outbox.c.state.in_([State.SENT, State.EXPIRED])
        return and_(over, or_(outbox.c.sent_at.is_(None), outbox.c.sent_at < before))
    everyday = or_(*(audit.c.subject.startswith(word, autoescape=True) for word in EVERYDAY))
    # Whether a batch of history may be taken back is seen by what people changed of it since.
    watched = exists().where(histories.c.undone_at.is_(None), histories.c.audited < audit.c.id)
    return and_(everyday, ~watched)
