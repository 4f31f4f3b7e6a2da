"""A whole installation for a test: the real app, a real database and port, a local Feishu, a hand-turned clock."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text
from waitress.server import create_server

from bot.app import App
from bot.config import Settings
from bot.web import make_web
from playground import Chat, Delivered, FakeFeishu, HandClock, Message, Person
from storage import backlog, sounds
from storage.outbox import State
from storage.upgrade import upgrade
from tests.servers import PostgresServer

sounds.load()  # what a tick does ahead of the first visit: no test is to wait for a dictionary
SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=SHANGHAI)
"""A Monday morning on which nothing is due any more but the team's work."""


_REPS = ("李雷", "韩梅梅")
PATIENCE = 20
"""How many quarters of a second of the hand-turned clock a drain may take."""


@dataclass(frozen=True)
class Squad:
    """A group of invented people that is a sales team."""

    chat: Chat
    manager: Person
    reps: tuple[Person, ...]


class Installation:
    """The bot as people meet it. Nothing happens behind a test's back: what waits is sent when `drain` is called."""

    def __init__(self, url: str, clock: HandClock, **team: Any) -> None:
        self.clock = clock
        self.feishu = FakeFeishu(clock).start()
        self.admin = self.feishu.add_person("赵管理")
        self.settings = Settings.of(self._settings(url, team))
        self.app = App(self.settings, clock)
        self._server = create_server(make_web(self.app), host="127.0.0.1", port=0, threads=8)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.effective_port}"
        self.feishu.connect(f"{self.url}/feishu/events")

    def _settings(self, url: str, team: dict[str, Any]) -> dict[str, Any]:
        secrets = {name: getattr(self.feishu, name) for name in ("app_secret", "encrypt_key", "verification_token")}
        return {
            "feishu": {"domain": self.feishu.url, "app_id": self.feishu.app_id, **secrets},
            "storage": {"url": url},
            "team": team,
            "admins": {"open_ids": [self.admin.open_id]},
        }

    def close(self) -> None:
        """Stop everything; the platform first, for the server waits for those who are connected to it."""
        self.feishu.stop()
        with suppress(OSError):  # another pull may have closed it before this one has ended
            self._server.trigger.pull_trigger(self._server.close)  # in its own thread, which is just waiting on it
        self._thread.join(5)
        self._server.task_dispatcher.shutdown()
        self.app.stop()

    def people(self, *names: str) -> list[Person]:
        """Let invented people into the tenant."""
        return [self.feishu.add_person(name) for name in names]

    def squad(self, name: str = "华东一队", manager: str = "王经理", reps: tuple[str, ...] = _REPS) -> Squad:
        """A group with the bot in it, made a team by its manager's press."""
        boss, *others = self.people(manager, *reps)
        chat = self.feishu.add_group(name, [boss, *others])
        self.feishu.add_bot(chat, boss)
        self.drain()
        self.feishu.press(boss, self.feishu.last_card(chat).message_id, "设为销售团队")
        return Squad(chat, boss, tuple(others))

    def drain(self) -> None:
        """Send whatever waits, turning the clock as far as the rates demand, but not as far as a back-off lasts."""
        for _ in range(PATIENCE):
            while self.app.sender.run_once():
                pass
            if not self._waits():
                return
            self.clock.advance(0.25)

    def _waits(self) -> bool:
        return self.app.db.read(lambda db: backlog.counted(db)[State.QUEUED]) > 0

    def say(self, person: Person, words: str) -> Message:
        """Write to the bot directly, and give the card it answers with."""
        self.feishu.say(person, self.feishu.direct(person), words)
        return self.answer(person)

    def say_in(self, chat: Chat, person: Person, words: str) -> Message:
        """Write in a group, mentioning the bot, and give the card it answers with."""
        self.feishu.say(person, chat, words, mention_bot=True)
        self.drain()
        return self.feishu.last_card(chat)

    def answer(self, person: Person) -> Message:
        """The newest card in a person's direct chat."""
        self.drain()
        return self.feishu.last_card(self.feishu.direct(person))

    def file(self, person: Person, customer: str = "华宁精密", **more: str) -> Delivered:
        """File a visit as people do: ask for the form, fill it in, submit it; without a next step for some reason."""
        form = self.say(person, "拜访")
        no_step = {} if "next_step" in more else {"no_step": "other"}
        return self.feishu.submit(person, form.message_id, {"customer": customer} | no_step | more)

    def tick(self, at: datetime) -> None:
        """Turn the clock to a moment, let the pushes look at it, and send what they made."""
        self.clock.set(at)
        self.app.tick()
        self.drain()

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query on the bot's database, for what no card shows."""
        return [tuple(row) for row in self.app.db.read(lambda db: db.execute(text(query)).all())]


def words_of(message: Message) -> str:
    """Everything a card says, in both languages, for asserting that a person could read something."""
    found: list[str] = []
    _collect(message.card, found)
    return "\n".join(found)


def _collect(part: object, found: list[str]) -> None:
    if isinstance(part, dict):
        for name, value in part.items():
            if name in ("content", "zh_cn", "en_us", "name", "label") and isinstance(value, str):
                found.append(value)
            else:
                _collect(value, found)
    elif isinstance(part, list):
        for each in part:
            _collect(each, found)


@contextmanager
def installed(url: str, start: datetime = MONDAY, **team: Any) -> Iterator[Installation]:
    """An installation on a migrated database, its clock at `start`; `team` overrides the [team] settings."""
    installation = Installation(url, HandClock(start), **team)
    try:
        yield installation
    finally:
        installation.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def db_url(request: pytest.FixtureRequest, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A migrated database of this test's own, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        yield sqlite_database(tmp_path, tmp_path_factory)
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    with server.database(server.template("migrated", upgrade)) as url:
        yield url


@pytest.fixture
def sqlite_url(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A migrated SQLite database of this test's own, for what does not depend on the kind of database."""
    return sqlite_database(tmp_path, tmp_path_factory)


def sqlite_database(folder: Path, factory: pytest.TempPathFactory) -> str:
    """Copy the worker's migrated database, which the first test makes, into a folder."""
    template = factory.getbasetemp() / "template.db"
    if not template.exists():
        upgrade(f"sqlite:///{template}")
    (folder / "bot.db").write_bytes(template.read_bytes())
    return f"sqlite:///{folder / 'bot.db'}"
