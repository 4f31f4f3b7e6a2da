"""The spans that reports are about: ISO weeks and calendar months, as names that sort and as dates.

A week's name is `2026-W13`, a month's `2026-03`; ISO 8601 decides which week a date belongs to, so the last days of
December may be in week 1 of the next year.
"""

import re
from datetime import date, timedelta

from sales.records import dataclass

WEEK = timedelta(days=7)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A week (Monday to Sunday) or a month, from its first to its last date, both counted."""

    name: str
    first: date
    last: date

    @property
    def is_week(self) -> bool:
        """Whether it is a week and not a month."""
        return "W" in self.name

    @property
    def before(self) -> "Period":
        """The period of the same length that ends the day before this one begins."""
        return self._like(self.first - DAY)

    @property
    def after(self) -> "Period":
        """The period of the same length that begins the day after this one ends."""
        return self._like(self.last + DAY)

    @property
    def end(self) -> date:
        """The date after the last one, for half-open spans."""
        return self.last + DAY

    def _like(self, day: date) -> "Period":
        return week_of(day) if self.is_week else month_of(day)


def week_of(day: date) -> Period:
    """The ISO week of a date."""
    year, week, weekday = day.isocalendar()
    first = day - DAY * (weekday - 1)
    return Period(f"{year}-W{week:02}", first, first + WEEK - DAY)


def month_of(day: date) -> Period:
    """The calendar month of a date."""
    first = day.replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    return Period(f"{first:%Y-%m}", first, following - DAY)


_WEEK_NAME = re.compile(r"(\d{4})-?[Ww](\d{1,2})")
_MONTH_NAME = re.compile(r"(\d{4})-(\d{1,2})")


def named(name: str) -> Period | None:
    """The period with this name (`2026-W13`, `2026-03`); None for what names none, such as week 54."""
    try:
        if match := _WEEK_NAME.fullmatch(name):
            return week_of(date.fromisocalendar(int(match[1]), int(match[2]), 1))
        if match := _MONTH_NAME.fullmatch(name):
            return month_of(date(int(match[1]), int(match[2]), 1))
    except (ValueError, OverflowError):  # the last month there is has no end
        return None
    return None
