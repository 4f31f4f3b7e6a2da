"""When people are let alone: by night, on days off, on leave, and until when they asked for it."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sales.cadence import moment
from sales.leaves import Attendance, half_of
from sales.records import dataclass
from sales.spans import Half

DAY = timedelta(days=1)
LUNCH_OVER = time(13)
"""When who is away in the morning is back."""

LONGEST = 400
"""Nobody is away for so many days; beyond it a search for the end is given up."""


@dataclass(frozen=True, slots=True)
class QuietHours:
    """The part of the night in which nothing is said unasked, on the team's wall clock; equal ends mean none."""

    starts: time
    ends: time

    def over(self, local: datetime, zone: ZoneInfo) -> datetime:
        """The moment itself when one may speak, else the end of the quiet hours in which it lies."""
        at = local.time()
        if self.starts > self.ends and at >= self.starts:
            return moment(local.date() + DAY, self.ends, zone)
        begun = self.starts > self.ends or self.starts <= at
        return moment(local.date(), self.ends, zone) if begun and at < self.ends else local


NEVER_QUIET = QuietHours(time(), time())
"""No quiet hours at all, for what is said at an hour that somebody has set."""


def next_open(
    now: datetime, zone: ZoneInfo, attendance: Attendance, hours: QuietHours, muted_until: datetime | None = None
) -> datetime:
    """The first instant from `now` on at which somebody may be spoken to unasked: `now` itself when that is now.

    Aware in `zone`. They must work in that half of the day, outside the quiet hours, and not have asked for peace.
    """
    at = max(now, muted_until or now).astimezone(zone)
    for _ in range(LONGEST):
        later = hours.over(_at_work(at, zone, attendance), zone)
        if later == at:
            break
        at = later
    return at


def at_the_earliest(opens: datetime, now: datetime, zone: ZoneInfo, morning: time) -> datetime:
    """When what waits until `opens` is said: on another day than now's not before the morning's own messages.

    So that what was held over night comes with them, not half an hour ahead. Aware in `zone`.
    """
    opens = opens.astimezone(zone)
    first = moment(opens.date(), morning, zone)
    return max(opens, first) if opens.date() > now.astimezone(zone).date() else opens


def _at_work(local: datetime, zone: ZoneInfo, attendance: Attendance) -> datetime:
    """The moment itself when the person works then, else the next half day or midnight to look at."""
    half = half_of(local.time())
    if attendance.works(local.date(), half):
        return local
    if half is Half.AM and attendance.works(local.date(), Half.PM):
        return moment(local.date(), LUNCH_OVER, zone)
    return moment(local.date() + DAY, time(), zone)
