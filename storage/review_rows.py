"""The reports behind how soon they are looked at (K46): one row for each version that was handed in."""

from collections.abc import Iterator
from datetime import time
from typing import Any

from sqlalchemy import ColumnElement, exists, select, union_all

from sales.cadence import moment
from sales.calendar import WEEKENDS_OFF
from sales.reports import Looked, Stage, review_rate
from sales.roles import Role
from storage.engine import AnyRow, Connection
from storage.figure_indexes import REVIEWED
from storage.figure_parts import Part, Question, Wanted, latest
from storage.measures import Ask
from storage.people import Team, memberships, people
from storage.reports import report_versions, reports


def reviewed(db: Connection, wanted: Wanted, most: int) -> list[Part]:
    """Reports by the local date on which they were handed in, and those looked at within a working day.

    The managers of a team answer for them together: of one rep alone there are none.
    """
    if wanted.rep_id is not None:
        return []
    teams = {team.id: team for team in wanted.ask.teams}
    rows = db.execute(union_all(*_handed_in(wanted.ask)))
    parts = (_part(row, teams[row.team_id], wanted.ask) for row in rows)
    return latest((part for part in parts if part.per), most)


def _part(row: AnyRow, team: Team, ask: Ask) -> Part:
    calendar = ask.calendars.get(team.id, WEEKENDS_OFF)
    rate = review_rate([Looked(row.submitted_at, row.reviewed_at)], ask.now, calendar, team.zone)
    on = row.submitted_at.astimezone(team.zone).date()
    return Part(on, row.period, row.rep, "", rate.on_time, rate.submitted, row.type)


def _handed_in(ask: Ask) -> Iterator[Question]:
    """Two parts for each time zone: versions in force, and older ones that were looked at."""
    manages = (memberships.c.team_id == reports.c.team_id) & (memberships.c.person_id == reports.c.rep_id)
    own = exists().where(manages, memberships.c.role == Role.MANAGER)
    named = (reports.c.team_id, reports.c.type, reports.c.period, people.c.name.label("rep"))
    whose = reports.join(people, people.c.id == reports.c.rep_id)
    for name in sorted({team.timezone for team in ask.teams}):
        teams = [team for team in ask.teams if team.timezone == name]
        of = reports.c.team_id.in_([team.id for team in teams])
        in_force: Question = select(*named, reports.c.submitted_at, reports.c.reviewed_at).select_from(whose)
        yield in_force.where(of, *_in(ask, teams[0], reports.c.submitted_at), reports.c.state == Stage.SUBMITTED, ~own)
        older: Question = select(*named, report_versions.c.submitted_at, report_versions.c.reviewed_at)
        both = older.select_from(whose.join(report_versions, report_versions.c.report_id == reports.c.id))
        yield both.where(of, *_in(ask, teams[0], report_versions.c.submitted_at), REVIEWED, ~own)


def _in(ask: Ask, team: Team, at: ColumnElement[Any]) -> tuple[ColumnElement[bool], ...]:
    return at >= moment(ask.first, time(), team.zone), at < moment(ask.end, time(), team.zone)
