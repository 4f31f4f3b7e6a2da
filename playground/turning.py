"""Turning the platform's clock as time really passes: whatever falls due on the way happens at its own moment."""

import threading
from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from itertools import chain
from typing import Any, Protocol

from playground import seasons
from playground.clocks import Clock
from playground.people import Json
from playground.seasons import DAY, ZONE
from sales.cadence import moment

OPEN, CLOSE = 8 * 4, 21 * 4 + 1
"""The quarters of an hour in which the bot may speak unasked, as numbers within a day."""

QUARTERS = tuple(time(n // 4, n % 4 * 15) for n in (0, *range(OPEN, CLOSE)))
"""Where a turn stops on every day: at midnight, when a new day is reckoned, and at each quarter while people work."""

MOMENTS = tuple(
    map(
        time.fromisoformat,
        [
            "00:00",
            "08:30",
            "08:45",
            "09:00",
            "09:15",
            "09:30",
            "10:00",
            "11:00",
            "12:00",
            "13:00",
            "15:00",
            "17:30",
            "18:00",
            "19:00",
            "20:00",
        ],
    )
)
"""Where a long turn stops: when something is usually due."""

LONG = timedelta(days=1)
"""A turn by more than this makes the fewer stops: a week takes two seconds, a month ten."""

LONGEST = timedelta(days=400)
"""A turn by more than this is a slip of the finger."""


class Turnable(Protocol):
    """What is turned: a local Feishu with its clock."""

    clock: Any
    """A `Clock`; one that can be turned has `advance` and `set` too."""

    def clock_turned(self) -> object:
        """Tell watchers that the clock was turned, and make the redeliveries that have become due."""


def stops(now: datetime, until: datetime) -> Iterator[datetime]:
    """The moments at which a turn pauses, in order, the last one being `until`; a turn back has no other."""
    times = MOMENTS if until - now > LONG else QUARTERS
    first = now.astimezone(ZONE).date()
    days = (first + DAY * n for n in range((until - now).days + 2))
    every = chain.from_iterable((moment(day, at, ZONE) for at in times) for day in days)
    yield from (at for at in every if now < at < until)
    yield until


class Turning:
    """Turns one clock, one turn at a time."""

    def __init__(self, feishu: Turnable) -> None:
        """Turn this place's clock; nothing happens at the stops until somebody says what should."""
        self._feishu = feishu
        self.lock = threading.RLock()
        """Held while the clock is being turned."""
        self.at_stop: Callable[[], object] = lambda: None
        """What is done at every stop: the demonstration has its bot look at what is due, and send it."""

    def __call__(self, given: Json) -> Json:
        """Turn to `now`, by `advance` seconds, or `to` a named moment (`morning`, `report_day`); tell the new time."""
        with self.lock:
            clock = self._turnable()
            now = clock.now()
            until = _wanted(given, now)
            if until - now > LONGEST:
                msg = f"by {(until - now).days} days: at most {LONGEST.days}"
                raise ValueError(msg)
            self.at_stop()  # what is under way belongs to the time before
            for stop in stops(now, until):
                clock.set(stop)
                self._feishu.clock_turned()
                self.at_stop()
            return {"now": clock.now().isoformat()}

    def _turnable(self) -> Any:
        clock: Clock = self._feishu.clock
        if not hasattr(clock, "set"):
            msg = "this clock cannot be turned"
            raise ValueError(msg)
        return clock


NAMED: dict[str, Callable[[datetime], datetime]] = {
    "morning": seasons.next_morning,
    "report_day": seasons.next_report_day,
}
"""Moments that a button of the page names."""


def _wanted(given: Json, now: datetime) -> datetime:
    if "to" in given:
        return NAMED[given["to"]](now)
    if "now" not in given:
        return now + timedelta(seconds=float(given["advance"]))
    wanted = datetime.fromisoformat(given["now"])
    if wanted.tzinfo is None:
        msg = "a moment needs a time zone"
        raise ValueError(msg)
    return wanted


def shown_day(now: datetime) -> Json:
    """What the page says of today: whether people work, why, and the holiday's name, as the calendar has them."""
    day = seasons.china().day(now.astimezone(ZONE).date())
    return {"works": day.works, "why": day.why.value, "name": day.name}
