"""How long the obligations of a year take for 1,000 reps, and how long a day on which there is nothing to do."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from datetime import time as clock
from functools import partial
from pathlib import Path

from benchmarks.table import Line
from sales.obligations import MONTHLY, WEEKLY, Every, ReportType
from storage import ledger, people
from storage.calendars import calendar_of
from storage.engine import Connection
from storage.gazettes import Gazettes
from storage.people import Team
from storage.uow import UnitOfWork
from storage.upgrade import upgrade

TEAMS, REPS = 100, 10
YEAR = timedelta(days=365)
GOAL = 10.0
"""Seconds."""

START = datetime(2026, 1, 5, 1, tzinfo=UTC)
"""Nine o'clock on a Monday in Shanghai."""

TYPES = (
    ReportType(WEEKLY, "周报", "Weekly report", Every.WEEK, clock(18)),
    ReportType(MONTHLY, "月报", "Monthly report", Every.MONTH, clock(12), workday=2),
)


def measure(folder: Path) -> list[Line]:
    """Found the teams, then reckon each in a transaction of its own, as the tick does."""
    url = f"sqlite:///{folder / 'reckoning.db'}"
    upgrade(url)
    with UnitOfWork(url) as db:
        for number in range(TEAMS):
            db.write(partial(_found, number))
        year = _timed(db, START, YEAR)
        again = _timed(db, START + timedelta(days=1), ledger.AHEAD)
    return [
        Line(f"a year's obligations of {TEAMS * REPS} reps", _said(year), f"< {GOAL:.0f} s", year[0] < GOAL),
        Line("the next day's reckoning, with nothing to move", _said(again), ""),
    ]


def _said(took: tuple[float, float]) -> str:
    return f"{took[0]:.1f} s ({took[1]:.1f} s of processor)"


def _found(number: int, db: Connection) -> None:
    chat_id = f"oc_{number}"
    members = {f"ou_{number}_{n}": f"Rep {number}-{n}" for n in range(REPS + 1)}
    team = people.meet_team(db, chat_id, f"Team {number}", "Asia/Shanghai", START)
    people.set_roster(db, team, members, START)
    boss, _ = people.find_person(db, f"ou_{number}_0")
    if boss:
        people.found_team(db, team, boss, START)


def _timed(db: UnitOfWork, now: datetime, ahead: timedelta) -> tuple[float, float]:
    """Seconds that passed, and seconds of processor time, which other processes disturb least."""
    gazettes = Gazettes()
    began, used = time.perf_counter(), time.process_time()
    for team in db.read(people.open_teams):
        db.write(_reckoning(team, gazettes, now, ahead))
    return time.perf_counter() - began, time.process_time() - used


def _reckoning(team: Team, gazettes: Gazettes, now: datetime, ahead: timedelta) -> Callable[[Connection], None]:
    return lambda db: ledger.reckon(db, team, calendar_of(db, gazettes, team), TYPES, now, ahead)
