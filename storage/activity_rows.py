"""The visits, reports, plans and tasks behind what was done: one row for each of them and each person it counts for."""

from collections.abc import Sequence
from datetime import time

from sqlalchemy import ColumnElement, case, not_, select

from sales.cadence import moment
from sales.obligations import State as Owed
from storage.duty_measures import COUNTED, SENT
from storage.figure_indexes import OF_WEEKS
from storage.figure_parts import Question, Wanted, columns, joined
from storage.measures import today_of
from storage.obligations import obligations
from storage.plans import State as Planned
from storage.plans import plans
from storage.tasks import State, tasks
from storage.visits import standing, visits


def visited(wanted: Wanted) -> Sequence[Question]:
    """Standing visits with an effect (K21), once for the rep and once for whoever came along."""
    row, ask = visits.c, wanted.ask
    when = (row.visited_on >= ask.first, row.visited_on < ask.end, standing, row.effective.is_(True))
    asked = select(*columns(row.visited_on, "V-", row.id, 1, 0, row.outcome)).select_from(visits).where(*when)
    return [
        joined(asked, person, row.customer_id).where(*wanted.whose(row.team_id, person), *also)
        for person, also in ((row.rep_id, ()), (row.companion_id, (row.companion_id != row.rep_id,)))
    ]


def sent(wanted: Wanted) -> Sequence[Question]:
    """Reports that were owed, and those of them that came at all (K26)."""
    return _owed(wanted, obligations.c.state.in_(SENT))


def in_time(wanted: Wanted) -> Sequence[Question]:
    """Reports that were owed, and those of them that came in time (K25)."""
    return _owed(wanted, obligations.c.state == Owed.ON_TIME)


def _owed(wanted: Wanted, good: ColumnElement[bool]) -> Sequence[Question]:
    """A week's by its last day, any other by the local date on which it is due, in each time zone."""
    row, ask = obligations.c, wanted.ask
    waits = (row.state == Owed.PENDING) & (row.due_at <= ask.now) & row.provisional.is_(False)
    told = columns(row.last_on, "", row.period, case((good, 1), else_=0), 1, row.type)
    asked = joined(select(*told).select_from(obligations), row.rep_id).where(row.state.in_(COUNTED) | waits)
    asked = asked.where(row.type == wanted.variant) if wanted.variant else asked
    asked = asked.where(*wanted.whose(row.team_id, row.rep_id))
    questions = [asked.where(OF_WEEKS, row.last_on >= ask.first, row.last_on < ask.end)]
    for name in sorted({team.timezone for team in ask.teams}):
        there = [team for team in ask.teams if team.timezone == name]
        begins, ends = (moment(day, time(), there[0].zone) for day in (ask.first, ask.end))
        due = (row.team_id.in_([team.id for team in there]), row.due_at >= begins, row.due_at < ends)
        questions.append(asked.where(not_(OF_WEEKS), *due))
    return questions


def planned(wanted: Wanted) -> Sequence[Question]:
    """Planned visits that are over, and those of them that were paid (K22)."""
    row, ask = plans.c, wanted.ask
    told = columns(row.planned_on, "P-", row.id, case((row.state == Planned.DONE, 1), else_=0), 1, row.state)
    asked = joined(select(*told).select_from(plans), row.rep_id, row.customer_id)
    asked = asked.where(*wanted.whose(row.team_id, row.rep_id), row.state != Planned.DROPPED)
    asked = asked.where(row.planned_on >= ask.first, row.planned_on < ask.end)
    still = row.state != Planned.PLANNED
    return [asked.where(*_over(wanted, row.team_id, row.planned_on, still))]


def tasked(wanted: Wanted) -> Sequence[Question]:
    """Tasks that were due, and those of them that were done by then (K39)."""
    row, ask = tasks.c, wanted.ask
    good = (row.state == State.DONE) & (row.closed_on <= row.due_on)
    told = columns(row.due_on, "T-", row.id, case((good, 1), else_=0), 1, row.what)
    asked = joined(select(*told).select_from(tasks), row.owner_id, row.customer_id)
    asked = asked.where(*wanted.whose(row.team_id, row.owner_id), row.state != State.DROPPED)
    asked = asked.where(row.due_on >= ask.first, row.due_on < ask.end)
    return [asked.where(*_over(wanted, row.team_id, row.due_on, row.state == State.DONE))]


def _over(
    wanted: Wanted, team: ColumnElement[int], day: ColumnElement[object], settled: ColumnElement[bool]
) -> list[ColumnElement[bool]]:
    """What is settled, or whose day is over where its team is."""
    there: dict[object, list[int]] = {}
    for each in wanted.ask.teams:
        there.setdefault(today_of(wanted.ask, each), []).append(each.id)
    over = settled
    for today, ids in there.items():
        over = over | (team.in_(ids) & (day < today))
    return [over]
