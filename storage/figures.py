"""Figures of a team over a span of days, counted from the rows they are made of."""

from datetime import date

from sales.calendar import Calendar
from sales.roles import Role
from sales.visit_norms import TeamVisits, team_visits
from storage.engine import Connection
from storage.people import Team, roster
from storage.visit_counts import count_visits


def visits_over(db: Connection, team: Team, first: date, end: date, daily_norm: int, calendar: Calendar) -> TeamVisits:
    """The visits of a team's present reps over the half-open span of local dates `[first, end)`, against the norm."""
    reps = {person.id: person.name for person, role in roster(db, team) if role is Role.REP}
    return team_visits(reps, count_visits(db, team.id, first, end), (first, end), daily_norm, calendar)
