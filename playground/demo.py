"""The demonstration: a local Feishu, the real bot and an invented company, all in one process.

It starts over each time. The local Feishu keeps its chats in memory only; a database that outlived them would hold
receipts whose cards nobody can see, pushes that count as made though no card is there, and rows from a clock that was
turned ahead.
"""

import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Self
from zoneinfo import ZoneInfo

from waitress.server import create_server

from bot.app import App
from bot.config import Settings
from bot.feishu.outbound import Outbound
from bot.web import make_web
from playground.clocks import Clock, OffsetClock
from playground.company import NOTE, Company, hire
from playground.courier import Courier, Relay
from playground.feishu import FakeFeishu
from playground.gallery import Gallery
from playground.history import Stage, opening, workdays_before, write_visits
from playground.people import Json
from playground.rows import Rows
from sales.cadence import moment
from storage.upgrade import upgrade

TICK = 1.0
"""Seconds between two looks at what is due, at what is to be delivered again, and at what changed."""


class Demo:
    """Everything `salesbot playground` runs. `start` returns once the page can be opened."""

    def __init__(self, folder: Path, real: Clock, *, port: int = 0, bot_port: int = 0) -> None:
        """Use a folder of its own, which is emptied; ports on 127.0.0.1, 0 for any free one."""
        self.clock = OffsetClock(real)
        self._rows: Rows | None = None
        self._gallery = Gallery()
        self.feishu = FakeFeishu(self.clock, port=port, rows=self._changed, gallery=self._gallery)
        self.feishu.note = NOTE
        self._folder, self._bot_port = folder, bot_port
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []

    @property
    def url(self) -> str:
        """Where the page is; known once started."""
        return f"{self.feishu.url}/"

    def start(self) -> Self:
        """Open both ports, play the company's past, then let the bot and its clock run."""
        self.feishu.start()
        self.company = hire(self.feishu)
        self._open_bot(self._fresh_database())
        self._play(self.company)
        self._relay.to = Outbound(self.feishu.app_id, self.feishu.app_secret, self.feishu.url)
        self.app.start_worker()
        self._run(self._watch, "watch")
        return self

    def stop(self) -> None:
        """End the bot first, then the platform it talks to."""
        self._stopping.set()
        self._server.task_dispatcher.shutdown()
        self._server.close()
        for thread in self._threads:
            thread.join(5)
        self.app.stop()
        self.feishu.stop()

    def _fresh_database(self) -> str:
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(parents=True)
        url = f"sqlite:///{self._folder / 'salesbot.db'}"
        upgrade(url)
        return url

    def _open_bot(self, database: str) -> None:
        self._relay = Relay(Courier(self.feishu))
        self.app = App(self._settings(database), self.clock, outbound=self._relay, tick=TICK)
        self._server = create_server(make_web(self.app), host="127.0.0.1", port=self._bot_port, threads=8)
        self._run(self._server.run, "bot")
        self.feishu.connect(f"http://127.0.0.1:{self._server.effective_port}/feishu/events")

    def _settings(self, database: str) -> Settings:
        secrets = {name: getattr(self.feishu, name) for name in ("app_secret", "encrypt_key", "verification_token")}
        return Settings.model_validate(
            {
                "feishu": {"domain": self.feishu.url, "app_id": self.feishu.app_id, **secrets},
                "storage": {"url": database},
                "admins": {"open_ids": [self.company.admin.open_id]},
            }
        )

    def _play(self, company: Company) -> None:
        zone = ZoneInfo(self.app.house.timezone)
        begin = opening(self.clock.now(), zone)
        today = begin.date()
        stage = Stage(self.feishu, self.clock, drain=self._drain, tick=self.app.tick)
        stage.found(company, moment(workdays_before(today)[0], self.app.house.team_line_at, zone))
        self.app.db.write(lambda db: write_visits(db, company, today, zone))
        self._rows = Rows(self.app.db.read, self.clock.now)
        stage.morning(company, today, zone)
        self.clock.set(begin)

    def _drain(self) -> None:
        while self.app.sender.run_once():
            pass

    def _changed(self, after: int) -> Json:
        return self._rows(after) if self._rows else {"n": after, "rows": []}

    def _run(self, work: Callable[[], None], name: str) -> None:
        thread = threading.Thread(target=work, name=f"demo-{name}", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _watch(self) -> None:
        while not self._stopping.wait(TICK):
            self.feishu.tick()
            if self._rows and self._rows.look():
                self.feishu.world.turn("rows")
