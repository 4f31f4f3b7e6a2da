"""What a period is compared with: the one before it, and of one that is not over only as many working days of each.

A month of which nine working days are over is held against the first nine working days of the month before it.
"""

from datetime import date, timedelta

from sales.calendar import Calendar
from sales.grains import before
from sales.records import dataclass
from sales.stretches import Stretch

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Pair:
    """What is over of a period and what it is compared with: as many working days. `partial`: more is to come."""

    now: Stretch
    then: Stretch
    partial: bool


def comparable(calendar: Calendar, stretch: Stretch, today: date) -> Pair | None:
    """The pair for a stretch seen from `today` (local dates), which is not over yet; None before a day of it is."""
    earlier = before(stretch)
    if stretch.end <= today:
        return Pair(stretch, earlier, partial=False)
    over = calendar.workdays(stretch.first, min(today, stretch.end))
    if not over:
        return None
    days = calendar.workdays(earlier.first, earlier.end)
    last = days[min(len(over), len(days)) - 1] if days else earlier.last
    end = earlier.end if len(over) >= len(days) else last + DAY
    return Pair(Stretch(stretch.first, today), Stretch(earlier.first, end), partial=True)
