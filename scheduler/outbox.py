"""The only sender: takes committed rows from the outbox, delivers them, and writes down how it went."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, wait
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot.feishu.codes import Kind, Refused, Sent
from bot.grids import Grid, Unreadable
from scheduler import alarms
from scheduler.callers import Callers
from scheduler.limits import Outage, Pause
from scheduler.outcomes import Answer, Listeners, OnFile, OnTask, Outcome, settle
from scheduler.quotas import Tally
from storage import claims
from storage.claims import Claimed
from storage.engine import Connection
from storage.outbox import Verb
from storage.task_mirrors import There
from storage.uow import UnitOfWork

IDLE, BUSY = 0.25, 0.02
"""Seconds until the loop looks again by itself, with nothing under way and with something."""

STILL_UNDER_WAY = timedelta(seconds=20)
"""How long a row that a stopping sender leaves behind is not tried: its call has ended by then."""

log = structlog.get_logger(__name__)


class Clock(Protocol):
    """The house's clock."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""


class Outbound(Protocol):
    """What the sender needs of Feishu, as `bot.feishu.outbound.Outbound` has it. All may raise `Refused`."""

    def deliver(self, row: Claimed) -> Sent | There | None:
        """Send a card or a sheet, reply or patch, or do something about the task list."""

    def sheet(self, row: Claimed) -> Grid | Unreadable:
        """The cells of a file that somebody sent."""

    def members(self, chat_id: str) -> dict[str, str]:
        """A group's people, open_id → name."""

    def own_open_id(self) -> str:
        """The bot's own open_id; harmless, so it also serves to ask whether Feishu is there."""


