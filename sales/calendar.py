"""Working days: which they are, and the nearest ones before and after a date."""

from datetime import date, timedelta

DAY = timedelta(days=1)
SATURDAY = 5
"""`date.weekday()` of the first day of the weekend."""


def is_workday(day: date) -> bool:
    """Whether people work on this date: every day but Saturday and Sunday."""
    return day.weekday() < SATURDAY


def workday_before(day: date) -> date:
    """The last working day strictly before a date."""
    before = day - DAY
    while not is_workday(before):
        before -= DAY
    return before


def workday_after(day: date) -> date:
    """The first working day strictly after a date."""
    after = day + DAY
    while not is_workday(after):
        after += DAY
    return after


def workdays(first: date, end: date) -> list[date]:
    """The working days of the half-open span `[first, end)`, in order."""
    span = (end - first).days
    return [day for day in (first + DAY * n for n in range(span)) if is_workday(day)]
