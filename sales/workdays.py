"""How much of a period's working time is over, and on how many working days somebody was there."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date

from sales.calendar import DAY, Calendar
from sales.leaves import Leave
from sales.records import dataclass
from sales.spans import Half
from sales.stretches import Stretch


def elapsed(calendar: Calendar, stretch: Stretch, today: date) -> tuple[int, int]:
    """The working days of a stretch that are over by `today` (the team's date, itself not over yet), and all of them.

    The same from the first card of the morning to midnight, so that no pace jumps at noon.
    """
    days = calendar.workdays(stretch.first, stretch.end)
    return bisect_left(days, today), len(days)


@dataclass(frozen=True, slots=True)
class Stay:
    """The dates from which and up to which (both counted) somebody belonged to a team; None: still."""

    first: date
    last: date | None = None


def days_present(workdays: Sequence[date], stay: Stay, leaves: Iterable[Leave]) -> int:
    """On how many of these working days (in order) somebody was there: half days of leave are taken off.

    What is left is rounded once, half a day up.
    """
    end = len(workdays) if stay.last is None else bisect_left(workdays, stay.last + DAY)
    there = workdays[bisect_left(workdays, stay.first) : end]
    halves = ((day, half, leave) for leave in leaves for day in _touched(there, leave) for half in Half)
    away = {(day, half) for day, half, leave in halves if leave.covers(day, half)}
    return (2 * len(there) - len(away) + 1) // 2


def _touched(days: Sequence[date], leave: Leave) -> Sequence[date]:
    return days[bisect_left(days, leave.span.first) : bisect_left(days, leave.span.last + DAY)]
