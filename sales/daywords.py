"""The forms in which people name a day, each a pattern with the day it means seen from today."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import Final

from sales import phrases
from sales.numerals import count
from sales.patterns import late
from sales.records import dataclass

_Match = re.Match[str]
_MONTHS = 12
LONGEST: Final = 200
"""How many letters words for days have at most: trying every form on more takes longer than they are worth."""


@dataclass(frozen=True, slots=True)
class Seen:
    """From which day a phrase is understood, and whether it tells of the past or (the default) of the future."""

    today: date
    past: bool = False

    def nearest(self, days: Iterable[date | None]) -> date | None:
        """Of the days that exist, the first from today on; of the past, the last up to today."""
        real = filter(None, days)
        if self.past:
            return max((day for day in real if day <= self.today), default=None)
        return min((day for day in real if day >= self.today), default=None)


@dataclass(frozen=True, slots=True)
class Form:
    """One way to name a day. `vague` ones mean about that day: the end of the month, half a month from now."""

    pattern: re.Pattern[str]
    day: Callable[[_Match, Seen], date | None]
    vague: bool = False

    def is_vague(self, found: _Match) -> bool:
        """Whether this phrase of the form means about that day, rather than that very day."""
        return self.vague or _unit(found) in phrases.UNIT_MONTHS

    def recurs(self, found: _Match) -> bool:
        """Whether the phrase names a day that comes back: a weekday or a date without its week, month or year."""
        return bool(_get(found, "day")) and not any(_get(found, group) for group in ("step", "year", "near"))


def shifted(month: date, months: int) -> date:
    """The first day of the month so many months from the one of `month`."""
    years, index = divmod(month.month - 1 + months, _MONTHS)
    return date(month.year + years, index + 1, 1)


def last_of(month: date) -> date:
    """The last day of the month that `month` lies in."""
    return month.replace(day=monthrange(month.year, month.month)[1])


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _get(found: _Match, group: str) -> str | None:
    """A group's words in lower case; none where the pattern has no such group."""
    words: str | None = found.groupdict().get(group)
    return words.lower() if words else None


def _step(found: _Match) -> int | None:
    return phrases.STEPS.get(_get(found, "step") or "")


def _years(found: _Match, seen: Seen) -> list[int]:
    """The years a phrase can mean: the one it names, or those around today."""
    named, near = _get(found, "year"), _get(found, "near")
    if named:
        return [int(named)]
    this = seen.today.year
    return [this + phrases.YEARS[near]] if near else [this - 1, this, this + 1]


def _of_years(found: _Match, seen: Seen, month: int, day: Callable[[int, int], date | None]) -> date | None:
    years = _years(found, seen)
    days = [day(year, month) for year in years]
    return days[0] if len(days) == 1 else seen.nearest(days)


def _relative(found: _Match, seen: Seen) -> date | None:
    return seen.today + timedelta(days=phrases.RELATIVE_DAYS[found["word"].lower()])


def _weekday(found: _Match, seen: Seen) -> date | None:
    return _on(phrases.WEEKDAYS[found["day"]], _step(found), seen)


def _english_weekday(found: _Match, seen: Seen) -> date | None:
    return _on(phrases.ENGLISH_WEEKDAYS.index(found["day"].lower()[:3]), _step(found), seen)


def _on(weekday: int, step: int | None, seen: Seen) -> date | None:
    monday = seen.today - timedelta(days=seen.today.weekday())
    if step is not None:
        return monday + timedelta(days=7 * step + weekday)
    return seen.nearest(monday + timedelta(days=7 * week + weekday) for week in (-1, 0, 1))


def _month_day(found: _Match, seen: Seen) -> date | None:
    day = count(found["day"])
    return _of_years(found, seen, count(found["month"]), lambda year, month: _real(year, month, day))


def _english_month_day(found: _Match, seen: Seen) -> date | None:
    day, month = int(found["day"]), phrases.ENGLISH_MONTHS.index(found["month"].lower()[:3]) + 1
    return _of_years(found, seen, month, lambda year, month: _real(year, month, day))


def _day_of_month(found: _Match, seen: Seen) -> date | None:
    day, step = count(found["day"]), _step(found)
    months = [shifted(seen.today, n) for n in ((step,) if step is not None else range(-2, 3))]
    days = [_real(month.year, month.month, day) for month in months]
    return days[0] if step is not None else seen.nearest(days)


def _part_day(month: date, part: str) -> date:
    day = phrases.MONTH_PARTS[part]
    return month.replace(day=day) if day else last_of(month)


def _month_part(found: _Match, seen: Seen) -> date | None:
    month, step, part = _get(found, "month"), _step(found), found["part"]
    if month:
        number = count(month)
        return _of_years(found, seen, number, lambda year, month: _start_of(year, month, part))
    if step is not None:
        return _part_day(shifted(seen.today, step), part)
    return seen.nearest(_part_day(shifted(seen.today, n), part) for n in (-1, 0, 1))


