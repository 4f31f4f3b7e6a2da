"""The periods that figures are kept for: days, ISO weeks, months, quarters, halves and years, by names that sort.

`2026-11-20`, `2026-W47`, `2026-11`, `2026-Q4`, `2026-H2`, `2026`; any other stretch is `2026-03-01..2026-03-15`, both
days counted.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from enum import StrEnum

from sales.periods import month_of, week_of
from sales.periods import named as week_or_month
from sales.stretches import Stretch

DAY = timedelta(days=1)
_QUARTER, _HALF, _YEAR = 3, 6, 12


class Grain(StrEnum):
    """How long a period is."""

    DAY = "D"
    WEEK = "W"
    MONTH = "M"
    QUARTER = "Q"
    HALF = "H"
    YEAR = "Y"


_MONTHS = {Grain.MONTH: 1, Grain.QUARTER: _QUARTER, Grain.HALF: _HALF, Grain.YEAR: _YEAR}


def stretch_of(grain: Grain, day: date) -> Stretch:
    """The period of a grain that a date lies in."""
    if grain is Grain.DAY:
        return Stretch(day, day + DAY)
    if grain is Grain.WEEK:
        week = week_of(day)
        return Stretch(week.first, week.end)
    months = _MONTHS[grain]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    end = first
    for _ in range(months):
        end = month_of(end).end
    return Stretch(first, end)


def grain_of(stretch: Stretch) -> Grain | None:
    """The grain of a stretch that is exactly one period; None for any other."""
    return next((grain for grain in Grain if stretch_of(grain, stretch.first) == stretch), None)


def name_of(stretch: Stretch) -> str:
    """The name of a stretch; see the module."""
    first, grain = stretch.first, grain_of(stretch)
    return _NAMES[grain](first) if grain else f"{first.isoformat()}..{stretch.last.isoformat()}"


_NAMES: Mapping[Grain, Callable[[date], str]] = {
    Grain.DAY: date.isoformat,
    Grain.WEEK: lambda first: week_of(first).name,
    Grain.MONTH: lambda first: month_of(first).name,
    Grain.QUARTER: lambda first: f"{first.year}-Q{(first.month - 1) // _QUARTER + 1}",
    Grain.HALF: lambda first: f"{first.year}-H{(first.month - 1) // _HALF + 1}",
    Grain.YEAR: lambda first: f"{first.year:04}",
}


def read_name(name: str) -> Stretch | None:
    """The stretch with this name; None for what names none."""
    if period := week_or_month(name):
        return Stretch(period.first, period.end)
    try:
        return _read(name)
    except (ValueError, OverflowError):  # the last year there is has no end
        return None


def before(stretch: Stretch) -> Stretch:
    """The period of the same grain before; for any other stretch as many days before it."""
    grain = grain_of(stretch)
    if grain:
        return stretch_of(grain, stretch.first - DAY)
    return Stretch(stretch.first - (stretch.end - stretch.first), stretch.first)


def within(stretch: Stretch, grain: Grain) -> list[Stretch]:
    """The whole periods of a finer grain that begin in a stretch, in order."""
    found, day = [], stretch.first
    while day < stretch.end:
        each = stretch_of(grain, day)
        if each.first >= stretch.first:
            found.append(each)
        day = each.end
    return found


_PART = re.compile(r"(\d{4})-?([QqHh])([1-4])")


def _read(name: str) -> Stretch | None:
    if match := _PART.fullmatch(name):
        grain, number = Grain(match[2].upper()), int(match[3])
        month = (number - 1) * _MONTHS[grain] + 1
        return stretch_of(grain, date(int(match[1]), month, 1)) if month <= _YEAR else None
    if re.fullmatch(r"\d{4}", name):
        return stretch_of(Grain.YEAR, date(int(name), 1, 1))
    first, dots, last = name.partition("..")
    begins, ends = date.fromisoformat(first), date.fromisoformat(last if dots else first)
    return Stretch(begins, ends + DAY) if begins <= ends else None
