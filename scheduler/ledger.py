"""Keeping the ledger of obligations: a sign of life, what was missed, and a reckoning of each team once a day."""

from datetime import datetime
from functools import partial

import structlog

from bot.context import House
from storage import ledger, obligations, outages
from storage.calendars import calendar_of
from storage.engine import Connection
from storage.people import Team
from storage.uow import UnitOfWork

_log = structlog.get_logger(__name__)


def begin(db: UnitOfWork, now: datetime) -> None:
    """Said once when a worker starts: if nobody was there before, due moments move by as long."""
    down = db.write(lambda at: outages.come_back(at, now))
    if down:
        db.write(ledger.forget_reckoning)
        _log.info("back_after_outage", began_at=down.began_at.isoformat(), ended_at=down.ended_at.isoformat())


def keep(db: UnitOfWork, house: House, now: datetime) -> None:
    """Bring the ledger up to date; cheap when there is nothing to do."""
    last, stale, late = db.read(lambda at: _look(at, now))
    for team in stale:
        db.write(partial(_reckon, team, house, now))
    # Or the clock was set back, and the sign would say for an hour that we shall have been there.
    if last is None or abs(now - last) >= outages.SIGN:
        db.write(lambda at: outages.sign(at, now))
    # Only after the reckoning, which may move the due moments of those who could not send.
    if late:
        db.write(lambda at: obligations.mark_missed(at, now))


def _look(db: Connection, now: datetime) -> tuple[datetime | None, list[Team], bool]:
    return outages.last_sign(db), ledger.stale_teams(db, now), obligations.anything_missed(db, now)


def _reckon(team: Team, house: House, now: datetime, db: Connection) -> None:
    held = ledger.hold_stale(db, team, now)
    if held:
        ledger.reckon(db, held, calendar_of(db, house.gazettes, held), house.report_types, now)
