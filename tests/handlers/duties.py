"""A team with its obligations reckoned, and moments at which somebody has or has not sent something."""

from collections.abc import Callable
from typing import Any, TypeVar

import pytest

from playground import Person
from sales.obligations import WEEKLY
from storage import leaves, ledger, obligations, people
from storage.calendars import calendar_of
from storage.engine import Connection
from storage.obligations import Obligation
from storage.people import Team
from tests.installation import Installation, Squad
from tests.seasons import WEEK, at, days

T = TypeVar("T")
REPS = ("李雷", "韩梅梅")


class Owing:
    """A team founded on the Monday of W10. Its rows are made here and not by the tick, which would remind people."""

    def __init__(self, house: Installation, reps: tuple[str, ...] = REPS) -> None:
        """Found the team and reckon what it owes."""
        self.house = house
        self.squad: Squad = house.squad(reps=reps)
        self.reckon()

    def write(self, work: Callable[[Connection], T]) -> T:
        """Do anything to the database."""
        return self.house.app.db.write(work)

    def team(self, db: Connection) -> Team:
        """The team as it is now."""
        team = people.team_of_chat(db, self.squad.chat.chat_id)
        assert team is not None
        return team

    def reckon(self) -> None:
        """Reckon as of the clock's moment."""
        self.write(self._reckon)

    def _reckon(self, db: Connection) -> None:
        house, now = self.house.app.house, self.house.clock.now()
        team = self.team(db)
        ledger.reckon(db, team, calendar_of(db, house.gazettes, team), house.report_types, now)

    def go(self, clock: str) -> None:
        """Turn the clock to a moment of 2026, and count what was missed by then."""
        self.house.clock.set(at(clock))
        self.write(lambda db: obligations.mark_missed(db, at(clock)))

    def due(self, who: Person, period: str = WEEK, kind: str = WEEKLY) -> Obligation:
        """What somebody owes."""

        def find(db: Connection) -> Obligation | None:
            known, _ = people.find_person(db, who.open_id)
            assert known is not None
            return obligations.find_obligation(db, known.id, kind, period)

        found = self.house.app.db.read(find)
        assert found is not None
        return found

    def sends(self, who: Person, clock: str, period: str = WEEK, kind: str = WEEKLY) -> None:
        """Let somebody's report have come at a moment."""
        owed = self.due(who, period, kind)
        self.write(lambda db: obligations.settle(db, owed, at(clock)))

    def away(self, who: Person, first: str, last: str = "", **halves: Any) -> None:
        """Let somebody be on leave, and reckon."""

        def enter(db: Connection) -> None:
            known, _ = people.find_person(db, who.open_id)
            assert known is not None
            leaves.add_leave(db, known.id, days(first, last, **halves), "家里有事", known.id, self.house.clock.now())
            self._reckon(db)

        self.write(enter)


@pytest.fixture
def owing(lite: Installation) -> Owing:
    """Two reps who owe their first weekly report."""
    return Owing(lite)
