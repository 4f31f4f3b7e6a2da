"""Working days as people really have them: public holidays, make-up working days, and what a company rules for itself.

A day's answer comes from the nearest of these: the team's or company's ruling, the state's notice (a `Gazette`), the
weekend. A year whose notice is not out yet is reckoned from weekends and the holidays fixed by law, and is provisional:
such days may be reminded of, but nobody is blamed for them.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import field
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

from sales.records import dataclass

DAY = timedelta(days=1)
SATURDAY = 5
"""`date.weekday()` of the first day of the weekend."""

LONGEST_BREAK = 60
"""No calendar is without a working day for so many days; beyond it a search for one is given up."""


class Why(StrEnum):
    """What makes a day a working day or not."""

    WORKDAY = "workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKEUP = "makeup"
    RULED_OFF = "ruled_off"
    RULED_WORK = "ruled_work"


class Source(StrEnum):
    """Who says so: the state's notice, the operator's file, the company, the team, or the rule where nobody has yet."""

    NOTICE = "notice"
    FILE = "file"
    COMPANY = "company"
    TEAM = "team"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Ruling:
    """One day that somebody has ruled on; `name` is what the day is called, such as a holiday's name."""

    works: bool
    name: str
    source: Source


@dataclass(frozen=True, slots=True)
class Day:
    """What a calendar says of one date. `provisional`: the state's notice for its year is not out yet."""

    date: date
    works: bool
    why: Why
    name: str
    source: Source
    provisional: bool


@dataclass(frozen=True)
class Gazette:
    """The public holidays and make-up working days of a region, as announced.

    `announced` are the years whose notice is known; `fixed` the holidays that the law sets by (month, day) and that
    stand for a year that is not.
    """

    region: str
    days: Mapping[date, Ruling] = field(default_factory=dict)
    announced: frozenset[int] = frozenset()
    fixed: Mapping[tuple[int, int], str] = field(default_factory=dict)

    @cached_property
    def version(self) -> str:
        """A mark that changes with anything that this gazette says."""
        rows = [f"{day}{ruling.works:d}" for day, ruling in sorted(self.days.items())]
        return _mark(self.region, *rows, *map(str, sorted(self.announced)), *map(str, sorted(self.fixed)))


class Calendar:
    """A gazette with a company's and a team's own rulings above it. Equal sayings have the same `version`."""

    def __init__(self, gazette: Gazette, rulings: Mapping[date, Ruling] | None = None) -> None:
        """Take what was announced, and the rulings by their date."""
        self._gazette = gazette
        self._rulings = rulings or {}

    @property
    def region(self) -> str:
        """The region whose holidays are kept, such as `CN`."""
        return self._gazette.region

    @cached_property
    def version(self) -> str:
        """The mark that goes with everything reckoned by this calendar: 12 hexadecimal digits."""
        rows = [f"{day}{ruling.works:d}" for day, ruling in sorted(self._rulings.items())]
        return _mark(self._gazette.version, *rows)

    def day(self, of: date) -> Day:
        """Whether people work on a date, and why."""
        provisional = of.year not in self._gazette.announced
        if ruling := self._rulings.get(of):
            why = Why.RULED_WORK if ruling.works else Why.RULED_OFF
            return Day(of, ruling.works, why, ruling.name, ruling.source, provisional=False)
        if notice := self._gazette.days.get(of):
            why = Why.MAKEUP if notice.works else Why.HOLIDAY
            return Day(of, notice.works, why, notice.name, notice.source, provisional=False)
        if provisional and (name := self._gazette.fixed.get((of.month, of.day))):
            return Day(of, works=False, why=Why.HOLIDAY, name=name, source=Source.RULE, provisional=True)
        works = of.weekday() < SATURDAY
        return Day(of, works, Why.WORKDAY if works else Why.WEEKEND, "", Source.RULE, provisional)

    def is_workday(self, of: date) -> bool:
        """Whether people work on a date."""
        return self.day(of).works

    def is_provisional(self, first: date, last: date) -> bool:
        """Whether any day from the first to the last (both counted) may still be changed by a notice."""
        return any(self.day(first + DAY * n).provisional for n in range((last - first).days + 1))

    def workday_before(self, of: date) -> date:
        """The last working day strictly before a date."""
        return self._nearest(of - DAY, -DAY)

    def workday_after(self, of: date) -> date:
        """The first working day strictly after a date."""
        return self._nearest(of + DAY, DAY)

    def workday_to(self, of: date) -> date:
        """The date itself when it is a working day, else the last one before it."""
        return self._nearest(of, -DAY)

    def workday_from(self, of: date) -> date:
        """The date itself when it is a working day, else the first one after it."""
        return self._nearest(of, DAY)

    def workdays(self, first: date, end: date) -> list[date]:
        """The working days of the half-open span `[first, end)`, in order."""
        span = (end - first).days
        return [day for day in (first + DAY * n for n in range(span)) if self.is_workday(day)]

    def _nearest(self, of: date, step: timedelta) -> date:
        for n in range(LONGEST_BREAK):
            if self.is_workday(of + step * n):
                return of + step * n
        return of


def _mark(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


WEEKENDS_OFF = Calendar(Gazette(""))
"""A calendar that knows weekends only, for where no region's is at hand."""
