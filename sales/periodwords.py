"""The week or month that people name when they speak of a report: `上周`, `2026-W10`, `第10周`, `3月`, `last month`."""

import re
from collections.abc import Callable
from datetime import date

from sales import periods, phrases
from sales.daywords import plain
from sales.numerals import count
from sales.patterns import late
from sales.periods import Period, month_of, week_of

_MONTHS = 12
_FIRST_YEAR, _LAST_YEAR = "2000", "2200"
_LONGEST = 3
"""How many words a period's name may have: `3 月 2026` is none, `last week` has two."""


def named_period(words: str, today: date) -> Period | None:
    """The period that the whole phrase names, seen from `today`; None for anything else.

    A week or month without its year is the last one that has begun: reports look back.
    """
    text = plain(words)
    readings = ((pattern.fullmatch(text), read) for pattern, read in _READINGS)
    return next((read(found, today) for found, read in readings if found), None)


def parted(words: str, today: date) -> tuple[Period | None, str]:
    """The period that the words begin with, or None, and the rest of the words as they were typed."""
    rest = words.strip()
    spaces = [found.start() for found in re.finditer(r"\s+|$", rest)][:_LONGEST]
    for end in reversed(spaces):
        if end and (period := named_period(rest[:end], today)):
            return period, rest[end:].strip()
    return None, rest


def _by_name(found: re.Match[str], today: date) -> Period | None:
    if found["week"]:
        return _week(int(found["week"]), int(found["year"]) if found["year"] else None, today)
    return _named(f"{found['of']}-{found['month']}")


def _near_week(found: re.Match[str], today: date) -> Period | None:
    return _stepped(week_of(today), phrases.STEPS[found["step"] or found["english"]])


def _near_month(found: re.Match[str], today: date) -> Period | None:
    return _stepped(month_of(today), phrases.STEPS[found["step"] or found["english"]])


def _stepped(period: Period, steps: int) -> Period:
    for _ in range(abs(steps)):
        period = period.before if steps < 0 else period.after
    return period


def _numbered_week(found: re.Match[str], today: date) -> Period | None:
    year = int(found["year"]) if found["year"] else None
    if found["near"]:
        year = today.isocalendar().year + phrases.YEARS[found["near"]]
    return _week(int(found["week"] or found["english"]), year, today)


def _week(number: int, year: int | None, today: date) -> Period | None:
    of = week_of(today)
    this_year = today.isocalendar().year
    period = _named(f"{year or this_year}-W{number}")
    return period if year or (period and period <= of) else _named(f"{this_year - 1}-W{number}")


def _chinese_month(found: re.Match[str], today: date) -> Period | None:
    year = int(found["year"]) if found["year"] else None
    if found["near"]:
        year = today.year + phrases.YEARS[found["near"]]
    return _month(count(found["month"]), year, today)


def _english_month(found: re.Match[str], today: date) -> Period | None:
    number = phrases.ENGLISH_MONTHS.index(found["month"][:3]) + 1
    return _month(number, int(found["year"]) if found["year"] else None, today)


def _month(number: int, year: int | None, today: date) -> Period | None:
    past = today.year if number <= today.month else today.year - 1
    return _named(f"{year or past}-{number:02}") if number <= _MONTHS else None


def _named(name: str) -> Period | None:
    """The period of a name, in years that people report about: at the ends of the calendar a period has no next."""
    return periods.named(name) if _FIRST_YEAR <= name[:4] < _LAST_YEAR else None


_Reading = Callable[[re.Match[str], date], Period | None]
_READINGS: tuple[tuple[re.Pattern[str], _Reading], ...] = tuple(
    (late(pattern), read)
    for pattern, read in (
        (phrases.PERIOD_NAME, _by_name),
        (phrases.WEEK, _near_week),
        (phrases.NEAR_MONTH, _near_month),
        (phrases.NUMBERED, _numbered_week),
        (phrases.PERIOD_MONTH, _chinese_month),
        (phrases.ENGLISH_MONTH, _english_month),
    )
)
