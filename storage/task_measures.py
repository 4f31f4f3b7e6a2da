"""What was promised for a day and what became of it, by rep: planned visits (K22) and tasks (K39).

What is not over yet is in no count: a plan or task that still stands counts from the day after its own.
"""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, case, func, select, union_all

from sales.measures import Measure
from storage.engine import Connection
from storage.measures import AnySelect, Ask, Counted, today_of
from storage.plans import State as Planned
from storage.plans import plans
from storage.tasks import State, tasks


def planned(db: Connection, ask: Ask) -> Counted:
    """Planned visits by the date they were planned for, and those that were paid.

    What was moved or dropped a working day ahead was dropped; later than that it was missed.
    """
    row = plans.c
    parts = (
        _counted(row.team_id, row.rep_id, row.state == Planned.DONE)
        .where(row.team_id.in_(team_ids), row.planned_on >= ask.first, row.planned_on < ask.end)
        .where(row.state != Planned.DROPPED, (row.state != Planned.PLANNED) | (row.planned_on < day))
        for day, team_ids in _days(ask).items()
    )
    return _read(db, parts, Measure.PLANS, Measure.PLANS_DONE)


def due(db: Connection, ask: Ask) -> Counted:
    """Tasks by the date on which they are due, as last postponed, and those that were done by then."""
    row = tasks.c
    in_time = (row.state == State.DONE) & (row.closed_on <= row.due_on)
    parts = (
        _counted(row.team_id, row.owner_id, in_time)
        .where(row.team_id.in_(team_ids), row.due_on >= ask.first, row.due_on < ask.end)
        .where(row.state != State.DROPPED, (row.state == State.DONE) | (row.due_on < day))
        for day, team_ids in _days(ask).items()
    )
    return _read(db, parts, Measure.TASKS_DUE, Measure.TASKS_IN_TIME)


def _days(ask: Ask) -> dict[date, list[int]]:
    """The teams by what day it is there: one or two days, wherever they are."""
    there: dict[date, list[int]] = {}
    for team in ask.teams:
        there.setdefault(today_of(ask, team), []).append(team.id)
    return there


def _counted(team: ColumnElement[int], person: ColumnElement[int], good: ColumnElement[bool]) -> AnySelect:
    counted: AnySelect = select(team, person, func.count(), func.sum(case((good, 1), else_=0)))
    return counted.group_by(team, person)


def _read(db: Connection, parts: Iterable[AnySelect], all_of: Measure, good: Measure) -> Counted:
    rows = db.execute(union_all(*parts))
    return {(row[0], row[1]): {all_of.value: int(row[2]), good.value: int(row[3])} for row in rows}
