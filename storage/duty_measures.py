"""Reports by rep: how many were owed, how many came in time, how many came at all; of all types and of each.

A week's report belongs to the week's last day, whenever it is due; any other to the team's local date on which it is
due. Excused and waived ones are in no count, and neither is what is not due yet, or is due on a day that a notice may
still change: nobody is blamed for that.
"""

from collections.abc import Iterator, Sequence
from datetime import time

from sqlalchemy import ColumnElement, case, func, not_, select, union_all

from sales.cadence import moment
from sales.measures import Measure, key_of
from sales.obligations import State
from storage.engine import Connection
from storage.figure_indexes import OF_WEEKS
from storage.measures import AnySelect, Ask, Counted
from storage.obligations import obligations
from storage.people import Team

SENT = (State.ON_TIME, State.LATE)
COUNTED = (*SENT, State.MISSED)
"""The states in which a report is owed for certain; a pending one is once it is due."""


def owed(db: Connection, ask: Ask) -> Counted:
    """The counts of `sales.obligations.tally`, in one question over two indexes."""
    counted: dict[tuple[int, int], dict[str, int]] = {}
    for team_id, rep_id, kind, *numbers in db.execute(union_all(_of_weeks(ask), *_others(ask))):
        sums = counted.setdefault((team_id, rep_id), {})
        for measure, number in zip(_MEASURES, numbers, strict=True):
            for key in (key_of(measure), key_of(measure, kind)):
                sums[key] = sums.get(key, 0) + int(number)
    return counted


_MEASURES = (Measure.OWED, Measure.ON_TIME, Measure.SUBMITTED)


def _of_weeks(ask: Ask) -> AnySelect:
    last = obligations.c.last_on
    return _counted(ask).where(OF_WEEKS, _of(ask.teams), last >= ask.first, last < ask.end)


def _others(ask: Ask) -> Iterator[AnySelect]:
    """One part for each time zone: a local date begins when it does."""
    for name in {team.timezone for team in ask.teams}:
        there = [team for team in ask.teams if team.timezone == name]
        begins, ends = (moment(day, time(), there[0].zone) for day in (ask.first, ask.end))
        due = obligations.c.due_at
        yield _counted(ask).where(not_(OF_WEEKS), _of(there), due >= begins, due < ends)


def _counted(ask: Ask) -> AnySelect:
    row = obligations.c
    in_time, sent = row.state == State.ON_TIME, row.state.in_(SENT)
    waits = (row.state == State.PENDING) & (row.due_at <= ask.now) & row.provisional.is_(False)
    numbers = (_sum(row.state.in_(COUNTED) | waits), _sum(in_time), _sum(sent))
    return select(row.team_id, row.rep_id, row.type, *numbers).group_by(row.team_id, row.rep_id, row.type)


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _of(teams: Sequence[Team]) -> ColumnElement[bool]:
    return obligations.c.team_id.in_([team.id for team in teams])
