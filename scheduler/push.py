"""What the bot says unasked: at its due moment, once for each team, whoever is running and however often they look.

Whether a push is due is arithmetic on the team's wall clock; whether it was made is a row with a unique key. So
restarts, double ticks and further processes change nothing, and a process that was down makes up for it until a set
hour.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial
from typing import Final

import structlog

from bot.card import Card, fitting
from bot.context import House
from sales.cadence import Cadence, OnWorkdays, moment
from sales.calendar import Calendar
from storage import outbox, people, pushes
from storage.calendars import calendar_of, calendars_of
from storage.engine import Connection
from storage.outbox import Outgoing, Verb
from storage.people import Team
from storage.uow import Read, UnitOfWork

ON_TIME: Final = timedelta(minutes=5)
"""A push made later than this after its due moment says so on the card."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Occasion:
    """One push being made for one team. `due` and `now` are aware, in the team's zone."""

    db: Connection
    team: Team
    due: datetime
    now: datetime
    house: House
    calendar: Calendar

    @property
    def is_late(self) -> bool:
        """Whether the card has to be marked as caught up; by instants, for the wall clock may have been changed."""
        return self.now.timestamp() - self.due.timestamp() > ON_TIME.total_seconds()


@dataclass(frozen=True, slots=True)
class Push:
    """A push: when it is due on the team's wall clock, and who gets which card (none at all is silence).

    `compose` yields (lane, card) pairs, a lane being a chat_id or an open_id. It runs once; nothing it says may depend
    on how often the scheduler looked.
    """

    name: str
    at: Callable[[House], time]
    compose: Callable[[Occasion], Iterable[tuple[str, Card]]]
    cadence: Callable[[time], Cadence] = OnWorkdays

    def due(self, team: Team, house: House, now: datetime, calendar: Calendar) -> datetime | None:
        """The due moment that `now` is to serve for this team; None when nothing is due, or no longer.

        A team that was founded after the moment is not caught up with.
        """
        due = self.cadence(self.at(house)).latest(now, team.zone, calendar)
        if now >= moment(due.date(), house.catch_up_until, team.zone) and now - due > ON_TIME:
            return None
        return None if team.founded_at is None or team.founded_at > due else due


def run(push: Push, db: UnitOfWork, house: House, now: datetime) -> int:
    """Make the push for every team for which it is due and not made yet; gives the number of cards queued."""
    return sum(db.write(partial(_make, push, slot, house, now)) for slot in _open_slots(push, db, house, now))


def rehearse(push: Push, read: Read, house: House, now: datetime) -> list[tuple[str, Card]]:
    """The (lane, card) pairs that the push would queue now, made or not, with nothing kept."""

    def compose(db: Connection) -> list[tuple[str, Card]]:
        teams = people.open_teams(db)
        by = calendars_of(db, house.gazettes, teams)
        dues = ((team, push.due(team, house, now, by[team.id])) for team in teams)
        occasions = [
            Occasion(db, team, due, now.astimezone(team.zone), house, by[team.id]) for team, due in dues if due
        ]
        return [said for occasion in occasions for said in push.compose(occasion)]

    return read(compose)


def _open_slots(push: Push, db: UnitOfWork, house: House, now: datetime) -> list[tuple[Team, datetime]]:
    def look(db: Connection) -> Iterator[tuple[Team, datetime]]:
        teams = people.open_teams(db)
        by = calendars_of(db, house.gazettes, teams)
        for team in teams:
            due = push.due(team, house, now, by[team.id])
            if due and not pushes.slot_taken(db, push.name, team.id, due):
                yield team, due

    return db.read(lambda db: list(look(db)))


def _make(push: Push, slot: tuple[Team, datetime], house: House, now: datetime, db: Connection) -> int:
    """Claim the slot and queue the cards, all or nothing."""
    team, due = slot
    calendar = calendar_of(db, house.gazettes, team)
    occasion = Occasion(db, team, due, now.astimezone(team.zone), house, calendar)
    if not pushes.take_slot(db, push.name, team.id, due, now, late=occasion.is_late):
        return 0
    until = moment(due.date(), occasion.house.catch_up_until, team.zone)
    made = 0
    for lane, said in push.compose(occasion):
        once = f"{push.name}/{due.isoformat()}/{team.id}/{lane}"
        content = fitting(said).dumps()
        outgoing = Outgoing(
            lane, Verb.SEND, content, about=push.name, dedupe=once, expires_at=max(until, due + ON_TIME)
        )
        made += outbox.enqueue(db, outgoing, occasion.now) is not None
    _log.info("push_made", push=push.name, team=team.id, cards=made, late=occasion.is_late)
    return made
