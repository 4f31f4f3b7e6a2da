"""The roof: builds the whole house from its settings, and is the only place that reads the clock."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Protocol

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot import imports, task_mirror
from bot.config import Authority, Settings
from bot.context import House
from bot.control import Control
from bot.dispatch import Dispatcher
from bot.feishu.inbound import Edge
from bot.feishu.outbound import Outbound
from bot.metrics import Metrics
from bot.router import Switchboard
from bot.text import Text
from handlers import ROUTERS
from sales.attention import Budget
from sales.discounts import DEFAULT, Level, Rule
from sales.kpi import KpiRules
from sales.money import Money
from sales.obligations import MONTHLY, WEEKLY, Every, ReportType
from sales.quiet import QuietHours
from sales.trade import Trade
from scheduler import approvals, attention, digests, ledger, mending, push, reminders
from scheduler import outbox as sending
from scheduler.catalogue import Completion
from scheduler.clockwork import Clockwork
from scheduler.openings import Opening
from scheduler.pushes import PUSHES
from storage import backlog, inbox, outbox, task_mirrors
from storage.engine import Connection
from storage.gazettes import Gazettes
from storage.outbox import Outgoing, State, Verb
from storage.uow import UnavailableError, UnitOfWork

TICK = 5.0
"""Seconds between two looks at what is due; a push is made within one tick of its moment."""

LAG = timedelta(minutes=5)
"""How long a message may wait in the outbox before the process calls itself not ready."""

_WEEKLY, _MONTHLY = Text("周报", "Weekly report"), Text("月报", "Monthly report")
_log = structlog.get_logger(__name__)


class Clock(Protocol):
    """The time of day, given to whoever needs it."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""

    def sleep(self, seconds: float) -> None:
        """Let so much of this clock's time pass."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        """Let real seconds pass, in this thread alone."""
        time.sleep(seconds)


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
        feishu = settings.feishu
        self.settings = settings
        self.house = house_of(settings)
        self.clock = clock or SystemClock()
        self.metrics = Metrics()
        self.edge = Edge(feishu.app_id, feishu.encrypt_key.reveal(), feishu.verification_token.reveal())
        self.db = UnitOfWork(settings.storage.url)
        self.dispatcher = Dispatcher(self.db, Switchboard(ROUTERS), self.house)
        self.control = Control(self.db, self.dispatcher, PUSHES, self.house)
        self._outbound = outbound or outbound_of(settings)
        self.sender = sending.Sender(
            self.db,
            self._outbound,
            self.clock,
            admins=sorted(self.house.admins),
            on_sent=self._count_send,
            on_file=partial(imports.settle, house=self.house),
            on_task=partial(task_mirror.settle, house=self.house),
        )
        self._clockwork = Clockwork(self.tick, tick)
        self._completion = Completion(self.db)
        self._opening = Opening(self.db, self.house)
        self._works = False

    def start_worker(self) -> None:
        """Begin to send and to push, in threads of their own."""
        self._works = True
        ledger.begin(self.db, self.clock.now())
        self.db.write(self._ask_own_id)
        self.db.write(task_mirrors.switch_on)
        self.sender.start()
        self._clockwork.start()

    def stop(self) -> None:
        """Give back what is leased, finish what is being written, let go of the database."""
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

    def _surely(self, name: str, step: Callable[[datetime], int | None]) -> None:
        try:
            made = step(self.clock.now())
        except Exception:  # noqa: BLE001 - logged with its place, and tried again at the next tick
            _log.exception("push_failed", push=name)
        else:
            if made:
                self.sender.wake()

    def readiness(self) -> Readiness:
        """Whether the database answers, the worker's threads live, and nothing waits too long."""
        try:
            waiting, parked, failed = self.db.read(self._backlog)
        except (SQLAlchemyError, UnavailableError):
            _log.exception("database_unreachable")
            return Readiness(ok=False, found={"database": "unreachable"})
        self.metrics.depth.set(waiting.depth)
        self.metrics.lag.set(waiting.lag.total_seconds())
        self.metrics.parked.set(parked)
        self.metrics.failed.set(failed)
        works = not self._works or (self.sender.alive and self._clockwork.alive)
        found = {"database": "ok", "worker": self._worker_state(), "outbox_depth": waiting.depth}
        found |= {
            "outbox_lag_seconds": round(waiting.lag.total_seconds(), 1),
            "parked": parked,
            "failed": failed,
        }
        return Readiness(ok=works and waiting.lag < LAG, found=found)

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

    def _ask_own_id(self, db: Connection) -> None:
        """Asked at every start: the SDK loads before the first message has to leave, and the credentials are tried."""
        now = self.clock.now()
        outbox.enqueue(db, Outgoing("self", Verb.READ_SELF, about="own_id", expires_at=now + timedelta(hours=1)), now)

    def _count_send(self, code: int, seconds: float) -> None:
        self.metrics.sends.labels(str(code)).observe(seconds)


def report_types(settings: Settings) -> tuple[ReportType, ...]:
    """Every kind of periodic report: the weekly, the monthly, and the company's own."""
    owed = settings.reports
    week = ReportType(WEEKLY, _WEEKLY.zh, _WEEKLY.en, Every.WEEK, owed.weekly_at, makeup_in_week=owed.makeup_in_week)
    month = ReportType(MONTHLY, _MONTHLY.zh, _MONTHLY.en, Every.MONTH, owed.monthly_at, owed.monthly_workday)
    more = (ReportType(own.name, own.zh, own.en, Every(own.every), own.at, own.workday) for own in owed.more)
    return week, month, *more


def trade_of(settings: Settings) -> Trade:
    """What the company has set for its orders."""
    told = settings.orders
    rules = tuple(_rule(each) for each in told.authority) or DEFAULT
    yuan = Money(told.most_amount * 100)
    work = (told.work_from, told.work_until)
    return Trade(told.most_quantity, yuan, told.directors, rules, told.quote_days, *work)


def _rule(told: Authority) -> Rule:
    margin = None if told.margin is None else round(told.margin * 100)
    span = (told.first_on or date.min, told.end_on or date.max)
    whose = (told.group, told.tier, Money(told.from_amount * 100))
    return Rule(Level(told.level), round(told.discount * 100), margin, *whose, *span)


def outbound_of(settings: Settings) -> Outbound:
    """The way out to Feishu with these settings' credentials; nothing is called yet."""
    feishu = settings.feishu
    return Outbound(feishu.app_id, feishu.app_secret.reveal(), feishu.domain)


def house_of(settings: Settings) -> House:
    """The settings that handlers and pushes go by."""
    team = settings.team
    return House(
        team.timezone.key,
        team.daily_visit_norm,
        settings.admins.open_ids,
        team.manager_card_at,
        team.team_line_at,
        team.catch_up_until,
        team.rep_card_at,
        team.missing_list_at,
        team.digest_at,
        QuietHours(team.quiet_from, team.quiet_until),
        Gazettes(Path(settings.calendar.folder) if settings.calendar.folder else None),
        report_types(settings),
        trade_of(settings),
        KpiRules(settings.kpi.small_n, settings.kpi.restate_closed),
        Budget(settings.attention.most_a_day, settings.attention.most_escalations),
        settings.tasks.mirror,
    )
