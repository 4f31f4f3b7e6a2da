"""How many calls Feishu's plan still allows this month: counted as they are made, told when it gets close."""

from datetime import date, datetime, timedelta
from typing import Final

from bot.context import House
from bot.feishu.meters import Meter
from scheduler import alarms
from storage import alerts, api_calls
from storage.engine import Connection
from storage.uow import UnitOfWork

SHARES: Final = (100, 80)
"""Per cent of the month's calls at which the admins are told, the largest first."""

LOOK_EVERY: Final = timedelta(minutes=1)


class Tally:
    """Writes down the calls of this process's meter, in the transaction that says how they went."""

    def __init__(self, meter: Meter, house: House) -> None:
        """Count what `meter` shows, by the company's dates."""
        self._meter, self._house = meter, house

    def write(self, db: Connection, now: datetime) -> int:
        """Add what is not written down yet to the day; gives how many calls that were, for `kept`."""
        calls = self._meter.calls
        if calls:
            api_calls.count(db, self._house.business_day(now), calls)
        return calls

    def kept(self, calls: int) -> None:
        """Note that so many calls are on disk now."""
        self._meter.forget(calls)


class Quota:
    """Looks once a minute how much of the month's calls is used; `allowed` 0 is without end."""

    def __init__(self, db: UnitOfWork, house: House, allowed: int) -> None:
        """Watch over the calls of all processes."""
        self._db, self._house, self._allowed = db, house, allowed
        self._looked: datetime | None = None

    def step(self, now: datetime) -> int:
        """Look, if it is time to; gives the number of messages queued."""
        if not self._allowed or (self._looked and timedelta() <= now - self._looked < LOOK_EVERY):
            return 0
        today = self._house.business_day(now)
        calls = self._db.read(lambda db: api_calls.in_month(db, today))
        is_close = calls * 100 >= min(SHARES) * self._allowed
        made = self._db.write(lambda db: self._tell(db, calls, today, now)) if is_close else 0
        self._looked = now
        return made

    def _tell(self, db: Connection, calls: int, today: date, now: datetime) -> int:
        """Who hears that all is used need not hear that most of it is."""
        reached = {(f"quota/{each}", today.replace(day=1)) for each in SHARES if calls * 100 >= each * self._allowed}
        highest = max(reached, key=lambda each: int(each[0].rpartition("/")[2]))
        if highest not in alerts.news(db, reached, now):
            return 0
        return alarms.warn(db, self._house.admins, alarms.used_up(calls, self._allowed), now)
