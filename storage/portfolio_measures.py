"""The customers of each rep at the end of a period: how many were met in time (K23), and how willing they are (K24)."""

from datetime import date
from functools import cache

from sales.calendar import WEEKENDS_OFF, Calendar
from sales.customers import Tier, due_next
from sales.measures import Measure
from sales.willingness import Band, band, felt
from storage.engine import Connection
from storage.figure_indexes import SCORED
from storage.measures import Ask, Counted, Key
from storage.portfolios import portfolios
from storage.visits import standing


def covered(db: Connection, ask: Ask) -> Counted:
    """Customers in a tier, and those that were met, by whomever, no longer ago than its interval.

    The interval ends on a working day; a new customer counts once its first one is over.
    """
    counted: dict[Key, dict[str, int]] = {}
    has_time = cache(_has_time)  # thousands of customers have a few dates
    for portfolio in portfolios(db, ask, standing, days_only=True):
        for each in portfolio.held:
            calendar, last = ask.calendars.get(each.key[0], WEEKENDS_OFF), portfolio.last.get(each.id)
            if each.tier and not has_time(each.since, each.tier, portfolio.day, calendar):
                sums = counted.setdefault(each.key, {_TO_COVER: 0, _COVERED: 0})
                sums[_TO_COVER] += 1
                sums[_COVERED] += last is not None and has_time(last.on, each.tier, portfolio.day, calendar)
    return counted


def scored(db: Connection, ask: Ask) -> Counted:
    """Customers by the latest complete score of a visit up to the day, whoever gave it: its points, and its band."""
    counted: dict[Key, dict[str, int]] = {}
    for portfolio in portfolios(db, ask, SCORED):
        for each in portfolio.held:
            if (last := portfolio.last.get(each.id)) and last.score is not None:
                sums = counted.setdefault(each.key, dict.fromkeys((_POINTS, _SCORED, *_BANDS.values()), 0))
                sums[_POINTS] += last.score
                sums[_SCORED] += 1
                if key := _BANDS.get(band(felt(last.score)) or Band.FAIR):
                    sums[key] += 1
    return counted


_TO_COVER, _COVERED = Measure.TO_COVER.value, Measure.COVERED.value
_POINTS, _SCORED = Measure.SCORE.value, Measure.SCORED.value
_BANDS = {Band.FAILING: Measure.SCORED_LOW.value, Band.GOOD: Measure.SCORED_HIGH.value}


def _has_time(last: date, tier: Tier, day: date, calendar: Calendar) -> bool:
    """Whether the next visit after one on `last` is not overdue when `day` is over."""
    due = due_next(last, tier, calendar)
    return due is not None and day <= due
