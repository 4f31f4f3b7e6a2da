"""How long a quote stands, read out of its line; what else the line says is read like an order's."""

import re
from collections.abc import Iterator
from datetime import date

from sales import quote_phrases as say
from sales.dates import FoundDay, find_days, read_day
from sales.phrases import half_width


def read_validity(line: str, today: date) -> tuple[date | None, str]:
    """The last day that a line names for a quote, said on `today`, and the line without those words.

    None, and the line as it was, where it says nothing of the kind, or nothing that is a day.
    """
    text = half_width(line)
    for start, end, day in (*_told(text, say.VALID, today), *_told_after(text, today), *_told(text, say.UNTIL, today)):
        left, right = line[:start].rstrip(), line[end:].lstrip(" ,，;；。")
        return day, f"{left} {right}".strip()
    return None, line


def _told(text: str, marker: str, today: date) -> Iterator[tuple[int, int, date]]:
    """A day or a number of days behind the words that announce it."""
    for found in re.finditer(marker, text, re.IGNORECASE):
        rest = text[found.end() :]
        told = _lasting(rest, today) or next(_days_at(rest, today), None)
        if told:
            day, length = told
            end = found.end() + length
            tail = re.compile(say.AFTER_DAY).match(text, end)
            yield found.start(), tail.end() if tail else end, day


def _told_after(text: str, today: date) -> Iterator[tuple[int, int, date]]:
    """The same where the words come behind the day."""
    for found in re.finditer(say.VALID_AFTER, text):
        before = text[: found.start()]
        begin = max(before.rfind(mark) for mark in " ,，;；") + 1
        told = _lasting(before[begin:], today) or next(_days_at(before[begin:], today), None)
        if told and begin + told[1] == len(before):
            yield begin, found.end(), told[0]


def _lasting(words: str, today: date) -> tuple[date, int] | None:
    """So many days, weeks or months from today."""
    for pattern, phrase in ((say.LASTING, say.LATER), (say.LASTING_ENGLISH, say.AHEAD)):
        found = re.compile(pattern, re.IGNORECASE).match(words)
        day = read_day(phrase.format(**found.groupdict()), today) if found else None
        if found and day:
            return day, found.end()
    return None


def _days_at(words: str, today: date) -> Iterator[tuple[date, int]]:
    """The day that stands at the beginning of some words."""
    at_once: Iterator[FoundDay] = (each for each in find_days(words, today) if not words[: each.start].strip())
    yield from ((each.day, each.end) for each in at_once)
