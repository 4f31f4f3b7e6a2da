"""The roof: builds the whole house from its settings, and is the only place that reads the clock."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Protocol

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot import imports, task_mirror
from bot.config import Settings
from bot.control import Control
from bot.dispatch import Dispatcher
from bot.feishu.inbound import Edge, Former
from bot.feishu.meters import Meter
from bot.feishu.outbound import Outbound
from bot.houses import house_of, report_types, terms_of
from bot.metrics import Metrics
from bot.router import Switchboard
from handlers import ROUTERS
from sales.records import dataclass
from scheduler import approvals, attention, digests, ledger, mending, push, reminders
from scheduler import outbox as sending
from scheduler.care import Care
from scheduler.catalogue import Completion
from scheduler.clockwork import Clockwork
from scheduler.openings import Opening
from scheduler.pushes import PUSHES
from scheduler.silences import Listener
from storage import api_calls, backlog, inbox, outbox, task_mirrors
from storage.engine import Connection
from storage.outbox import Outgoing, State, Verb
from storage.uow import UnavailableError, UnitOfWork

__all__ = ["App", "Readiness", "SystemClock", "edge_of", "house_of", "outbound_of", "report_types"]

TICK = 5.0
"""Seconds between two looks at what is due; a push is made within one tick of its moment."""

LISTEN = 60.0
"""Seconds between two looks of a process that only answers at whether anybody sends."""

LAG = timedelta(minutes=5)
"""How long a message may wait in the outbox before the process calls itself not ready."""

_log = structlog.get_logger(__name__)


DOWN = 60.0
"""Seconds without a long connection after which a process that needs one calls itself not ready."""


class Line(Protocol):
    """A long connection, as far as the roof has to know."""

    @property
    def down_for(self) -> float:
        """Seconds without a connection; 0 with one."""


class Clock(Protocol):
    """The time of day, given to whoever needs it."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether this process can do its work, and what it found."""

    ok: bool
    found: dict[str, object]


