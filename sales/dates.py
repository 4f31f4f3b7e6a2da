"""Days, moments and spans of days as people write them, in Chinese and English; what does not exist is never guessed.

A weekday, a day of the month or a date without a year is the nearest one from today on, or the last one up to today
where the past is told. Weeks begin on Monday: `next Wed`, like its Chinese, is the Wednesday of the week after this.
"""

from datetime import date

from sales.daywords import Seen, found_forms, whole_form
from sales.moments import read_moment
from sales.phrases import half_width
from sales.records import dataclass
from sales.spans import Half, HalfDays, read_span

__all__ = ["FoundDay", "Half", "HalfDays", "find_days", "read_day", "read_moment", "read_span"]


@dataclass(frozen=True, slots=True)
class FoundDay:
    """A date phrase in a sentence, at `[start, end)`; `vague` if about that day was said, not that very day."""

    start: int
    end: int
    day: date
    vague: bool


def read_day(words: str, today: date, *, past: bool = False) -> date | None:
    """The day that the whole phrase names; `None` if it names none, or one that does not exist."""
    found = whole_form(half_width(words).strip())
    return found[0].day(found[1], Seen(today, past)) if found else None


def find_days(words: str, today: date, *, past: bool = False) -> list[FoundDay]:
    """The date phrases inside a sentence, from left to right."""
    found = ((form, match, form.day(match, Seen(today, past))) for form, match in found_forms(half_width(words)))
    return [FoundDay(match.start(), match.end(), day, form.is_vague(match)) for form, match, day in found if day]
