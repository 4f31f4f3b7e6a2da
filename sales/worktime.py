"""Working hours: the hours of working days in which somebody is expected to answer."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sales.cadence import moment
from sales.calendar import DAY, Calendar
from sales.records import dataclass

LONGEST: Final = 400
"""How many days are looked at; nobody is at rest for so long."""


@dataclass(frozen=True, slots=True)
class WorkTime:
    """The working days of a calendar, from `starts` to `ends` on the wall clock of `zone`.

    Who ends before they start works through midnight: such hours belong to the day on which they start.
    """

    calendar: Calendar
    zone: ZoneInfo
    starts: time
    ends: time

    def later(self, at: datetime, hours: timedelta) -> datetime:
        """The first instant, aware in the zone, by which so much working time has passed since `at`.

        Hours are real ones: a clock that is put forward within working time takes one away.
        """
        left = hours
        for begin, end in self._spans(at, at + DAY * LONGEST):
            if left <= end - begin:
                return (begin + left).astimezone(self.zone)
            left -= end - begin
        return (at + left).astimezone(self.zone)

    def between(self, first: datetime, end: datetime) -> timedelta:
        """How much working time lies in `[first, end)`; nothing if it ends before it begins."""
        return sum((until - begin for begin, until in self._spans(first, end)), timedelta())

    def _spans(self, first: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The stretches of working time in `[first, end)`, as instants in UTC."""
        begins, ends = first.astimezone(UTC), end.astimezone(UTC)
        day = first.astimezone(self.zone).date() - DAY
        over = DAY if self.ends <= self.starts else timedelta()
        while (opens := moment(day, self.starts, self.zone).astimezone(UTC)) < ends:
            closes = moment(day + over, self.ends, self.zone).astimezone(UTC)
            if self.calendar.is_workday(day) and closes > begins:
                yield max(opens, begins), min(closes, ends)
            day += DAY
