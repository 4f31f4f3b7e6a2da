"""What the bot says unasked: at its due moment, once for each team, whoever is running and however often they look.

Whether a push is due is arithmetic on the team's wall clock; whether it was made is a row with a unique key. So
restarts, double ticks and further processes change nothing, and a process that was down makes up for it until a set
hour.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any, Final

import structlog

from bot.card import Card, fitting
from bot.context import House
from sales.cadence import Cadence, OnWorkdays, moment
from sales.calendar import Calendar
from sales.quiet import NEVER_QUIET
from sales.reminders import OF_USE
from storage import outbox, people, pushes
from storage.calendars import calendar_of, calendars_of
from storage.engine import Connection
from storage.outbox import Outgoing, Verb
from storage.people import Team
from storage.quiet import retreats_of
from storage.uow import Read, UnitOfWork

ON_TIME: Final = timedelta(minutes=5)
"""A push made later than this after its due moment says so on the card."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Occasion:
    """One push being made for one team. `due` and `now` are aware, in the team's zone.

    `found` is for the push itself: what it found out while it composed, and needs again when a message is queued.
    """

    db: Connection
    team: Team
    due: datetime
    now: datetime
    house: House
    calendar: Calendar
    found: dict[str, Any] = field(default_factory=dict, compare=False)

    @property
    def is_late(self) -> bool:
        """Whether the card has to be marked as caught up; by instants, for the wall clock may have been changed."""
        return self.now.timestamp() - self.due.timestamp() > ON_TIME.total_seconds()


@dataclass(frozen=True, slots=True)
class Push:
    """A push: when it is due on the team's wall clock, and who gets which card (none at all is silence).

    `compose` yields (lane, card) pairs, a lane being a chat_id or an open_id. It runs once; nothing it says may depend
    on how often the scheduler looked. It only reads; `queued` hears of each message and may write of it.
    """

    name: str
    at: Callable[[House], time]
    compose: Callable[[Occasion], Iterable[tuple[str, Card]]]
    cadence: Callable[[time], Cadence] = OnWorkdays
    queued: Callable[[Occasion, Outgoing], None] | None = None

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
    made = 0
    for outgoing in _outgoing(push, occasion):
        made += outbox.enqueue(db, outgoing, occasion.now) is not None
        if push.queued:
            push.queued(occasion, outgoing)
    _log.info("push_made", push=push.name, team=team.id, cards=made, late=occasion.is_late)
    return made


def _outgoing(push: Push, occasion: Occasion) -> Iterator[Outgoing]:
    """The messages of a push; who is away waits until they are back on the same day, or does without."""
    due, team = occasion.due, occasion.team
    until = max(moment(due.date(), occasion.house.catch_up_until, team.zone), due + ON_TIME)
    cards = list(push.compose(occasion))
    away = _away(occasion) if any(lane.startswith("ou_") for lane, _ in cards) else {}
    for lane, said in cards:
        back = away.get(lane)
        if back and back.date() != due.date():
            continue
        once = f"{push.name}/{due.isoformat()}/{team.id}/{lane}"
        useful = max(until, back + OF_USE) if back else until
        content = fitting(said).dumps()
        yield Outgoing(lane, Verb.SEND, content, about=push.name, dedupe=once, not_before=back, expires_at=useful)


def _away(occasion: Occasion) -> dict[str, datetime]:
    """When those of the team (open_ids) who are on leave or have asked for peace may be spoken to again.

    Quiet hours are not looked at: the hour of a push is the operator's choice.
    """
    known = [person for person, _ in people.roster(occasion.db, occasion.team)]
    retreats = retreats_of(occasion.db, [person.id for person in known], occasion.now)
    calendar, zone = occasion.calendar, occasion.team.zone
    backs = ((person, retreats.opening(person.id, calendar, zone, NEVER_QUIET, occasion.now)) for person in known)
    return {person.open_id: back for person, back in backs if back}
