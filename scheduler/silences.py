"""Whether anybody sends: a process that only answers looks after those that send, and calls for help in their place."""

from datetime import datetime, timedelta
from functools import partial
from typing import Final, Protocol
from zoneinfo import ZoneInfo

import structlog

from bot.context import House
from scheduler import alarms
from storage import alerts, outages
from storage.backlog import waiting
from storage.engine import Connection
from storage.uow import UnitOfWork

LONGEST: Final = timedelta(minutes=5)
"""How long workers may be silent, who give a sign every half minute: longer than a start or an upgrade takes."""

SILENCE: Final = "silence"
_log = structlog.get_logger(__name__)


class Sender(Protocol):
    """What is needed of `scheduler.outbox.Sender`."""

    def send_now(self, row_id: int) -> bool:
        """Deliver one row out of turn."""


class Listener:
    """Looks for the workers' sign of life, and has the admins told when there is none: the one thing it sends."""

    def __init__(self, db: UnitOfWork, house: House, sender: Sender) -> None:
        """Listen on a database for others; `sender` is this process's own, which is not running."""
        self._db, self._house, self._sender = db, house, sender

    def look(self, now: datetime) -> int:
        """Tell the admins, if it has to be and was not today; gives how many of them were reached."""
        last = self._db.read(outages.last_sign)
        if last is None or now - last < LONGEST:
            return 0
        self._db.write(partial(self._tell, last=last, now=now))
        # Also what an earlier look could not deliver.
        rows = self._db.read(partial(waiting, about=SILENCE, now=now))
        return sum(self._sender.send_now(row) for row in rows)

    def _tell(self, db: Connection, last: datetime, now: datetime) -> None:
        if not alerts.news(db, {(SILENCE, self._house.business_day(last))}, now):
            return
        _log.error("no_worker_alive", reason=last.isoformat())
        said = alarms.silent(last.astimezone(ZoneInfo(self._house.timezone)))
        alarms.warn(db, self._house.admins, said, now, about=SILENCE)
