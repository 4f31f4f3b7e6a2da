"""Being away, in half days, and what is left of a calendar for one person."""

from collections.abc import Iterator, Sequence
from datetime import date, time, timedelta
from fractions import Fraction

from sales.breaches import LeaveBackwards, LeaveTooFar, LeaveTooLong, LeaveTooOld
from sales.calendar import LONGEST_BREAK, Calendar
from sales.records import dataclass
from sales.spans import Half, HalfDays

DAY = timedelta(days=1)
NOON = time(12)
"""Where a morning ends; work is reckoned in half days."""

TOLD_LATE = timedelta(days=31)
"""How far back leave may begin when it is told: sick notes come late."""

LONGEST = timedelta(days=183)
AHEAD = timedelta(days=366)
"""How long one leave may last, and how far ahead it may begin, before a slip of the finger is likelier."""


@dataclass(frozen=True, slots=True)
class Leave:
    """One absence as it was told: its id, its half days (both ends counted), and the reason in the person's words."""

    id: int
    span: HalfDays
    reason: str

    def covers(self, day: date, half: Half) -> bool:
        """Whether the person is away in that half of that day."""
        first = (self.span.first, self.span.first_half is Half.PM)
        last = (self.span.last, self.span.last_half is Half.PM)
        return first <= (day, half is Half.PM) <= last


class Attendance:
    """When one person works: their team's calendar without their leave."""

    def __init__(self, calendar: Calendar, leaves: Sequence[Leave] = ()) -> None:
        """Take the calendar and the absences that stand, in any order."""
        self.calendar = calendar
        self.leaves = leaves

    def works(self, day: date, half: Half) -> bool:
        """Whether the person works in that half of that day."""
        return self.calendar.is_workday(day) and self.leave_at(day, half) is None

    def is_in(self, day: date) -> bool:
        """Whether the person works on that day, be it for half of it."""
        return self.works(day, Half.AM) or self.works(day, Half.PM)

    def leave_at(self, day: date, half: Half) -> Leave | None:
        """The leave that covers that half day, if one does."""
        return next((leave for leave in self.leaves if leave.covers(day, half)), None)

    def share_away(self, first: date, last: date) -> Fraction:
        """The share of the working half days from the first to the last date (counted) on which the person is away.

        0 for a span without any working day: nobody is away from what is off for all.
        """
        halves = list(self._halves(first, last))
        away = sum(self.leave_at(day, half) is not None for day, half in halves)
        return Fraction(away, len(halves)) if halves else Fraction(0)

    def main_leave(self, first: date, last: date) -> Leave | None:
        """The leave that takes most of the working half days of a span, to be named as the reason."""
        taken = [self.leave_at(day, half) for day, half in self._halves(first, last)]
        away = [leave for leave in taken if leave]
        return max(away, key=away.count) if away else None

    def morning_after(self, day: date) -> date:
        """The next date after this one on whose morning the person works."""
        for n in range(1, LONGEST_BREAK * 6):
            if self.works(day + DAY * n, Half.AM):
                return day + DAY * n
        return day + DAY

    def _halves(self, first: date, last: date) -> Iterator[tuple[date, Half]]:
        for day in self.calendar.workdays(first, last + DAY):
            yield day, Half.AM
            yield day, Half.PM


def check(span: HalfDays, today: date) -> None:
    """Refuse leave that ends before it begins, lasts too long, or lies too far from today (the team's date)."""
    if (span.last, span.last_half is Half.PM) < (span.first, span.first_half is Half.PM):
        raise LeaveBackwards
    if span.last - span.first >= LONGEST:
        raise LeaveTooLong(LONGEST.days)
    if span.first < today - TOLD_LATE:
        raise LeaveTooOld(today - TOLD_LATE)
    if span.first > today + AHEAD:
        raise LeaveTooFar(today + AHEAD)


def half_of(at: time) -> Half:
    """The half day in which a time of day lies; noon itself ends the morning."""
    return Half.AM if at <= NOON else Half.PM
