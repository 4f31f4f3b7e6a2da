"""Tidying up: once a day what is old enough is deleted, a few rows at each tick, so that nobody has to wait for it."""

from datetime import date, datetime, timedelta
from functools import partial
from typing import Final

import structlog

from bot.context import House
from sales.records import dataclass
from storage import alerts, facts, retention
from storage.engine import Connection
from storage.retention import Kept
from storage.uow import UnitOfWork

AT_ONCE: Final = 200
"""Most rows deleted in one transaction, of which a tick makes one: some 20 ms of the one who writes."""

TOLD: Final = timedelta(days=60)
"""How long it is remembered what the admins were told; what they are told lies days back at most, or a month."""

_TIDIED = "tidied_on"
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Terms:
    """How many days each thing is kept; 0 is for ever."""

    inbox: int = 30
    outbox: int = 30
    audit: int = 400

    def of(self, kept: Kept) -> int:
        """The days for one table."""
        return {Kept.INBOX: self.inbox, Kept.OUTBOX: self.outbox, Kept.AUDIT: self.audit}[kept]


class Retention:
    """Walks through what is kept once on each of the company's days, unless another process already has."""

    def __init__(self, db: UnitOfWork, house: House, terms: Terms) -> None:
        """Work on a database, by a company's dates and its terms."""
        self._db, self._house, self._terms = db, house, terms
        self._day: date | None = None
        self._todo: list[tuple[Kept, int]] = []
        self._gone = 0

    def step(self, now: datetime) -> None:
        """Look at the next stretch, if today's walk is not over, and delete what may go of it."""
        today = self._house.business_day(now)
        if self._day != today:
            self._day, self._gone = today, 0
            self._todo = [] if self._is_done(today) else [(kept, 0) for kept in Kept if self._terms.of(kept)]
        if self._todo:
            self._walk(now)

    def _is_done(self, today: date) -> bool:
        return self._db.read(lambda db: facts.get(db, _TIDIED)) == today.isoformat()

    def _walk(self, now: datetime) -> None:
        kept, after = self._todo[-1]
        before = now - timedelta(days=self._terms.of(kept))
        seen = self._db.read(lambda db: retention.look(db, kept, after, before, AT_ONCE))
        if seen.is_old:
            drop = partial(retention.drop, kept=kept, seen=seen, before=before, now=now)
            self._gone += self._db.write(drop)
        # Only now: what could not be done is tried again at the next tick.
        self._todo[-1:] = [(kept, seen.last)] if seen.goes_on else []
        if not self._todo:
            self._db.write(self._finish)
            _log.info("tidied_up", rows=self._gone)

    def _finish(self, db: Connection) -> None:
        if self._day:
            facts.put(db, _TIDIED, self._day.isoformat())
            alerts.forget(db, self._day - TOLD)
