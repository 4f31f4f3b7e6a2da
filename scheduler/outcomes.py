"""How a call to Feishu went, and what the outbox keeps of it: sent, tried again later, or parked."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot.feishu.codes import NO_SCOPE, Kind, Refused, Sent
from bot.grids import Grid, Unreadable
from sales.records import dataclass
from scheduler import alarms, task_jobs
from storage import claims, facts, people
from storage.claims import Claimed, Failure
from storage.engine import Connection
from storage.outbox import Verb
from storage.task_mirrors import There

log = structlog.get_logger(__name__)

MOST_ATTEMPTS = 20
"""Failures after which a row is parked: more than an hour with waits of 2, 4, 8 … 300 s."""

OWN_OPEN_ID = "bot_open_id"
"""The fact under which `read_self` keeps the bot's own open_id."""

Answer = Sent | Grid | Unreadable | There | dict[str, str] | str | None
"""What Feishu gave: a new message, a file's cells, a task, a group's people (open_id → name), an open_id, or nothing.
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one call went: an answer, or why there is none; and how many seconds it took."""

    row: Claimed
    answer: Answer
    refused: Refused | None
    seconds: float

    @property
    def code(self) -> int:
        """0 for a call that did what it should, Feishu's code for a refusal, -1 where no answer came."""
        return (self.refused.code or -1) if self.refused else 0

    @property
    def unanswered(self) -> bool:
        """Whether Feishu could not be reached, or did not say what became of the call."""
        return self.refused is not None and (
            self.refused.kind is Kind.UNKNOWN or (self.refused.kind is Kind.AGAIN and not self.refused.code)
        )


class OnFile(Protocol):
    """What becomes of a file that was read, or could not be."""

    def __call__(self, db: Connection, message_id: str, read: Grid | Unreadable, now: datetime) -> None:
        """Keep what a file came to that was sent in a message."""


class OnTask(Protocol):
    """What becomes of a task that was looked at in Feishu's list."""

    def __call__(self, db: Connection, there: There, now: datetime) -> None:
        """Let ours follow it."""


@dataclass(frozen=True, slots=True)
class Listeners:
    """Who hears of what: `admins` (open_ids) of rows that were given up, the others of what was asked for."""

    admins: tuple[str, ...] = ()
    on_file: OnFile | None = None
    on_task: OnTask | None = None


def settle(db: Connection, outcomes: Iterable[Outcome], now: datetime, tell: Listeners) -> None:
    """Write outcomes down; one whose row has been claimed by somebody else since changes nothing."""
    for outcome in outcomes:
        _settle(db, outcome, now, tell)


def _settle(db: Connection, outcome: Outcome, now: datetime, tell: Listeners) -> None:
    if outcome.refused:
        _refused(db, outcome.row, outcome.refused, now, tell)
        return
    answer, row = outcome.answer, outcome.row
    if claims.sent(db, row, now, answer.message_id if isinstance(answer, Sent) else None):
        _keep(db, row, answer, now)
        if isinstance(answer, Grid | Unreadable):
            _file(db, row, answer, now, tell)
        if row.verb in task_jobs.VERBS:
            task_jobs.done(db, row, answer, now, tell.on_task)


def _file(db: Connection, row: Claimed, read: Grid | Unreadable, now: datetime, tell: Listeners) -> None:
    """Let the one who waits for a file have it; a bug in what is made of it becomes a file that cannot be read."""
    if tell.on_file is None or row.verb is not Verb.READ_FILE:
        return
    try:
        with db.begin_nested():
            tell.on_file(db, row.target, read, now)
    except Exception:
        # Otherwise nothing that was sent beside it could be written down, now or ever.
        log.exception("file_failed", row=row.id)
        tell.on_file(db, row.target, Unreadable.BROKEN, now)


def _keep(db: Connection, row: Claimed, answer: Answer, now: datetime) -> None:
    if row.verb is Verb.READ_SELF and isinstance(answer, str):
        facts.put(db, OWN_OPEN_ID, answer)
    if row.verb is Verb.READ_MEMBERS and isinstance(answer, dict):
        team = people.team_of_chat(db, row.lane)
        if team:
            people.set_roster(db, team, answer, now)


def _refused(db: Connection, row: Claimed, refused: Refused, now: datetime, tell: Listeners) -> None:
    why = _failure(refused)
    if row.verb in task_jobs.VERBS and refused.code in NO_SCOPE:
        task_jobs.refused(db, row, why, now, tell.admins)
        return
    if refused.kind is Kind.NEVER or (why.reached is not False and row.attempts + 1 >= MOST_ATTEMPTS):
        if claims.park(db, row, now, why):
            alarms.tell(db, tell.admins, row, why, now)
            _file(db, row, Unreadable.GONE, now, tell)
        return
    claims.postpone(db, row, now, now + timedelta(seconds=_wait(row, refused)), why)


def _failure(refused: Refused) -> Failure:
    """A wait that Feishu asked for, and a Feishu that is not there, are not this row's fault."""
    if refused.kind is Kind.UNKNOWN:
        return Failure(refused.code, refused.reason, reached=None)
    blameless = refused.kind in (Kind.WAIT_APP, Kind.WAIT_LANE) or not refused.code
    return Failure(refused.code, refused.reason, reached=refused.kind is Kind.NEVER or not blameless)


def _wait(row: Claimed, refused: Refused) -> float:
    """Seconds until the next try; rows that failed together come back a little apart, by their id."""
    apart = 1 + row.id % 16 / 32
    if refused.kind is Kind.WAIT_APP:
        return refused.seconds
    if refused.kind is Kind.WAIT_LANE:
        return 1.2 * apart
    return float(min(2 ** (row.attempts + 1) * apart, 300))
