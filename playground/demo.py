"""The demonstration: a local Feishu, the real bot and an invented company, all in one process.

It starts over each time. The local Feishu keeps its chats in memory only; a database that outlived them would hold
receipts whose cards nobody can see, pushes that count as made though no card is there, and rows from a clock that was
turned ahead.
"""

import threading
from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Self

from waitress.server import create_server

from bot.app import App
from bot.config import Settings
from bot.feishu.codes import Refused
from bot.feishu.outbound import Outbound
from bot.reception import long_connection
from bot.web import make_web
from playground.clocks import Clock, OffsetClock
from playground.colleagues import Colleagues
from playground.company import NOTE, Company, hire
from playground.courier import Courier, Relay
from playground.feishu import FakeFeishu
from playground.gallery import Gallery
from playground.goals import write_goals
from playground.history import founding_day, opening, write_visits
from playground.people import Json
from playground.portfolios import write_portfolios
from playground.reporting import Calm, write_plans, write_reports
from playground.rows import Rows
from playground.seasons import ZONE
from playground.stage import Stage
from playground.trading import write_trade
from playground.turning import Turning
from sales.cadence import moment
from storage import backlog
from storage.engine import Connection
from storage.upgrade import upgrade

FIRST_DAY = time(9)
"""When, four weeks ago, the bot was let into the groups."""

QUEUE_PATIENCE = 400
"""How many hundredths of a second a turn of the clock waits at a stop until everything has been sent."""

TICK = 1.0
"""Seconds between two looks at what is due, at what is to be delivered again, and at what changed."""


class Living(App):
    """The real bot, whose own ticks pause while the clock is being turned: then it has one at every stop."""

    def __init__(self, settings: Settings, clock: OffsetClock, turning: Turning, relay: Relay) -> None:
        """Open the database; see `App`."""
        self._turning = turning
        super().__init__(settings, clock, outbound=relay, tick=TICK)

    def tick(self) -> None:
        """Do what is due, unless somebody else is turning the clock just now."""
        if not self._turning.lock.acquire(blocking=False):
            return
        try:
            super().tick()
        finally:
            self._turning.lock.release()


