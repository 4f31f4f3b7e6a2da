"""Handing customers over: who has them, who gets them, from which day on, and whether past sales go with them."""

import re
import unicodedata
from datetime import date

from sales import transfer_phrases as say
from sales.dates import read_day
from sales.patterns import late
from sales.records import dataclass

LONGEST = 600
"""A line of more characters says nothing of this: its names and its day have not so many."""
MOST = 100
"""How many characters of a name are looked at."""


@dataclass(frozen=True, slots=True)
class Handover:
    """What a line says. `giver` is empty where a `customer` is named, whose owner it is; `on` None is today.

    `unread` is the part of it that was meant to be a day and is none.
    """

    giver: str
    taker: str
    customer: str = ""
    on: date | None = None
    with_past: bool = False
    unread: str = ""


def read_handover(words: str, today: date) -> Handover | None:
    """What a line says, seen from a local date; None where nobody is named who gets them.

    A day without a year is the one nearest to today.
    """
    if len(words) > LONGEST:
        return None
    text = unicodedata.normalize("NFKC", words).strip()
    text, with_past = _without(_PAST, text)
    text, day = _parted(text)
    found = _of_customer(text) or _of_person(text)
    if found is None:
        return None
    giver, taker, customer = (name.strip(" @\u3000")[:MOST] for name in found)
    on = _nearest(day, today) if day else None
    unread = day if day and on is None else ""
    return Handover(giver, taker, customer, on, with_past, unread) if taker else None


def _parted(text: str) -> tuple[str, str]:
    """What stands before the day, and the day's own words."""
    found = list(_FROM.finditer(text))
    if not found:
        return text, ""
    last = found[-1]
    day, _ = _without(_ONWARDS, text[last.end() :])
    return text[: last.start()].strip(), day.strip()


def _of_customer(text: str) -> tuple[str, str, str] | None:
    if not (found := _CUSTOMER.match(text)):
        return None
    rest = text[found.end() :]
    arrow = next(_ARROW.finditer(rest), None)
    if arrow:
        return "", rest[arrow.end() :], rest[: arrow.start()]
    name, at, taker = rest.rpartition("@")
    return ("", taker, name) if at else None


def _of_person(text: str) -> tuple[str, str, str] | None:
    whole = _LEADING.sub("", text)
    arrow = next(_ARROW.finditer(whole), None)
    if arrow:
        giver, taker = whole[: arrow.start()], whole[arrow.end() :]
    else:
        _, at, rest = whole.partition("@")
        giver, second, taker = rest.partition("@")
        if not (at and second):
            return None
    giver, _ = _without(_POSSESSIVE, giver.strip())
    return (giver, taker, "") if giver.strip(" @") else None


def _without(pattern: re.Pattern[str], text: str) -> tuple[str, bool]:
    found = pattern.search(text)
    return (text[: found.start()].strip(), True) if found else (text, False)


def _nearest(words: str, today: date) -> date | None:
    days = [day for day in (read_day(words, today), read_day(words, today, past=True)) if day]
    return min(days, key=lambda day: abs(day - today), default=None)


_ARROW = late(say.ARROW, re.IGNORECASE)
_FROM = late(say.FROM, re.IGNORECASE)
_ONWARDS = late(say.ONWARDS, re.IGNORECASE)
_PAST = late(say.PAST, re.IGNORECASE)
_CUSTOMER = late(say.CUSTOMER, re.IGNORECASE)
_LEADING = late(say.LEADING, re.IGNORECASE)
_POSSESSIVE = late(say.POSSESSIVE, re.IGNORECASE)
