"""How many visits were paid, by whom and when: a joint visit counts once for each of the two."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import ColumnElement, Subquery, func, select, union_all

from storage.engine import Connection
from storage.visits import standing, visits


def count_visits(db: Connection, team_id: int, first: date, end: date) -> list[tuple[int, date, int]]:
    """Standing visits of a team with dates in `[first, end)`, as (person id, date, count) rows.

    A joint visit counts once for each of the two.
    """
    span = (visits.c.team_id == team_id) & (visits.c.visited_on >= first) & (visits.c.visited_on < end)
    paid = _by_person(span)
    groups = (paid.c.person_id, paid.c.visited_on)
    rows = db.execute(select(*groups, func.count()).group_by(*groups))
    return [(rep, day, count) for rep, day, count in rows]


def last_visits(db: Connection, team_id: int) -> Mapping[int, date]:
    """The date of everybody's latest standing visit in a team, own or joint; who has none is absent."""
    paid = _by_person(visits.c.team_id == team_id)
    latest = select(paid.c.person_id, func.max(paid.c.visited_on)).group_by(paid.c.person_id)
    return dict(tuple(row) for row in db.execute(latest))


def _by_person(which: ColumnElement[bool]) -> Subquery:
    """Standing visits as (person_id, visited_on) rows, one for the rep and one for a companion."""
    by_rep = select(visits.c.rep_id.label("person_id"), visits.c.visited_on).where(which, standing)
    along = visits.c.companion_id
    joint = select(along.label("person_id"), visits.c.visited_on).where(which, standing, along.is_not(None))
    return union_all(by_rep, joint).subquery()
