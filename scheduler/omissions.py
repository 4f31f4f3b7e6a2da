"""What should have been said and was not: pushes that nobody made in time, and steps that fail again and again.

A push is due by arithmetic and made by a row, so what is missing can be told from both. The admins hear of each push
once for each day, all that was found at a time in one message; when it works again they hear nothing more.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from bot.context import House
from sales.cadence import moment
from sales.calendar import Calendar
from scheduler import alarms
from scheduler.alarms import Omission
from scheduler.push import ON_TIME, Push
from storage import alerts, facts, people, pushes
from storage.calendars import calendars_of
from storage.engine import Connection
from storage.people import Team
from storage.uow import UnitOfWork

RESTORED: Final = "restored_at"
"""The fact under which it is kept that the database was restored: what was due before may well have been made."""

LOOK_EVERY: Final = timedelta(minutes=1)
LOOK_BACK: Final = timedelta(days=4)
"""How far back it is asked what was made: over a weekend, and not into what nobody wants to know any more."""

PATIENCE: Final = timedelta(minutes=10)
"""How long a step may fail before it is worth a word: a database that is restarted is back by then."""


def omitted(db: Connection, house: House, every: Iterable[Push], now: datetime) -> list[Omission]:
    """Every push of the last days that was due for a team, was not made, and will not be made any more."""
    teams = people.open_teams(db)
    by = calendars_of(db, house.gazettes, teams)
    since = max(now - LOOK_BACK, _restored(db))
    zones = {team.id: team.zone for team in teams}
    slots = pushes.slots_since(db, since - timedelta(days=1))
    # By the day, not by the moment: the time of a push may have been changed in between.
    made = {(push, team, due.astimezone(zones[team]).date()) for push, team, due in slots if team in zones}
    known = [push for push in every if pushes.ever_made(db, push.name)]
    return [
        Omission(push.name, due, team.name)
        for push in known
        for team in teams
        for due in _over(push, team, house, now, by[team.id], since)
        if (push.name, team.id, due.date()) not in made
    ]


def _restored(db: Connection) -> datetime:
    kept = facts.get(db, RESTORED)
    return datetime.fromisoformat(kept) if kept else datetime.min.replace(tzinfo=UTC)


def _over(
    push: Push, team: Team, house: House, now: datetime, calendar: Calendar, since: datetime
) -> Iterator[datetime]:
    """The due moments since an instant for which it is too late, the last first."""
    cadence = push.cadence(push.at(house))
    due = cadence.latest(now, team.zone, calendar)
    founded = team.founded_at or now
    while due.astimezone(UTC) > max(since, founded):
        if now >= _end(push, due, team, house, calendar):
            yield due
        due = cadence.latest(due - timedelta(seconds=1), team.zone, calendar)


def _end(push: Push, due: datetime, team: Team, house: House, calendar: Calendar) -> datetime:
    """Until when a push is made up for: that day's hour, or the hour of the last working day it is kept for."""
    last = due.date()
    for _ in range(push.kept_for):
        last = calendar.workday_after(last)
    return max(moment(last, house.catch_up_until, team.zone), due + ON_TIME)


class Watch:
    """Looks once a minute for what was left out, and tells the admins what is news.

    `failed` and `worked` are said of each step of a tick.
    """

    def __init__(self, db: UnitOfWork, house: House, every: Sequence[Push]) -> None:
        """Watch over some pushes."""
        self._db, self._house, self._pushes = db, house, every
        self._failing: dict[str, datetime] = {}
        self._looked: datetime | None = None

    def failed(self, step: str, now: datetime) -> None:
        """Note that a step has just failed."""
        self._failing.setdefault(step, now)

    def worked(self, step: str) -> None:
        """Note that a step works."""
        self._failing.pop(step, None)

    def step(self, now: datetime) -> int:
        """Look, if it is time to; gives the number of messages queued."""
        if self._looked and timedelta() <= now - self._looked < LOOK_EVERY:
            return 0
        found = [*self._stuck(now), *self._db.read(partial(omitted, house=self._house, every=self._pushes, now=now))]
        made = self._db.write(partial(self._tell, found=found, now=now)) if found else 0
        self._looked = now
        return made

    def _stuck(self, now: datetime) -> list[Omission]:
        return [
            Omission(name, since.astimezone(ZoneInfo(self._house.timezone)))
            for name, since in self._failing.items()
            if now - since >= PATIENCE
        ]

    def _tell(self, db: Connection, found: Sequence[Omission], now: datetime) -> int:
        news = alerts.news(db, {(each.name, each.day) for each in found}, now)
        told = [each for each in found if (each.name, each.day) in news]
        return alarms.warn(db, self._house.admins, alarms.omitted(self._house, told), now) if told else 0
