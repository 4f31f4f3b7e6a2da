"""When a visit may be planned for, and what moving or dropping a plan means (K22)."""

from datetime import date, timedelta

from sales.breaches import PlanOutOfRange
from sales.calendar import Calendar

AHEAD = timedelta(days=92)
"""How far ahead a visit may be planned: a quarter."""


def check_day(planned_on: date, today: date) -> None:
    """Raise `PlanOutOfRange` for a date before today or more than a quarter ahead."""
    if not today <= planned_on <= today + AHEAD:
        raise PlanOutOfRange(today, today + AHEAD)


def in_good_time(planned_on: date, today: date, calendar: Calendar) -> bool:
    """Whether giving up this plan on `today` is no miss: a working day or more before its date."""
    return today <= calendar.workday_before(planned_on)
