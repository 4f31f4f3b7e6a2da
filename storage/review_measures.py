"""How soon reports are looked at (K46): a team's managers answer for it together, so it is nobody's in particular."""

from collections.abc import Iterator
from datetime import time
from typing import Any

from sqlalchemy import ColumnElement, exists, select, union_all

from sales.cadence import moment
from sales.calendar import WEEKENDS_OFF
from sales.measures import Measure
from sales.reports import Looked, Stage, review_rate
from sales.roles import Role
from storage.engine import Connection
from storage.figure_indexes import REVIEWED
from storage.measures import AnySelect, Ask, Counted
from storage.people import Team, memberships
from storage.reports import report_versions, reports


def reviewed(db: Connection, ask: Ask) -> Counted:
    """Reports by the local date on which they were handed in, and those looked at by the end of the next working day.

    Versions that were replaced count only if they were looked at; what may still be looked at in time is not counted
    yet, and neither is what a manager of the team wrote.
    """
    looked: dict[int, list[Looked]] = {team.id: [] for team in ask.teams}
    for team_id, submitted_at, reviewed_at in db.execute(union_all(*_handed_in(ask))):
        looked[team_id].append(Looked(submitted_at, reviewed_at))
    counted = {}
    for team in ask.teams:
        calendar = ask.calendars.get(team.id, WEEKENDS_OFF)
        rate = review_rate(looked[team.id], ask.now, calendar, team.zone)
        numbers = {Measure.TO_REVIEW.value: rate.submitted, Measure.REVIEWED_SOON.value: rate.on_time}
        counted[team.id, 0] = numbers
    return counted


def _handed_in(ask: Ask) -> Iterator[AnySelect]:
    """Two parts for each time zone: versions in force, and reviewed older ones."""
    manages = (memberships.c.team_id == reports.c.team_id) & (memberships.c.person_id == reports.c.rep_id)
    own = exists().where(manages, memberships.c.role == Role.MANAGER)
    for name in {team.timezone for team in ask.teams}:
        teams = [team for team in ask.teams if team.timezone == name]
        of = reports.c.team_id.in_([team.id for team in teams])
        in_force: AnySelect = select(reports.c.team_id, reports.c.submitted_at, reports.c.reviewed_at)
        yield in_force.where(of, *_in(ask, teams[0], reports.c.submitted_at), reports.c.state == Stage.SUBMITTED, ~own)
        older: AnySelect = select(reports.c.team_id, report_versions.c.submitted_at, report_versions.c.reviewed_at)
        older = older.select_from(report_versions).join(reports, reports.c.id == report_versions.c.report_id)
        yield older.where(of, *_in(ask, teams[0], report_versions.c.submitted_at), REVIEWED, ~own)


def _in(ask: Ask, team: Team, at: ColumnElement[Any]) -> tuple[ColumnElement[bool], ...]:
    return at >= moment(ask.first, time(), team.zone), at < moment(ask.end, time(), team.zone)
