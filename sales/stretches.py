"""Stretches of days that people look back on: a day, a week, a month, a quarter, a year, or from one day to another."""

import re
from datetime import date, timedelta

from sales import stretch_phrases as say
from sales.dates import read_day
from sales.daywords import plain
from sales.patterns import late
from sales.periods import month_of
from sales.periodwords import named_period
from sales.phrases import STEPS
from sales.records import dataclass

DAY = timedelta(days=1)
LONGEST = timedelta(days=1100)
"""Three years and some days: a longer stretch is more than anybody looks at."""

NEAR = timedelta(days=183)
"""How far beyond the turn of the year a last day without a year may lie: farther on it is one day typed backwards."""

_QUARTER, _YEAR = late(say.QUARTER), late(say.YEAR)


@dataclass(frozen=True, slots=True)
class Stretch:
    """All days from the first up to, but without, the end; dates are the team's."""

    first: date
    end: date

    @property
    def last(self) -> date:
        """Its last day."""
        return self.end - DAY


def read_stretch(words: str, today: date) -> Stretch | None:
    """The stretch that the whole phrase names, seen from `today`; None for anything else.

    What has no year is the last one that has begun, a last day one not before the first; a stretch that ends before it
    begins, or is too long, is none.
    """
    text = plain(words)
    if period := named_period(text, today):
        return Stretch(period.first, period.end)
    if found := _QUARTER.fullmatch(text):
        return _quarter(found, today)
    if found := _YEAR.fullmatch(text):
        year = int(found["year"]) if found["year"] else today.year + say.YEARS[found["near"]]
        return Stretch(date(year, 1, 1), date(year + 1, 1, 1))
    return _day(read_day(text, today, past=True)) or _between(text, today)


def _day(day: date | None) -> Stretch | None:
    return Stretch(day, day + DAY) if day and day < date.max else None


def _quarter(found: re.Match[str], today: date) -> Stretch:
    this = (today.month + 2) // 3
    if not (found["n"] or found["han"]):
        return _stretch(today.year, this + STEPS[found["step"] or found["english"]])
    said = say.QUARTERS[found["n"] or found["han"]]
    past = today.year if said <= this else today.year - 1
    near = today.year + say.YEARS[found["near"]] if found["near"] else past
    return _stretch(int(found["year"]) if found["year"] else near, said)


def _stretch(year: int, quarter: int) -> Stretch:
    """A quarter by its number, counted on beyond the ends of the year."""
    first = date(year + (quarter - 1) // 4, (quarter - 1) % 4 * 3 + 1, 1)
    third = month_of(month_of(first).end)
    return Stretch(first, month_of(third.end).end)


def _between(text: str, today: date) -> Stretch | None:
    for mark in re.finditer(say.TO, text):
        first = _start(text[: mark.start()], today)
        last = _last(text[mark.end() :], first.first, today) if first else None
        if first and last and first.first < last.end and last.end - first.first <= LONGEST:
            return Stretch(first.first, last.end)
    return None


def _start(words: str, today: date) -> Stretch | None:
    """One end of a stretch: a day, or the period that begins or ends it."""
    if found := _day(read_day(words, today, past=True)):
        return found
    period = named_period(words, today) if words else None
    return Stretch(period.first, period.end) if period else None


def _last(words: str, first: date, today: date) -> Stretch | None:
    """The other end; in the midst of a stretch its last day is still to come: `3月1日到3月31日`, said on the 15th."""
    last = _start(words, today)
    if last is None or first < last.end:
        return last
    day = read_day(words, first)
    return _day(day) if day and (day.year == first.year or day - first <= NEAR) else last
