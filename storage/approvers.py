"""Who is to be asked: by level, never about one's own, a deputy for whoever is away, else the next level up."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Protocol

from sqlalchemy import select

from sales.calendar import Calendar
from sales.discounts import LEVELS, Level
from sales.leaves import Attendance, Leave, half_of
from sales.quiet import QuietHours, next_open
from sales.records import dataclass
from sales.roles import Role
from storage.approvals import deputy_of
from storage.calendars import calendar_of
from storage.engine import Connection
from storage.gazettes import Gazettes
from storage.judgements import Company
from storage.leaves import leaves_of
from storage.orders import Order
from storage.people import Person, Team, every_team, find_person, meet, people, roster
from storage.quiet import AHEAD, AROUND


class Firm(Company, Protocol):
    """Of the settings of the house, what is needed to know who is at work."""

    @property
    def quiet(self) -> QuietHours:
        """When nobody is spoken to."""

    @property
    def gazettes(self) -> Gazettes:
        """The public holidays."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Somebody who may decide, at which level, and the id of whom they stand in for.

    `is_last_resort` when nobody whose business it is could be asked, so that it went to an admin.
    """

    person: Person
    level: Level
    stands_in_for: int | None = None
    is_last_resort: bool = False


@dataclass(frozen=True, slots=True)
class Search:
    """A search for somebody to decide about an order of a team; `barred` are the ids of those who must not be asked."""

    db: Connection
    house: Firm
    team: Team
    now: datetime
    barred: frozenset[int]

    @classmethod
    def about(
        cls, db: Connection, house: Firm, order: Order, by: int, now: datetime, asked: Sequence[int] = ()
    ) -> "Search":
        """Nobody decides about their own: not who submitted it (`by`), nor its rep, nor who shares in its credit."""
        own = {order.rep_id, by, *(share.rep_id for share in order.shares)}
        return cls(db, house, team_by_id(db, order.team_id), now, frozenset({*own, *asked}))

    def first(self, least: Level) -> Chosen | None:
        """Whom to ask at a level or above it; an admin when nobody is there, None when there is not even one."""
        return next(self._from(least), None)

    def instead_of(self, person: Person, level: Level) -> Chosen | None:
        """Whom to ask when somebody does not answer: their deputy, else others of the level, else the next one."""
        deputy = self._deputy(person)
        return Chosen(deputy, level, person.id) if deputy else self.first(level)

    def _from(self, least: Level) -> Iterator[Chosen]:
        away: list[Chosen] = []
        for level in LEVELS[max(least.rank, Level.MANAGER.rank) :]:
            for person in self._at(level):
                if not self._is_away(person):
                    yield Chosen(person, level)
                elif deputy := self._deputy(person):
                    yield Chosen(deputy, level, person.id)
                else:
                    away.append(Chosen(person, level))
        yield from (Chosen(each, Level.DIRECTOR, is_last_resort=True) for each in self._admins())
        yield from away

    def _at(self, level: Level) -> list[Person]:
        if level is Level.DIRECTOR:
            return self._known(self.house.trade.directors or self.house.admins)
        managers = [person for person, role in roster(self.db, self.team) if role is Role.MANAGER]
        return [person for person in managers if person.id not in self.barred]

    def _admins(self) -> list[Person]:
        return self._known(self.house.admins)

    def _known(self, open_ids: frozenset[str]) -> list[Person]:
        """Directors and admins need not be in any group: who was never met is met now."""
        met = (meet(self.db, open_id, "") for open_id in sorted(open_ids))
        return [person for person in met if person.id not in self.barred]

    def _deputy(self, person: Person) -> Person | None:
        deputy = deputy_of(self.db, person.id)
        if deputy is None or deputy.id in self.barred or not _is_here(self.db, self.house, deputy):
            return None
        return None if self._is_away(deputy) else deputy

    def _is_away(self, person: Person) -> bool:
        return is_away(self.db, self.house, self.team, person, self.now)


def is_away(db: Connection, house: Firm, team: Team, person: Person, now: datetime) -> bool:
    """Whether somebody is on leave when the question could reach them."""
    calendar = calendar_of(db, house.gazettes, team)
    return away_now(absences(db, [person.id], now).get(person.id, ()), calendar, team, house.quiet, now)


def absences(db: Connection, person_ids: Iterable[int], now: datetime) -> dict[int, list[Leave]]:
    """The standing leaves of some people from now on, by person."""
    return leaves_of(db, sorted(set(person_ids)), (now - AROUND).date(), (now + AHEAD).date())


def away_now(leaves: Sequence[Leave], calendar: Calendar, team: Team, quiet: QuietHours, now: datetime) -> bool:
    """Whether one of these leaves covers the moment at which a question could be heard: now, or when work begins."""
    at = next_open(now, team.zone, Attendance(calendar), quiet)
    return any(leave.covers(at.date(), half_of(at.time())) for leave in leaves)


def may_decide(db: Connection, house: Company, team: Team, person: Person, stands_in_for: int | None) -> bool:
    """Whether somebody who was asked still may: as director, admin or manager of the team, or in such a one's place."""
    if stands_in_for is not None:
        is_named = deputy_of(db, stands_in_for) == person and _is_here(db, house, person)
        return is_named and may_decide(db, house, team, person_by_id(db, stands_in_for), None)
    if person.open_id in house.trade.directors | house.admins:
        return True
    _, seats = find_person(db, person.open_id)
    return any(seat.team.id == team.id and seat.role is Role.MANAGER for seat in seats)


def _is_here(db: Connection, house: Company, person: Person) -> bool:
    """Whether somebody still has to do with sales at all: a deputy who left every team does not."""
    return person.open_id in house.trade.directors | house.admins or bool(find_person(db, person.open_id)[1])


def team_by_id(db: Connection, team_id: int) -> Team:
    """A team that there is, at rest or not."""
    return next(team for team in every_team(db) if team.id == team_id)


def person_by_id(db: Connection, person_id: int) -> Person:
    """Somebody who was met, by id."""
    found = select(people.c.id, people.c.open_id, people.c.name).where(people.c.id == person_id)
    return Person(*db.execute(found).one())