class App:
    """One running process of the bot, from the bytes that come in to the cards that go out.

    `tick` is the number of seconds between two looks at what is due.
    """

    def __init__(
        self,
        settings: Settings,
        clock: Clock | None = None,
        *,
        outbound: sending.Outbound | None = None,
        tick: float = TICK,
    ) -> None:
        """Open the database and build every part; nothing runs yet but the database's writer.

        Raises `LockedError` or `BehindError` (see `storage.uow`) when the database cannot be served from.
        """
        self.settings = settings
        self.house = house_of(settings)
        self.clock = clock or SystemClock()
        self.metrics = Metrics()
        self.edge = edge_of(settings)
        self.db = UnitOfWork(settings.storage.url)
        self.dispatcher = Dispatcher(self.db, Switchboard(ROUTERS), self.house)
        self.control = Control(self.db, self.dispatcher, PUSHES, self.house)
        self.care = Care(self.db, self.house, PUSHES, terms_of(settings), settings.feishu.monthly_calls)
        self._outbound = outbound or outbound_of(settings, self.care.meter)
        self.sender = sending.Sender(
            self.db,
            self._outbound,
            self.clock,
            admins=sorted(self.house.admins),
            on_sent=self._count_send,
            on_file=partial(imports.settle, house=self.house),
            on_task=partial(task_mirror.settle, house=self.house),
            tally=self.care.tally,
        )
        self._clockwork = Clockwork(self.tick, tick)
        self._listening = Clockwork(self.listen, LISTEN)
        self._completion = Completion(self.db)
        self._opening = Opening(self.db, self.house)
        self._works = False
        self.line: Line | None = None

    def start_worker(self) -> None:
        """Begin to send and to push, in threads of their own."""
        self._works = True
        ledger.begin(self.db, self.clock.now())
        self.db.write(self._ask_own_id)
        self.db.write(task_mirrors.switch_on)
        self.sender.start()
        self._clockwork.start()

    def start_listening(self) -> None:
        """Begin to look, in a process that only answers, whether there is anybody who sends."""
        self._listening.start()

    def listen(self) -> None:
        """Let the admins know when nobody has sent for a while."""
        try:
            Listener(self.db, self.house, self.sender).look(self.clock.now())
        except (SQLAlchemyError, UnavailableError):
            _log.exception("database_unreachable")

    def stop(self) -> None:
        """Give back what is leased, finish what is being written, let go of the database."""
        self._listening.stop()
        if self._works:
            self._clockwork.stop()
        self.sender.stop()
        self.db.close()

    def tick(self) -> None:
        """Keep the ledger, then make every push that is due; one that fails does not keep the others back."""
        self._surely("ledger", lambda now: ledger.keep(self.db, self.house, now))
        self._surely("catalogue", lambda _: self._completion.step())
        self._surely("opening", self._opening.step)
        self._surely("reminders", partial(reminders.run, self.db, self.house))
        self._surely("approvals", partial(approvals.run, self.db, self.house))
        self._surely("mending", partial(mending.run, self.db, self.house))
        self._surely("digests", partial(digests.run, self.db, self.house))
        for each in PUSHES:
            self._surely(each.name, partial(push.run, each, self.db, self.house))
        # Last, so that all that came together changes somebody's card once.
        self._surely("attention", partial(attention.run, self.db, self.house))
        for name, step in self.care.steps:
            self._surely(name, step)

    def _surely(self, name: str, step: Callable[[datetime], int | None]) -> None:
        try:
            made = step(self.clock.now())
        except Exception:  # noqa: BLE001 - logged with its place, and tried again at the next tick
            _log.exception("push_failed", push=name)
            self.care.watch.failed(name, self.clock.now())
        else:
            self.care.watch.worked(name)
            if made:
                self.sender.wake()

    def readiness(self) -> Readiness:
        """Whether the database answers, the worker's threads live, and nothing waits too long."""
        try:
            waiting, parked, failed = self.db.read(self._backlog)
            self.metrics.calls.set(self.db.read(self._calls))
        except (SQLAlchemyError, UnavailableError):
            _log.exception("database_unreachable")
            return Readiness(ok=False, found={"database": "unreachable"})
        self.metrics.depth.set(waiting.depth)
        self.metrics.lag.set(waiting.lag.total_seconds())
        self.metrics.parked.set(parked)
        self.metrics.failed.set(failed)
        lost = self.lost()
        found = {"database": "ok", "worker": self._worker_state(), "outbox_depth": waiting.depth}
        found |= {
            "outbox_lag_seconds": round(waiting.lag.total_seconds(), 1),
            "parked": parked,
            "failed": failed,
        }
        return Readiness(ok=not lost and waiting.lag < LAG and self._is_reached(found), found=found)

    def _is_reached(self, found: dict[str, object]) -> bool:
        """Whether deliveries come in over the long connection, for whom it is there."""
        if self.line is None:
            return True
        down = self.line.down_for
        self.metrics.connected.set(not down)
        found["connection"] = f"down for {down:.0f} s" if down else "up"
        return down < DOWN

    def lost(self) -> list[str]:
        """The threads that have died of those this process cannot do without."""
        vital = {"writer": self.db.alive}
        if self._works:
            vital |= {"sender": self.sender.alive, "clockwork": self._clockwork.alive}
        return [name for name, alive in vital.items() if not alive]

    def _worker_state(self) -> object:
        if not self._works:
            return "elsewhere"
        last = self.sender.last_tick
        return {
            "alive": self.sender.alive,
            "tick_age_seconds": round((self.clock.now() - last).total_seconds(), 1) if last else None,
        }

    def _backlog(self, db: Connection) -> tuple[backlog.Backlog, int, int]:
        now = self.clock.now()
        return backlog.backlog(db, now), backlog.counted(db)[State.PARKED], len(inbox.failures(db))

    def _calls(self, db: Connection) -> int:
        return api_calls.in_month(db, self.house.business_day(self.clock.now()))

    def _ask_own_id(self, db: Connection) -> None:
        """Asked at every start: the SDK loads before the first message has to leave, and the credentials are tried."""
        now = self.clock.now()
        outbox.enqueue(db, Outgoing("self", Verb.READ_SELF, about="own_id", expires_at=now + timedelta(hours=1)), now)

    def _count_send(self, code: int, seconds: float) -> None:
        self.metrics.sends.labels(str(code)).observe(seconds)


def edge_of(settings: Settings) -> Edge:
    """The way in from Feishu with these settings' secrets, the former ones among them for as long as they count.

    With a long connection only orders come this way, and nothing else is signed with their key.
    """
    told = settings.feishu
    if told.mode == "websocket":
        return Edge(told.app_id, told.order_key, told.order_key)
    until = told.previous_until.instant(settings.team.timezone)
    old = (told.previous_encrypt_key.reveal(), told.previous_verification_token.reveal())
    new = (told.encrypt_key.reveal(), told.verification_token.reveal())
    return Edge(told.app_id, *new, Former(*old, until) if until else None, told.tenant_key)


def outbound_of(settings: Settings, meter: Meter | None = None) -> Outbound:
    """The way out to Feishu with these settings' credentials; nothing is called yet. `meter` counts the calls."""
    feishu = settings.feishu
    return Outbound(feishu.app_id, feishu.app_secret.reveal(), feishu.domain, meter=meter)
