"""Visits by rep: how many, and how many of them had an effect. A joint one counts once for each of the two."""

from sqlalchemy import case, func, select

from sales.measures import Measure
from storage.engine import Connection
from storage.measures import AnySelect, Ask, Counted
from storage.visits import standing, visits

_EFFECT = func.sum(case((visits.c.effective.is_(True), 1), else_=0))
"""How many of some visits had an effect."""


def visited(db: Connection, ask: Ask) -> Counted:
    """Standing visits by their dates, answered by one index alone; who came along counts in the visit's team."""
    counted: dict[tuple[int, int], dict[str, int]] = {}
    for team_id, rep_id, companion_id, many, effective in db.execute(_paid(ask)):
        for person_id in {rep_id, companion_id} - {None}:
            sums = counted.setdefault((team_id, person_id), dict.fromkeys(_BOTH, 0))
            sums[_VISITS] += many
            sums[_EFFECTIVE] += effective
    return counted


_BOTH = _VISITS, _EFFECTIVE = Measure.VISITS.value, Measure.EFFECTIVE.value


def _paid(ask: Ask) -> AnySelect:
    who = (visits.c.team_id, visits.c.rep_id, visits.c.companion_id)
    when = (visits.c.visited_on >= ask.first, visits.c.visited_on < ask.end)
    counted: AnySelect = select(*who, func.count(), _EFFECT).where(visits.c.team_id.in_(ask.team_ids), *when, standing)
    return counted.group_by(*who)
