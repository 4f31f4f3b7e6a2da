"""Who is to be let alone just now, and until when: leave and mutes of several people in two questions."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from sales.calendar import Calendar
from sales.leaves import Attendance, Leave
from sales.quiet import QuietHours, next_open
from sales.records import dataclass
from storage.engine import Connection
from storage.leaves import leaves_of
from storage.mutes import mutes

AHEAD = timedelta(days=60)
"""How far ahead leave is looked at: what waits longer is of no use to anybody."""

AROUND = timedelta(days=1)
"""A local date may be a day before or after the date in UTC."""


@dataclass(frozen=True, slots=True)
class Retreats:
    """The standing leaves and the mutes of some people, by their ids."""

    leaves: Mapping[int, Sequence[Leave]]
    muted_until: Mapping[int, datetime]

    def opening(
        self, person_id: int, calendar: Calendar, zone: ZoneInfo, hours: QuietHours, now: datetime
    ) -> datetime | None:
        """When one of them may be spoken to, aware; None when that is now."""
        attendance = Attendance(calendar, self.leaves.get(person_id, ()))
        opens = next_open(now, zone, attendance, hours, self.muted_until.get(person_id))
        return opens if opens > now else None


def retreats_of(db: Connection, person_ids: Iterable[int], now: datetime) -> Retreats:
    """What keeps these people from being spoken to, from now on."""
    ids = sorted(set(person_ids))
    leaves = leaves_of(db, ids, (now - AROUND).date(), (now + AHEAD).date())
    rows = db.execute(select(mutes.c.person_id, mutes.c.until).where(mutes.c.person_id.in_(ids), mutes.c.until > now))
    return Retreats(leaves, {row.person_id: row.until for row in rows})


def hold_until(
    db: Connection, person_id: int, calendar: Calendar, zone: ZoneInfo, hours: QuietHours, now: datetime
) -> datetime | None:
    """Until when a message that one person did not ask for has to wait; None when it need not."""
    return retreats_of(db, [person_id], now).opening(person_id, calendar, zone, hours, now)
