"""What the bot says unasked: at its due moment, once for each team, whoever is running and however often they look.

Whether a push is due is arithmetic on the team's wall clock; whether it was made is a row with a unique key. So
restarts, double ticks and further processes change nothing, and a process that was down makes up for it until a set
hour.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import field, replace
from datetime import UTC, datetime, time, timedelta
from functools import partial
from typing import Any, Final

import structlog

from bot.attention import Admitted, Fate, Gate
from bot.card import Card, fitting
from bot.context import House
from sales.cadence import Cadence, OnWorkdays, moment
from sales.calendar import Calendar
from sales.quiet import NEVER_QUIET
from sales.records import dataclass
from sales.reminders import OF_USE
from storage import attention, outbox, people, pushes
from storage.calendars import calendars_of
from storage.engine import Connection
from storage.outbox import NOWHERE, Outgoing, Verb
from storage.people import Team
from storage.quiet import retreats_of
from storage.uow import Read, UnitOfWork

ON_TIME: Final = timedelta(minutes=5)
"""A push made later than this after its due moment says so on the card."""

PERSON: Final = "ou_"
"""What the open_id of a person begins with; a group's lane begins otherwise."""

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

    One that could not be made at its moment is made late, that day until `House.catch_up_until`; and after that on the
    `kept_for` working days that follow, from its own time of day on. Then it is left out, for good.

    `compose` yields (lane, card) pairs, a lane being a chat_id or an open_id. It runs once; nothing it says may depend
    on how often the scheduler looked. It only reads; `queued` hears of each message and may write of it. `prepare` is
    shown all teams of a moment together, before any of them, and puts into `found` what it reads for all at once;
    `before` is shown the same ahead of that, and may write.
    """

    name: str
    at: Callable[[House], time]
    compose: Callable[[Occasion], Iterable[tuple[str, Card]]]
    cadence: Callable[[time], Cadence] = OnWorkdays
    queued: Callable[[Occasion, Outgoing], None] | None = None
    prepare: Callable[[Sequence[Occasion]], None] | None = None
    before: Callable[[Sequence[Occasion]], None] | None = None
    kept_for: int = 0

    def due(self, team: Team, house: House, now: datetime, calendar: Calendar) -> datetime | None:
        """The due moment that `now` is to serve for this team; None when nothing is due, or no longer.

        A team that was founded after the moment is not caught up with.
        """
        due = self.cadence(self.at(house)).latest(now, team.zone, calendar)
        if team.founded_at is None or team.founded_at > due:
            return None
        in_time = now - due.astimezone(UTC) <= ON_TIME
        return due if in_time or self._is_made_up_for(due, team, house, now, calendar) else None

    def _is_made_up_for(self, due: datetime, team: Team, house: House, now: datetime, calendar: Calendar) -> bool:
        """Whether what was missed is still of use, and this is the hour for it."""
        today = now.astimezone(team.zone).date()
        if now >= moment(today, house.catch_up_until, team.zone):
            return False
        gone = len(calendar.workdays(due.date(), today)) if calendar.is_workday(today) else self.kept_for + 1
        return today == due.date() or (gone <= self.kept_for and now >= moment(today, self.at(house), team.zone))


def run(push: Push, db: UnitOfWork, house: House, now: datetime) -> int:
    """Make the push for every team for which it is due and not made yet; gives the number of cards queued."""
    due = db.read(lambda at: _due(push, at, house, now, only_open=True))
    if not due:
        return 0
    if push.before:
        db.write(partial(_before, push.before, due))
    waiting = db.read(lambda at: prepared(push, at, house, now, only_open=True))
    return sum(db.write(partial(_make, push, occasion)) for occasion in waiting)


def rehearse(push: Push, read: Read, house: House, now: datetime) -> list[tuple[str, Card]]:
    """The (lane, card) pairs that the push would queue now, made or not, with nothing kept."""
    return read(
        lambda db: [said for occasion in prepared(push, db, house, now) for said in push.compose(occasion)],
    )


def prepared(push: Push, db: Connection, house: House, now: datetime, *, only_open: bool = False) -> list[Occasion]:
    """The occasions of all teams for which the push is due, with what it reads for all of them at once.

    As many questions for a hundred teams as for one. `only_open` leaves out what has been made.
    """
    occasions = _due(push, db, house, now, only_open=only_open)
    if push.prepare and occasions:
        push.prepare(occasions)
    return occasions


def _due(push: Push, db: Connection, house: House, now: datetime, *, only_open: bool) -> list[Occasion]:
    teams = people.open_teams(db)
    by = calendars_of(db, house.gazettes, teams)
    dues = [(team, due) for team in teams if (due := push.due(team, house, now, by[team.id]))]
    made = pushes.slots_taken(db, push.name, {due for _, due in dues}) if only_open else frozenset()
    return [
        Occasion(db, team, due, now.astimezone(team.zone), house, by[team.id])
        for team, due in dues
        if (team.id, due.astimezone(UTC)) not in made
    ]


def _before(work: Callable[[Sequence[Occasion]], None], due: Sequence[Occasion], db: Connection) -> None:
    work([replace(occasion, db=db) for occasion in due])


def _make(push: Push, seen: Occasion, db: Connection) -> int:
    """Claim the slot and queue the cards, all or nothing."""
    occasion = replace(seen, db=db)
    team, due = occasion.team, occasion.due
    if not pushes.take_slot(db, push.name, team.id, due, occasion.now, late=occasion.is_late):
        return 0
    made = 0
    for outgoing, admitted in _admitted(push, occasion):
        if admitted.outgoing:
            made += outbox.enqueue(db, admitted.outgoing, occasion.now) is not None
        if push.queued and admitted.is_told:
            push.queued(occasion, outgoing)
    _log.info("push_made", push=push.name, team=team.id, cards=made, late=occasion.is_late)
    return made


def _admitted(push: Push, occasion: Occasion) -> Iterator[tuple[Outgoing, Admitted]]:
    """The messages of a push with what becomes of each: what goes to a person comes out of the budget of their day."""
    made = list(_outgoing(push, occasion))
    ids = attention.ids_of(occasion.db, {each.lane for each, _ in made if each.lane.startswith(PERSON)})
    gate = Gate.of(occasion.db, occasion.house.attention, ids.values(), occasion.now)
    # By people's ids, so that two who tell the same people never wait for each other.
    for each, said in sorted(made, key=lambda one: ids.get(one[0].lane, 0)):
        who = ids.get(each.lane)
        free = Admitted(Fate.RINGS, each)
        yield each, gate.admit(who, occasion.team.zone, push.name, each, said) if who else free


def _outgoing(push: Push, occasion: Occasion) -> Iterator[tuple[Outgoing, Card]]:
    """The messages of a push; who is away waits until they are back on the same day, or does without.

    A team without a group hears nothing, so nothing counts as told there either.
    """
    due, team, today = occasion.due, occasion.team, occasion.now.date()
    until = max(moment(today, occasion.house.catch_up_until, team.zone), due + ON_TIME)
    cards = [(lane, said) for lane, said in push.compose(occasion) if not lane.startswith(NOWHERE)]
    away = _away(occasion) if any(lane.startswith(PERSON) for lane, _ in cards) else {}
    for lane, said in cards:
        back = away.get(lane)
        if back and back.date() != today:
            continue
        once = f"{push.name}/{due.isoformat()}/{team.id}/{lane}"
        useful = max(until, back + OF_USE) if back else until
        content = fitting(said).dumps()
        sent = Outgoing(lane, Verb.SEND, content, about=push.name, dedupe=once, not_before=back, expires_at=useful)
        yield sent, said


def _away(occasion: Occasion) -> dict[str, datetime]:
    """When those of the team (open_ids) who are on leave or have asked for peace may be spoken to again.

    Quiet hours are not looked at: the hour of a push is the operator's choice.
    """
    known = [person for person, _ in people.roster(occasion.db, occasion.team)]
    retreats = retreats_of(occasion.db, [person.id for person in known], occasion.now)
    calendar, zone = occasion.calendar, occasion.team.zone
    backs = ((person, retreats.opening(person.id, calendar, zone, NEVER_QUIET, occasion.now)) for person in known)
    return {person.open_id: back for person, back in backs if back}