class Sender:
    """Drains the outbox with a few threads; any number of senders, in any number of processes, may share it.

    `admins` are open_ids that are told of parked rows; `on_sent(code, seconds)` hears of every call, with code 0
    for one that did what it should and -1 for one without an answer; `on_file` gets what a file said that was asked
    for, in the transaction that notes it, and `on_task` how a task stands in Feishu's list. `tally` counts the calls.
    `alive` says whether the loop runs, `last_tick` (UTC) when it last looked.
    """

    def __init__(  # noqa: PLR0913 - one for each who hears of something
        self,
        db: UnitOfWork,
        outbound: Outbound,
        clock: Clock,
        *,
        admins: Sequence[str] = (),
        threads: int = 16,
        on_sent: Callable[[int, float], None] | None = None,
        on_file: OnFile | None = None,
        on_task: OnTask | None = None,
        tally: Tally | None = None,
    ) -> None:
        self.last_tick: datetime | None = None
        self._db, self._outbound, self._clock = db, outbound, clock
        self._tell, self._threads, self._on_sent = Listeners(tuple(admins), on_file, on_task), threads, on_sent
        self._tally = tally
        self._pool = Callers(threads, "outbox")
        self._flying: dict[Future[Outcome], Claimed] = {}
        self._probe: Future[str] | None = None
        self._pause, self._outage = Pause(), Outage()
        self._wake, self._stopping = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None
        self._patience = 0.0

    @property
    def alive(self) -> bool:
        """Whether the loop's thread runs."""
        return self._thread is not None and self._thread.is_alive()

    def run_once(self) -> int:
        """Deliver what may go now, at most one row per receiver and thread; give how many were settled."""
        self._take_off()
        wait(self._flying)
        if self._probe:
            wait([self._probe])
        return self._land()

    def send_now(self, row_id: int) -> bool:
        """Deliver one row out of turn, in this thread, also when the loop does not run; say whether Feishu has it."""
        row = self._db.write(lambda db: claims.claim_one(db, row_id, self._clock.now()))
        if row is None:
            return False
        outcome = self._deliver(row)
        self._note([outcome], self._clock.now())
        return outcome.refused is None

    def start(self) -> None:
        """Run the loop in a thread of its own."""
        self._thread = threading.Thread(target=self._loop, name="sender", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """Say that there may be something to send; cheap, from any thread."""
        self._wake.set()

    def stop(self, patience: float = 8.0) -> None:
        """Take nothing more, wait `patience` seconds for calls under way, and give back what is left."""
        self._patience = patience
        self._stopping.set()
        self._wake.set()
        if self._thread:
            self._thread.join(patience + 1.0)
        else:
            self._wind_up()

    def _loop(self) -> None:
        while not self._stopping.is_set():
            self._wake.wait(BUSY if self._flying else IDLE)
            self._wake.clear()
            self._surely(self._land, self._take_off)
        self._wind_up()

    def _wind_up(self) -> None:
        wait(self._flying, self._patience)
        self._surely(self._land, self._abandon)
        self._pool.shutdown()

    def _abandon(self) -> None:
        left, until = list(self._flying.values()), self._clock.now() + STILL_UNDER_WAY
        if left:
            self._db.write(lambda db: [claims.abandon(db, row, until) for row in left])

    def _surely(self, *steps: Callable[[], object]) -> None:
        """Do what can be done: whatever the database does, every row keeps its state and its lease ends."""
        try:
            for step in steps:
                step()
        except Exception as error:  # noqa: BLE001 - a round that fails must not be the loop's last
            log.warning("sender_round_failed", error=type(error).__name__)

    def _take_off(self) -> None:
        """Claim what may be called now and start the calls."""
        self.last_tick = now = self._clock.now()
        free = self._threads - len(self._flying)
        if free <= 0 or self._held_back(now) or self._is_idle():
            return
        taken = self._db.write(lambda db: self._claim(db, now, free))
        for row in taken.rows:
            self._launch(row)

    def _is_idle(self) -> bool:
        """Whether there is nothing to claim, so that the one who writes is left in peace."""
        return not self._flying and not self._db.read(claims.anything)

    def _claim(self, db: Connection, now: datetime, most: int) -> claims.Claims:
        taken = claims.claim(db, now, most)
        for row in taken.unsure:
            alarms.tell(db, self._tell.admins, row, claims.UNKNOWN_OUTCOME, now)
        return taken

    def _held_back(self, now: datetime) -> bool:
        if self._pause.left(now) or self._outage.left(now):
            return True
        if self._outage.suspected and self._probe is None:
            self._probe = self._pool.submit(self._outbound.own_open_id)
        return self._outage.suspected

    def _launch(self, row: Claimed) -> None:
        """Start one call; a sender that is stopping gives the row back instead."""
        if self._stopping.is_set():
            self._db.write(lambda db: claims.release(db, row))
            return
        future = self._pool.submit(self._deliver, row)
        self._flying[future] = row
        future.add_done_callback(lambda _: self._wake.set())

    def _deliver(self, row: Claimed) -> Outcome:
        started = self._clock.now()
        answer: Answer = None
        refused = None
        try:
            answer = self._call(row)
        except Refused as error:
            refused = error
        except Exception as error:  # noqa: BLE001 - whatever it was, this row must not stop the others
            refused = Refused(Kind.UNKNOWN, 0, f"{type(error).__name__} while sending")
        return Outcome(row, answer, refused, (self._clock.now() - started).total_seconds())

    def _call(self, row: Claimed) -> Answer:
        if self._clock.now() >= row.lease_until:
            raise Refused(Kind.WAIT_LANE, 0, "held up until the lease ran out")
        if row.verb is Verb.READ_MEMBERS:
            return self._outbound.members(row.lane)
        if row.verb is Verb.READ_SELF:
            return self._outbound.own_open_id()
        if row.verb is Verb.READ_FILE:
            return self._outbound.sheet(row)
        return self._outbound.deliver(row)

    def _land(self) -> int:
        """Write down how finished calls went, all in one commit; what cannot be written is kept for later."""
        self._land_probe()
        done = [future for future in self._flying if future.done()]
        outcomes = [future.result() for future in done]
        if outcomes:
            now = self._clock.now()
            self._note(outcomes, now)
            for outcome in outcomes:
                self._heed(outcome, now)
        for future in done:
            del self._flying[future]
        return len(done)

    def _note(self, outcomes: Sequence[Outcome], now: datetime) -> None:
        calls = self._db.write(lambda db: self._settle(db, outcomes, now))
        if self._tally:
            self._tally.kept(calls)

    def _settle(self, db: Connection, outcomes: Sequence[Outcome], now: datetime) -> int:
        settle(db, outcomes, now, self._tell)
        # Last: every sender adds to the same row, and holds it until the commit.
        return self._tally.write(db, now) if self._tally else 0

    def _heed(self, outcome: Outcome, now: datetime) -> None:
        """Let what one call met decide about the next ones."""
        if outcome.refused and outcome.refused.kind is Kind.WAIT_APP:
            self._pause.begin(now, outcome.refused.seconds)
        if outcome.unanswered:
            self._outage.failed(now)
        else:
            self._outage.answered()
        if outcome.refused:
            log.warning("call_refused", row=outcome.row.id, kind=outcome.refused.kind, code=outcome.code)
        if self._on_sent:
            self._on_sent(outcome.code, outcome.seconds)

    def _land_probe(self) -> None:
        probe = self._probe
        if probe is None or not probe.done():
            return
        self._probe = None
        error = probe.exception()
        # A gateway's 503 has a code, too, but it is no word of Feishu's; a bug of ours says nothing of Feishu.
        if not isinstance(error, Refused) or (error.code and error.kind is not Kind.UNKNOWN):
            self._outage.answered()
        else:
            self._outage.failed(self._clock.now())
