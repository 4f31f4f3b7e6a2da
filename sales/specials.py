"""The days of a calendar that are worth a word: holidays, make-up days and rulings, neighbours of one kind together."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from sales.calendar import DAY, Calendar, Day, Source, Why
from sales.records import dataclass

PLAIN = (Why.WORKDAY, Why.WEEKEND)
"""Days that are as everybody expects."""


@dataclass(frozen=True, slots=True)
class Special:
    """Days one after another, from the first to the last (counted), that are worked or not for one reason."""

    first: date
    last: date
    why: Why
    name: str
    source: Source
    provisional: bool

    @property
    def days(self) -> int:
        """How many days these are."""
        return (self.last - self.first).days + 1

    @property
    def works(self) -> bool:
        """Whether people work on them."""
        return self.why in (Why.MAKEUP, Why.RULED_WORK)

    def goes_on(self, day: Day) -> bool:
        """Whether that day is the next of these."""
        alike = (day.why, day.name, day.source) == (self.why, self.name, self.source)
        return alike and day.date == self.last + DAY


def specials(calendar: Calendar, first: date, end: date) -> list[Special]:
    """The special days of the half-open span `[first, end)`, in order."""
    found: list[Special] = []
    for day in _special_days(calendar, first, end):
        if found and found[-1].goes_on(day):
            found[-1] = replace(found[-1], last=day.date)
        else:
            found.append(Special(day.date, day.date, day.why, day.name, day.source, day.provisional))
    return found


def _special_days(calendar: Calendar, first: date, end: date) -> Iterator[Day]:
    days = (calendar.day(first + DAY * n) for n in range((end - first).days))
    return (day for day in days if day.why not in PLAIN)