class Demo:
    """Everything `salesbot playground` runs. `start` returns once the page can be opened."""

    def __init__(self, folder: Path, real: Clock, *, port: int = 0, bot_port: int = 0, mode: str = "webhook") -> None:
        """Use a folder of its own, which is emptied; ports on 127.0.0.1, 0 for any free one; `mode` as in [feishu]."""
        self.clock = OffsetClock(real)
        self._rows: Rows | None = None
        self._gallery = Gallery()
        self.feishu = FakeFeishu(self.clock, port=port, rows=self._changed, gallery=self._gallery)
        self.feishu.note = NOTE
        self.relay = Relay(Courier(self.feishu))
        self._folder, self._bot_port, self._mode = folder, bot_port, mode
        self._stopping = threading.Event()
        self._opened = ExitStack()

    @property
    def url(self) -> str:
        """Where the page is; known once started."""
        return f"{self.feishu.url}/"

    def __enter__(self) -> Self:
        """Start; whatever was opened before a failure is closed again."""
        try:
            return self.start()
        except BaseException:
            self.stop()
            raise

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self.stop()

    def start(self) -> Self:
        """Open both ports, play the company's past, then let the bot and its clock run."""
        self._open(self.feishu.start, self.feishu.stop)
        begin = opening(self.clock.now(), ZONE)
        self.clock.set(moment(founding_day(begin.date()), FIRST_DAY, ZONE))
        self.company = hire(self.feishu)
        self._colleagues = Colleagues(self.feishu, self.company, self._sent)
        self._open_bot(self._fresh_database())
        self._play(self.company, begin)
        self.app.tick()  # a sign of life at the hour at which it begins: what was skipped was no outage
        self.app.start_worker()
        self.feishu.turning.at_stop = self._live
        _start(self._hand_over, "hand-over")  # not waited for at the end: whoever leaves early need not sit it out
        self._open(lambda: self._run(self._watch, "watch"), self._stopping.set)
        return self

    def stop(self) -> None:
        """End everything in the reverse order: the bot first, the platform it talks to last."""
        self._opened.close()

    def _open(self, start: Callable[[], object], stop: Callable[[], object]) -> None:
        start()
        self._opened.callback(stop)

    def _run(self, work: Callable[[], None], name: str) -> None:
        thread = _start(work, name)
        self._opened.callback(thread.join, 5)

    def _fresh_database(self) -> str:
        self._folder.mkdir(parents=True, exist_ok=True)
        for old in self._folder.glob("salesbot.db*"):
            old.unlink()
        url = f"sqlite:///{self._folder / 'salesbot.db'}"
        upgrade(url)
        return url

    def _open_bot(self, database: str) -> None:
        self.app = Living(self._settings(database), self.clock, self.feishu.turning, self.relay)
        self._opened.callback(self.app.stop)
        server = create_server(make_web(self.app), host="127.0.0.1", port=self._bot_port, threads=8)
        self._run(server.run, "bot")
        self._opened.callback(_close, server)
        if self._mode == "websocket":
            line = long_connection(self.app)
            self._open(line.start, line.stop)
            self.feishu.lines.wait_for(1)
            return
        self.feishu.connect(f"http://127.0.0.1:{server.effective_port}/feishu/events")

    def _settings(self, database: str) -> Settings:
        secrets = {name: getattr(self.feishu, name) for name in ("app_secret", "encrypt_key", "verification_token")}
        return Settings.of(
            {
                "feishu": {"domain": self.feishu.url, "app_id": self.feishu.app_id, "mode": self._mode, **secrets},
                "storage": {"url": database},
                "team": {"timezone": ZONE.key},
                "admins": {"open_ids": [self.company.admin.open_id]},
            }
        )

    def _play(self, company: Company, begin: datetime) -> None:
        """Let the bot live through four weeks and this morning; what it writes this morning is news already."""
        today = begin.date()
        stage = Stage(self.feishu, self.clock, drain=self._drain, tick=self.app.tick)
        stage.found(company)
        self.app.db.write(lambda db: self._write_past(db, company, today))
        self._rows = Rows(self.app.db.read, self.clock.now, ZONE, self._name_of)
        stage.morning(company, today, ZONE)
        self._rows.look()
        self.clock.set(begin)

    def _write_past(self, db: Connection, company: Company, today: date) -> None:
        calm = Calm(today, ZONE, self.app.house.report_types)
        write_visits(db, company, today, ZONE)
        write_portfolios(db, company, moment(today, FIRST_DAY, ZONE))
        write_trade(db, company, calm)
        write_reports(db, company, calm)
        write_plans(db, company, calm)
        write_goals(db, company, calm)

    def _hand_over(self) -> None:
        """Let the real sender take over as soon as it has loaded the SDK and reached the local Feishu."""
        real = Outbound(self.feishu.app_id, self.feishu.app_secret, self.feishu.url)
        with suppress(Refused):  # it was stopped meanwhile, or a fault is on: the sender has its own ways with that
            real.own_open_id()
        self.relay.to = real

    def _live(self) -> None:
        """Do at a stop of a turning clock what is due at that moment, and wait until the sender has sent it."""
        self._colleagues.live(self.clock.now())
        self.app.tick()
        self._sent()

    def _sent(self) -> None:
        """Wait until the sender has nothing more to send."""
        self.app.sender.wake()
        for _ in range(QUEUE_PATIENCE):
            if self._stopping.is_set() or not self.app.db.read(self._waiting):
                return
            self._stopping.wait(0.01)

    def _waiting(self, db: Connection) -> int:
        return backlog.backlog(db, self.clock.now()).depth

    def _drain(self) -> None:
        while self.app.sender.run_once():
            pass

    def _name_of(self, some_id: str) -> str | None:
        """The name behind an open_id or chat_id, None for any other word."""
        known = self.feishu.world.people.get(some_id) or self.feishu.world.chats.get(some_id)
        return known.name if known else None

    def _changed(self, after: int) -> Json:
        return self._rows(after) if self._rows else {"n": after, "rows": []}

    def _watch(self) -> None:
        while not self._stopping.wait(TICK):
            self.feishu.tick()
            if self._rows and self._rows.look():
                self.feishu.world.turn("rows")


def _start(work: Callable[[], None], name: str) -> threading.Thread:
    thread = threading.Thread(target=work, name=f"demo-{name}", daemon=True)
    thread.start()
    return thread


def _close(server: Any) -> None:
    """Let waitress finish what it answers, then end its loop from inside: closed from outside, it would trip."""

    def end() -> None:
        server.close()
        server.asyncore.close_all(server._map)  # noqa: SLF001 - waitress has no public way to end its loop

    server.task_dispatcher.shutdown()
    server.trigger.pull_trigger(end)
