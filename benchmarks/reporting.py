"""The manager's list of what is missing and the group's digest, in an installation with two years behind it."""

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import insert

from benchmarks.table import Line
from bot.app import house_of
from bot.card import fitting
from bot.config import Settings
from bot.context import House
from sales.calendar import WEEKENDS_OFF
from sales.obligations import State
from sales.roles import Role
from scheduler import reminders
from scheduler.push import Occasion, Push
from scheduler.pushes import missing_list, weekly_digest
from storage import obligations, people, visits
from storage.customers import find_or_add_customer
from storage.engine import Connection
from storage.people import Person, Team
from storage.uow import UnitOfWork
from storage.upgrade import upgrade

TEAMS, REPS, WEEKS, MONTHS, VISITS = 100, 10, 104, 24, 2
"""`VISITS` a week and rep, each with its obligation."""

LAST = datetime(2026, 3, 6, 10, tzinfo=UTC)
"""The last due moment: a Friday, six in the evening in Shanghai."""

MONDAY = LAST + timedelta(days=2, hours=15, minutes=15)
GOAL = 50.0
ROUNDS = 9


def measure(folder: Path) -> list[Line]:
    """Fill a SQLite database, then compose for one team and for all of them."""
    url = f"sqlite:///{folder / 'reporting.db'}"
    upgrade(url)
    with UnitOfWork(url) as db:
        teams = db.write(_fill, patience=600)
        rows = db.read(lambda c: c.exec_driver_sql("SELECT COUNT(*) FROM obligations").scalar())
        return [Line(f"{TEAMS} teams of {REPS}, two years", f"{rows:,} obligations", ""), *_lines(db, teams)]


def _lines(db: UnitOfWork, teams: list[Team]) -> Iterator[Line]:
    house = _house()
    for name, push in (("missing list", missing_list.push), ("digest", weekly_digest.push)):
        one = _milliseconds(db, partial(_compose, push, teams[50:51], house))
        yield Line(f"the {name} of one team", f"{one:.1f} ms", f"< {GOAL:.0f} ms", one < GOAL)
        found = _milliseconds(db, partial(_compose, push, teams, house))
        yield Line(f"… of all {TEAMS}, cards drawn", f"{found:.0f} ms", "")
    idle = _milliseconds(db, lambda c: reminders.planned_now(c, house, MONDAY))
    yield Line("looking for reminders when there are none", f"{idle:.2f} ms", "")


def _house() -> House:
    secrets = dict.fromkeys(("app_secret", "encrypt_key", "verification_token"), "benchmark")
    return house_of(Settings.of({"feishu": {"app_id": "cli_benchmark", **secrets}}))


def _compose(push: Push, teams: Sequence[Team], house: House, db: Connection) -> None:
    for team in teams:
        said = [fitting(card).dumps() for _, card in push.compose(_occasion(db, team, house))]
        if not said:
            msg = f"there was nothing to say to {team.name}"
            raise AssertionError(msg)


def _occasion(db: Connection, team: Team, house: House) -> Occasion:
    now = MONDAY.astimezone(team.zone)
    return Occasion(db, team, now, now, house, WEEKENDS_OFF)


def _milliseconds(db: UnitOfWork, work: Callable[[Connection], object]) -> float:
    """The median of several rounds, in milliseconds."""
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        db.read(work)
        took.append((time.perf_counter() - began) * 1000)
    return median(took)


def _fill(db: Connection) -> list[Team]:
    at = LAST - timedelta(weeks=WEEKS + 4)
    found = []
    for number in range(TEAMS):
        team = people.meet_team(db, f"oc_{number}", f"Team {number}", "Asia/Shanghai", at)
        members = {f"ou_{number}_{rep}": f"Rep {number}.{rep}" for rep in range(REPS + 1)}
        people.set_roster(db, team, members, at)
        boss, *reps = [who for who, _ in people.roster(db, team)]
        people.found_team(db, team, boss, at)
        customer = find_or_add_customer(db, f"Customer {number}", boss.id, at)
        for place, rep in enumerate(reps):
            _fill_rep(db, team, rep, place, customer.id)
        found.append(team)
    people_of = [role for team in found for _, role in people.roster(db, team)]
    if people_of.count(Role.REP) != TEAMS * REPS:
        msg = "the teams are not as large as they should be"
        raise AssertionError(msg)
    return people.open_teams(db)


def _fill_rep(db: Connection, team: Team, rep: Person, place: int, customer: int) -> None:
    weeks = [_owed(team, rep, "weekly", f"W-{n}", LAST - timedelta(weeks=n), place + n) for n in range(WEEKS)]
    months = [_owed(team, rep, "monthly", f"M-{n}", LAST - timedelta(days=30 * n + 2), n) for n in range(MONTHS)]
    days = [LAST - timedelta(weeks=n // VISITS, days=n % VISITS) for n in range(WEEKS * VISITS)]
    paid = [_owed(team, rep, "visit", f"V-{n}", at, 1) for n, at in enumerate(days)]
    db.execute(insert(obligations.obligations), weeks + months + paid)
    db.execute(insert(visits.visits), [_visit(team, rep, customer, at.date()) for at in days])


def _owed(team: Team, rep: Person, kind: str, period: str, due: datetime, chance: int) -> dict[str, Any]:
    state = State.MISSED if chance % 5 == 0 else State.EXCUSED if chance % 11 == 0 else State.ON_TIME
    return {
        "team_id": team.id,
        "rep_id": rep.id,
        "type": kind,
        "period": period,
        "first_on": due.date() - timedelta(days=4),
        "last_on": due.date() + timedelta(days=2),
        "ruled_due_at": due,
        "due_at": due,
        "calendar_version": "benchmark",
        "provisional": False,
        "state": state,
        "reason": "",
        "note": "",
    }


def _visit(team: Team, rep: Person, customer: int, on: date) -> dict[str, Any]:
    told = dict.fromkeys(("contact", "purpose", "outcome", "next_step"), "")
    at = LAST - timedelta(weeks=WEEKS)
    moments = {"said_at": at, "entered_at": at, "visited_on": on, "version": 1}
    return {"team_id": team.id, "rep_id": rep.id, "customer_id": customer, "kind": "on_site", **told, **moments}
