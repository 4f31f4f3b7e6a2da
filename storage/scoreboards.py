"""All figures of a part of the company over a stretch, from one count: what cards, sheets and the command line ask.

A board is counted once for its teams, whatever their number; the figures of any scope within it are then sums of what
is there. Targets and working days are joined to the sums as measures of the scope itself, never added up.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import field
from datetime import datetime

from sqlalchemy import select, union

from sales.calendar import Calendar
from sales.kpi import CATALOGUE, Figure, Na, Pace, figure
from sales.measures import Measure, added
from sales.records import dataclass
from sales.roles import Role
from sales.scopes import Level, Scope
from sales.stretches import Stretch
from sales.workdays import elapsed
from storage.calendars import calendars_of
from storage.engine import Connection
from storage.gazettes import Gazettes
from storage.measures import Ask, Key
from storage.orders import order_splits, orders
from storage.people import Person, Team, every_team, memberships, people
from storage.sources import count, of_scope
from storage.targets import Target, targets_for

TIME = frozenset({Measure.ELAPSED_DAYS, Measure.WHOLE_DAYS})
SET = TIME | {Measure.TARGET}
"""What is not counted but set: targets by people, working days by the calendar."""


@dataclass(frozen=True, slots=True)
class Board:
    """What was counted of some teams over a stretch, by rep of a team, and `reps` by rep.

    `days` are the working days that are over, and all of them, by team.
    """

    stretch: Stretch
    now: datetime
    teams: Sequence[Team]
    counted: Mapping[Key, Mapping[str, int]]
    reps: Mapping[int, Mapping[str, int]]
    days: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    targets: Mapping[Scope, Target] = field(default_factory=dict)

    def sums(self, scope: Scope) -> dict[str, int]:
        """The sums of a scope within these teams, with its own target and working days."""
        elapsed_days, whole = self.days_of(scope)
        time = {Measure.ELAPSED_DAYS.value: elapsed_days, Measure.WHOLE_DAYS.value: whole}
        target = self.targets.get(scope)
        set_ = {Measure.TARGET.value: target.value} if target else {}
        return {**self._counted(scope), **time, **set_}

    def _counted(self, scope: Scope) -> Mapping[str, int]:
        """Of a rep without a look at all others, for a ranking asks for each of them."""
        if scope.level is Level.REP:
            return self.reps.get(scope.id, {})
        return of_scope(self.counted, scope, {team.id: team.area for team in self.teams})

    def days_of(self, scope: Scope) -> tuple[int, int]:
        """Working days over and in all, by the calendar of a team, or of the first one of whatever is larger or less.

        Nobody's days are added up: a company works a month once.
        """
        return next((self.days[team.id] for team in self.teams if team.id in self.days and _fits(team, scope)), (0, 0))

    def figure(self, scope: Scope, code: str, variant: str = "", *, small: int = 0) -> Figure:
        """A KPI of a scope; before a working day is over there is no pace yet."""
        sums = self.sums(scope)
        found = figure(CATALOGUE[code], sums, variant, small=small)
        early = TIME & CATALOGUE[code].needs and not sums[Measure.ELAPSED_DAYS.value]
        if early and sums.get(Measure.TARGET.value, 0) > 0:
            return Figure(found.kpi, found.of, found.per, Na.TOO_EARLY)
        return found

    def pace(self, scope: Scope) -> Pace:
        """How a scope stands against its target; needs K03 among the codes that were counted."""
        sums, target = self.sums(scope), self.targets.get(scope)
        return Pace(sums.get(Measure.NET.value, 0), target.value if target else None, *self.days_of(scope))


def _fits(team: Team, scope: Scope) -> bool:
    """A rep's own teams are all that a rep's board has, and the first of them is their home."""
    match scope.level:
        case Level.TEAM:
            return team.id == scope.id
        case Level.AREA:
            return team.area == scope.key
        case _:
            return True


def board_of(
    db: Connection,
    gazettes: Gazettes,
    teams: Sequence[Team],
    stretch: Stretch,
    now: datetime,
    codes: Iterable[str],
    *,
    scopes: Collection[Scope] = (),
    upto: int | None = None,
) -> Board:
    """Count what some KPIs are made of; a fixed number of questions. `scopes` are those whose targets are wanted."""
    needs = frozenset(measure for code in codes for measure in CATALOGUE[code].needs)
    calendars = calendars_of(db, gazettes, teams) if teams else {}
    ask = Ask(teams, stretch.first, stretch.end, now, calendars, upto)
    counted = count(db, ask, needs - SET) if teams else {}
    targets = targets_for(db, scopes, stretch) if scopes and Measure.TARGET in needs else {}
    days = _days(teams, calendars, stretch, now) if needs & TIME else {}
    return Board(stretch, now, teams, counted, _by_rep(counted), days, targets)


def _by_rep(counted: Mapping[Key, Mapping[str, int]]) -> dict[int, dict[str, int]]:
    parts: dict[int, list[Mapping[str, int]]] = {}
    for (_, rep_id), sums in counted.items():
        parts.setdefault(rep_id, []).append(sums)
    return {rep_id: added(sums) for rep_id, sums in parts.items()}


def _days(
    teams: Sequence[Team], calendars: Mapping[int, Calendar], stretch: Stretch, now: datetime
) -> dict[int, tuple[int, int]]:
    """Reckoned once for each calendar and date there is, not for each team."""
    known: dict[tuple[str, object], tuple[int, int]] = {}
    found = {}
    for team in teams:
        calendar, today = calendars[team.id], now.astimezone(team.zone).date()
        mark = (calendar.version, today)
        if mark not in known:
            known[mark] = elapsed(calendar, stretch, today)
        found[team.id] = known[mark]
    return found


def figures_of(
    db: Connection,
    gazettes: Gazettes,
    scope: Scope,
    stretch: Stretch,
    now: datetime,
    codes: Collection[str] = tuple(CATALOGUE),
    *,
    small: int = 0,
    upto: int | None = None,
) -> dict[str, Figure]:
    """The figures of one scope by their codes, all of the catalogue unless some are named."""
    board = board_of(db, gazettes, teams_of(db, scope), stretch, now, codes, scopes=[scope], upto=upto)
    return {code: board.figure(scope, code, small=small) for code in codes}


def teams_of(db: Connection, scope: Scope) -> list[Team]:
    """The teams in which a scope has its figures, those at rest and those a person has left among them."""
    founded = [team for team in every_team(db) if team.founded_at]
    match scope.level:
        case Level.COMPANY:
            return founded
        case Level.AREA:
            return [team for team in founded if team.area == scope.key]
        case Level.TEAM:
            return [team for team in founded if team.id == scope.id]
        case Level.REP:
            ids = _teams_of_rep(db, scope.id)
            return [team for team in founded if team.id in ids]


def _teams_of_rep(db: Connection, person_id: int) -> set[int]:
    """Where somebody is or was a member, or shares an order."""
    seated = select(memberships.c.team_id).where(memberships.c.person_id == person_id)
    shared = select(orders.c.team_id).join(order_splits, order_splits.c.order_id == orders.c.id)
    return set(db.scalars(union(seated, shared.where(order_splits.c.rep_id == person_id))))


def reps_of(db: Connection, team_ids: Collection[int]) -> dict[int, list[Person]]:
    """The reps who are in some teams now, by team, in the order in which they joined; one question."""
    asked = select(memberships.c.team_id, people).join(people, people.c.id == memberships.c.person_id)
    now = (memberships.c.team_id.in_(list(team_ids)), memberships.c.left_at.is_(None))
    rows = db.execute(asked.where(*now, memberships.c.role == Role.REP).order_by(memberships.c.joined_at, people.c.id))
    found: dict[int, list[Person]] = {team_id: [] for team_id in team_ids}
    for row in rows:
        found[row.team_id].append(Person(row.id, row.open_id, row.name))
    return found


def members_called(db: Connection, name: str, team_ids: Collection[int]) -> list[Person]:
    """Those with a name who are or were in some teams; whoever was never there is nobody."""
    seated = select(memberships.c.person_id).where(memberships.c.team_id.in_(list(team_ids)))
    asked = select(people).where(people.c.name == name, people.c.id.in_(seated)).order_by(people.c.id)
    return [Person(row.id, row.open_id, row.name) for row in db.execute(asked)]


def find_by_id(db: Connection, person_id: int) -> Person | None:
    """A person by their id."""
    row = db.execute(select(people).where(people.c.id == person_id)).one_or_none()
    return Person(row.id, row.open_id, row.name) if row else None


def was_in(db: Connection, person_id: int) -> frozenset[int]:
    """The ids of the teams that somebody is or was a member of."""
    return frozenset(db.scalars(select(memberships.c.team_id).where(memberships.c.person_id == person_id)))
