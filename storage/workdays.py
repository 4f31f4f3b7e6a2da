"""Working days: how many of a period are over, and on how many of them the reps of a team were there."""

from datetime import date, timedelta

from sqlalchemy import select

from sales.calendar import WEEKENDS_OFF
from sales.measures import Measure
from sales.roles import Role
from sales.workdays import Stay, days_present, elapsed
from storage.engine import AnyRow, Connection
from storage.leaves import leaves_touching
from storage.measures import Ask, Counted, today_of
from storage.people import Team, memberships

__all__ = ["elapsed", "present"]

DAY = timedelta(days=1)


def present(db: Connection, ask: Ask) -> Counted:
    """The working days on which each rep was there, up to today; two questions.

    Of the team's calendar, from the day on which somebody joined to the day on which they left, less their leave.
    Managers count for none: what is divided by these days is a rep's work.
    """
    reps = (memberships.c.team_id.in_(ask.team_ids)) & (memberships.c.role == Role.REP)
    rows = db.execute(select(memberships).where(reps)).all()
    away = leaves_touching(db, select(memberships.c.person_id).where(reps), ask.first, ask.end - DAY)
    teams = {team.id: (team, _days(ask, team)) for team in ask.teams}
    counted = {}
    for row in rows:
        team, days = teams[row.team_id]
        there = days_present(days, _stay(row, team), away.get(row.person_id, ()))
        counted[row.team_id, row.person_id] = {Measure.DAYS_PRESENT.value: there}
    return counted


def _days(ask: Ask, team: Team) -> list[date]:
    calendar = ask.calendars.get(team.id, WEEKENDS_OFF)
    return calendar.workdays(ask.first, min(ask.end, today_of(ask, team) + DAY))


def _stay(row: AnyRow, team: Team) -> Stay:
    joined = row.joined_at.astimezone(team.zone).date()
    return Stay(joined, row.left_at.astimezone(team.zone).date() if row.left_at else None)