def _start_of(year: int, month: int, part: str) -> date | None:
    first = _real(year, month, 1)
    return first and _part_day(first, part)


def _year_part(found: _Match, seen: Seen) -> date | None:
    month, day = (1, 1) if found["part"] == phrases.START else (12, 31)
    near = _get(found, "near")
    if near:
        return date(seen.today.year + phrases.YEARS[near + phrases.YEAR], month, day)
    return seen.nearest(date(seen.today.year + n, month, day) for n in (-1, 0, 1))


def _english_part(found: _Match, seen: Seen) -> date | None:
    step = _step(found) or 0
    if found["unit"].lower() == "year":
        year = seen.today.year + step
        return {"end": date(year, 12, 31), "middle": date(year, 7, 1)}.get(found["part"].lower(), date(year, 1, 1))
    month = shifted(seen.today, step)
    return {"end": last_of(month), "middle": month.replace(day=15)}.get(found["part"].lower(), month)


def _unit(found: _Match) -> str:
    """The unit that a distance in time is counted in, without its counting word and plural."""
    return (_get(found, "unit") or "").removeprefix(phrases.COUNTING_WORD).removesuffix("s")


def _distance(found: _Match, seen: Seen, sign: int) -> date | None:
    unit, half = _unit(found), found["count"] == phrases.HALF
    if unit in phrases.UNIT_DAYS:
        number = 0 if half or _get(found, "half") else count(_get(found, "count"))
        return seen.today + timedelta(days=sign * number * phrases.UNIT_DAYS[unit]) if number else None
    return _months_away(seen.today, sign, *_halves(phrases.UNIT_MONTHS[unit], found, half=half))


def _halves(months: int, found: _Match, *, half: bool) -> tuple[int, int]:
    """A distance in months as whole months and days: half a month is 15 days, half a year six months."""
    number = 0 if half else count(_get(found, "count"))
    if half or _get(found, "half"):
        return months * number + months // 2, 15 if months == 1 else 0
    return months * number, 0


def _months_away(today: date, sign: int, months: int, days: int) -> date | None:
    if not months and not days:
        return None
    month = shifted(today, sign * months)
    return month.replace(day=min(today.day, last_of(month).day)) + timedelta(days=sign * days)


def _ahead(found: _Match, seen: Seen) -> date | None:
    return _distance(found, seen, 1)


def _ago(found: _Match, seen: Seen) -> date | None:
    return _distance(found, seen, -1)


def _form(pattern: str, day: Callable[[_Match, Seen], date | None], *, vague: bool = False) -> Form:
    return Form(late(pattern, re.IGNORECASE), day, vague=vague)


FORMS = (
    _form(phrases.RELATIVE, _relative),
    _form(phrases.WEEKDAY, _weekday),
    _form(phrases.ENGLISH_WEEKDAY, _english_weekday),
    _form(phrases.MONTH_DAY, _month_day),
    _form(phrases.ISO_DAY, _month_day),
    _form(phrases.SHORT_DAY, _month_day),
    _form(phrases.MONTH_FIRST, _english_month_day),
    _form(phrases.DAY_FIRST, _english_month_day),
    _form(phrases.DAY_OF_MONTH, _day_of_month),
    _form(phrases.MONTH_PART, _month_part, vague=True),
    _form(phrases.YEAR_PART, _year_part, vague=True),
    _form(phrases.ENGLISH_PART, _english_part, vague=True),
    _form(phrases.DAYS_AHEAD, _ahead),
    _form(phrases.DAYS_AGO, _ago),
    _form(phrases.ENGLISH_WITHIN, _ahead),
    _form(phrases.ENGLISH_LATER, _ahead),
    _form(phrases.ENGLISH_AGO, _ago),
)
"""Every form, in no particular order: the longest that fits is meant."""


def found_forms(words: str) -> Iterator[tuple[Form, _Match]]:
    """The phrases that name a day, from left to right, none overlapping another: the earliest, then the longest."""
    found = [(form, match) for form in FORMS for match in form.pattern.finditer(words)]
    end = 0
    for form, match in sorted(found, key=lambda one: (one[1].start(), -one[1].end())):
        if match.start() >= end:
            end = match.end()
            yield form, match


def whole_form(words: str) -> tuple[Form, _Match] | None:
    """The form that the whole phrase has, if it names a day and nothing else."""
    if len(words) > LONGEST:
        return None
    found = ((form, form.pattern.fullmatch(words)) for form in FORMS)
    return next(((form, match) for form, match in found if match), None)


def plain(words: str) -> str:
    """The words in half-width lower case, each word for a day and its part taken apart: tomorrow, morning.

    Nothing is left of what is too long to name days.
    """
    text = phrases.half_width(words).strip().lower()
    if len(text) > LONGEST:
        return ""
    for word, apart in phrases.DAY_AND_PART.items():
        text = text.replace(word, apart)
    return text
