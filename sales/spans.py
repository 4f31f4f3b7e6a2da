"""Spans of half days as people ask for leave: one day or half of it, from one to another, a week, two days together."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

from sales import phrases
from sales.daywords import Form, Seen, plain, whole_form
from sales.numerals import count
from sales.records import dataclass

_DAY = timedelta(days=1)
_LONGEST = timedelta(days=183)
_BEGUN = timedelta(days=31)


class Half(StrEnum):
    """Half a day: the morning until noon, or the afternoon."""

    AM = "am"
    PM = "pm"


@dataclass(frozen=True, slots=True)
class HalfDays:
    """A span of half days, both ends inside it."""

    first: date
    first_half: Half
    last: date
    last_half: Half


@dataclass(frozen=True, slots=True)
class _End:
    """One end of a span: how its day is named, if it is, and which half of it."""

    form: tuple[Form, re.Match[str]] | None
    half: Half | None

    def day(self, seen: Seen) -> date | None:
        return self.form[0].day(self.form[1], seen) if self.form else seen.today

    @property
    def recurs(self) -> bool:
        """Whether the day is the nearest of its kind, and so depends on where one looks from."""
        return self.form is None or self.form[0].recurs(self.form[1])

    @property
    def is_dated(self) -> bool:
        """Whether it is a day of some month, rather than a weekday."""
        return self.form is not None and self.recurs and self.form[1]["day"].isdecimal()


def read_span(words: str, today: date) -> HalfDays | None:
    """The half days that the whole phrase names; `None` if it is none, ends before it begins or lasts over half a year.

    A span of dates that has begun lately and is not over is that one, not next year's.
    """
    text = re.sub(phrases.FROM, "", plain(words))
    for read in (_one, _week, _pair, _lasting, _between, _listed):
        span = read(text, today)
        if span:
            return span
    return None


def _end(text: str) -> _End | None:
    """A day, with its half if one is named."""
    half = re.search(phrases.HALF_DAY, text)
    rest = text[: half.start()] if half else text
    named = phrases.HALVES[half["half"]] if half else ""
    form = whole_form(rest)
    return _End(form, Half(named) if named else None) if form or (named and not rest) else None


def _span(first: date | None, last: date | None, halves: tuple[Half | None, Half | None]) -> HalfDays | None:
    if first is None or last is None:
        return None
    span = HalfDays(first, halves[0] or Half.AM, last, halves[1] or Half.PM)
    backwards = (last, span.last_half) < (first, span.first_half)
    return None if backwards or last - first > _LONGEST else span


def _one(text: str, today: date) -> HalfDays | None:
    end = _end(text)
    day = end.day(Seen(today)) if end else None
    return _span(day, day, (end.half, end.half)) if end else None


def _week(text: str, today: date) -> HalfDays | None:
    week, weekend = re.fullmatch(phrases.WEEK, text), re.fullmatch(phrases.WEEKEND, text)
    found = week or weekend
    if not found:
        return None
    monday = today + _DAY * (7 * phrases.STEPS.get(found["step"] or found["english"] or "", 0) - today.weekday())
    return _span(monday if week else monday + _DAY * 5, monday + _DAY * 6, (None, None))


def _pair(text: str, today: date) -> HalfDays | None:
    found = re.fullmatch(phrases.PAIR, text)
    first = today + _DAY * phrases.TWO_DAYS[found["pair"]] if found else None
    return _span(first, first and first + _DAY, (None, None))


def _lasting(text: str, today: date) -> HalfDays | None:
    """A first day and a number of days from it on."""
    found = re.search(phrases.LASTING, text)
    start = _end(text[: found.start()]) if found else None
    days = count(found["count"]) if found else 0
    if not start or start.half or not start.form or not days:
        return None
    first = start.day(Seen(today))
    return _span(first, first and first + _DAY * (days - 1), (None, None))


def _ends(text: str, marks: str) -> Iterator[tuple[_End, _End]]:
    """Every way to cut the words in two days."""
    for mark in re.finditer(marks, text):
        left, right = text[: mark.start()], text[mark.end() :]
        first, last = _end(left), _end(right) or _end(right + phrases.DAY_OF)
        if first and first.form and last:
            yield first, last


def _between(text: str, today: date) -> HalfDays | None:
    for first, last in _ends(text, phrases.TO):
        begun = _from(first, last, Seen(today, past=True), today) if first.is_dated else None
        if begun and begun.last >= today and begun.first >= today - _BEGUN:
            return begun
        return _from(first, last, Seen(today), today)
    return None


def _from(first: _End, last: _End, seen: Seen, today: date) -> HalfDays | None:
    """A span whose end, if it is named by weekday or date alone, is the first such day from its beginning on."""
    begin = first.day(seen)
    end = last.day(Seen(begin if last.recurs else today)) if begin else None
    return _span(begin, end, (first.half, last.half))


def _listed(text: str, today: date) -> HalfDays | None:
    """Two days side by side are a span; two apart are two leaves, and the person is asked for each."""
    for first, last in _ends(text, phrases.AND):
        span = _from(first, last, Seen(today), today)
        if span and span.last - span.first == _DAY and not (first.half or last.half):
            return span
    return None
