"""The customers behind coverage (K23) and mean willingness (K24): one row for each that somebody has at the end."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement

from sales.calendar import WEEKENDS_OFF, Calendar
from sales.customers import Tier, due_next
from storage.customers import customers
from storage.engine import Connection
from storage.figure_indexes import SCORED
from storage.figure_parts import Part, Wanted, latest, names_of
from storage.people import people
from storage.portfolios import Held, Last, Portfolio, portfolios
from storage.visits import standing

Found = tuple[Held, Last | None, int]
"""A customer, the latest visit to it, and its part of the numerator."""


def covered(db: Connection, wanted: Wanted, most: int) -> list[Part]:
    """Customers in a tier, and whether they were met within its interval."""
    found: list[Found] = []
    for portfolio, each, last in _held(db, wanted, standing):
        calendar = wanted.ask.calendars.get(each.key[0], WEEKENDS_OFF)
        if each.tier and not _in_time(each.since, each.tier, portfolio.day, calendar):
            met = last is not None and _in_time(last.on, each.tier, portfolio.day, calendar)
            found.append((each, last, int(met)))
    return _parts(db, found, most)


def scored(db: Connection, wanted: Wanted, most: int) -> list[Part]:
    """Customers with a complete score, by the latest one."""
    held = _held(db, wanted, SCORED)
    return _parts(db, [(each, last, last.score) for _, each, last in held if last and last.score is not None], most)


def _held(db: Connection, wanted: Wanted, which: ColumnElement[bool]) -> Iterable[tuple[Portfolio, Held, Last | None]]:
    for portfolio in portfolios(db, wanted.ask, which):
        for each in portfolio.held:
            if wanted.rep_id in (None, each.key[1]):
                yield portfolio, each, portfolio.last.get(each.id)


def _in_time(last: date, tier: Tier, day: date, calendar: Calendar) -> bool:
    due = due_next(last, tier, calendar)
    return due is not None and day <= due


def _parts(db: Connection, found: list[Found], most: int) -> list[Part]:
    names = names_of(db, customers, (each.id for each, _, _ in found))
    reps = names_of(db, people, (each.key[1] for each, _, _ in found))
    return latest((_part(each, last, of, names, reps) for each, last, of in found), most)


def _part(each: Held, last: Last | None, of: int, names: dict[int, str], reps: dict[int, str]) -> Part:
    on, tier = (last.on if last else None), (each.tier.value if each.tier else "")
    return Part(on, f"C-{each.id}", reps[each.key[1]], names[each.id], of, 1, tier)
