"""Moments as people name them: a day and a time of day, either alone, or a distance in hours."""

import re
from datetime import UTC, date, datetime, time, timedelta

from sales import phrases
from sales.daywords import Form, Seen, found_forms, plain
from sales.numerals import count
from sales.patterns import late

MORNING = time(9)
"""The time meant where a moment is named by its day alone."""

_DAY = timedelta(days=1)
_NEAR = timedelta(days=40)
_CLOCK = late(phrases.CLOCK)


def read_moment(words: str, now: datetime) -> datetime | None:
    """The moment after `now` (aware, local) that the whole phrase names, in the same zone; a day alone is its 09:00."""
    text = re.sub(phrases.NO_LATER, "", re.sub(phrases.UNTIL, "", plain(words)))
    if not text:
        return None
    later = _in_a_while(text)
    if later:
        return (now.astimezone(UTC) + later).astimezone(now.tzinfo)
    forms = list(found_forms(text))
    if len(forms) > 1:
        return None
    return _on_day(text, *forms[0], now) if forms else _at_next(text, now)


def _in_a_while(text: str) -> timedelta | None:
    """A distance in hours or minutes: two hours, half an hour."""
    found = re.fullmatch(phrases.HOURS, text) or re.fullmatch(phrases.IN_HOURS, text)
    if not found:
        return None
    unit = found["unit"].removeprefix(phrases.COUNTING_WORD)
    minutes = next(minutes for start, minutes in phrases.MINUTES_OF.items() if unit.startswith(start))
    half = minutes // 2 if found["count"] == phrases.HALF or found.groupdict().get("half") else 0
    return timedelta(minutes=minutes * count(found["count"]) + half) or None


def _on_day(text: str, form: Form, found: re.Match[str], now: datetime) -> datetime | None:
    """A moment whose day is named; one that is over today is the next such day's, if that is near."""
    rest = f"{text[: found.start()].rstrip()} {text[found.end() :]}".strip()
    at = _clock(rest) if rest else MORNING
    day = form.day(found, Seen(now.date()))
    if at is None or day is None:
        return None
    moment = _moment(day, at, now)
    if _is_after(moment, now):
        return moment
    again = form.day(found, Seen(now.date() + _DAY)) if form.recurs(found) else None
    return _moment(again, at, now) if again and again <= now.date() + _NEAR else None


def _at_next(text: str, now: datetime) -> datetime | None:
    """A time of day alone: today's if it is yet to come, else tomorrow's."""
    at = _clock(text)
    if at is None:
        return None
    moment = _moment(now.date(), at, now)
    return moment if _is_after(moment, now) else _moment(now.date() + _DAY, at, now)


def _moment(day: date, at: time, now: datetime) -> datetime:
    """A wall-clock time as an instant; there and back through UTC moves one that does not exist out of its gap."""
    return datetime.combine(day, at, now.tzinfo).astimezone(UTC).astimezone(now.tzinfo)


def _is_after(moment: datetime, now: datetime) -> bool:
    """Compared as instants, for two datetimes of one zone would be by their wall clocks."""
    return moment.astimezone(UTC) > now.astimezone(UTC)


def _clock(text: str) -> time | None:
    """A time of day: an hour with its part of the day, or in 24 hours, or a part of the day alone."""
    found = _CLOCK.fullmatch(text)
    if not found or (found["part"] and found["after"]):
        return None
    start = phrases.PARTS_OF_DAY.get(found["part"] or found["after"] or "")
    if not found["hour"]:
        return None if start is None else time(start)
    if start is None and not (found["said"] or found["minutes"] or found["at"]):
        return None
    hour = _hour(count(found["hour"]), start, said=bool(found["said"]))
    minute = phrases.QUARTERS.get(found["quarter"] or "", count(found["minute"] or found["minutes"] or ""))
    return time(hour, minute) if hour is not None and minute < 60 else None


def _hour(hour: int, start: int | None, *, said: bool) -> int | None:
    """An hour in 24; without a part of the day, a spoken 1 to 6 is of the afternoon: nobody plans for the night."""
    if start is None:
        return hour + 12 if said and 1 <= hour <= 6 else _within(hour, 23)
    if start < 12:
        return _within(hour, 11)
    if hour == 12:
        return 12 if start < 18 else None
    return _within(hour if hour > 12 or (start == 12 and hour >= 10) else hour + 12, 23)


def _within(hour: int, last: int) -> int | None:
    return hour if hour <= last else None
