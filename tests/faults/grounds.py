"""A proving ground: the bot in processes of its own, a database, a local Feishu on the same clock, people at work."""

import random
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import create_engine, text

from playground import FakeFeishu, OffsetClock
from storage.engine import Connection
from storage.people import found_team, meet, meet_team, seat
from storage.uow import UnitOfWork
from tests.bot.commands.test_commands import config
from tests.faults.clients import Client, Mail, at_work
from tests.faults.histories import History
from tests.faults.steps import Fate
from tests.faults.subjects import Subject, Turned, at
from tests.installation import MONDAY

LEASE = timedelta(seconds=65)
"""Longer than a row of the outbox is left alone after the process that had claimed it died."""


class _Real:
    def now(self) -> datetime:
        return datetime.now(UTC)


class Ground:
    """Everything a fault test needs, around one process of the bot; `lots` decides whatever is left to chance.

    The clock runs by itself from a Monday morning on. `environment` is given to the bot's processes as well.
    """

    def __init__(
        self,
        folder: Path,
        url: str,
        lots: random.Random,
        *,
        reps: int = 8,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.folder, self.url, self.lots = folder, url, lots
        self.clock = OffsetClock(_Real())
        self._turned = Turned(folder / "clock")
        self._turn(MONDAY)
        self.feishu = FakeFeishu(self.clock).start()
        boss, *self.reps = [self.feishu.add_person(f"销售员{number}") for number in range(reps + 1)]
        chat = self.feishu.add_group("华东一队", [boss, *self.reps])
        chat.bot = True
        with UnitOfWork(url) as db:
            db.write(lambda db: _seat(db, chat.chat_id, boss.open_id, [each.open_id for each in self.reps]))
        self.history = History(folder / "history.jsonl")
        self.fate = Fate(folder / "fate")
        self.port = free_port()
        self.file = config(folder, self.feishu, url, self.port)
        self.subject = Subject(
            self.file, environment=at(self._turned) | self.fate.environment | dict(environment or {})
        )
        self.restarts: list[float] = []
        self._dead: set[tuple[object, ...]] = set()

    def close(self) -> None:
        """End everything; the platform last, for the bot may still be calling it."""
        if hasattr(self.subject, "process"):
            self.subject.kill()
        self.feishu.stop()
        self.history.close()

    def clients(self, talk: int = 20, ports: tuple[int, ...] = ()) -> list[Client]:
        """A client for each rep, not yet at work."""
        mail = Mail(self.feishu)
        chances = [random.Random(self.lots.random()) for _ in self.reps]
        return [
            Client(mail, self.history, rep, ports or (self.port,), chance, talk)
            for rep, chance in zip(self.reps, chances, strict=True)
        ]

    @contextmanager
    def load(
        self, talk: int = 20, ports: tuple[int, ...] = (), *, most: int | None = None, pause: float = 0.01
    ) -> Iterator[None]:
        """Everybody (or `most` of them) at work for as long as the block lasts, and until the last wish is answered."""
        clients = self.clients(talk, ports)[:most]
        for client in clients:
            client.pause = pause
        with at_work(clients):
            yield

    def kill(self) -> None:
        """Kill the bot now."""
        self.history.add("nemesis", said="kill -9")
        self.subject.kill()

    def restart(self) -> float:
        """Start it again; gives the seconds until it listened."""
        self.fate.spare()
        self._dead = self._claimed()
        self.subject.start()
        self.restarts.append(self.subject.ready_after)
        self.history.add("nemesis", said=f"started again, listening after {self.subject.ready_after:.2f} s")
        return self.subject.ready_after

    def advance(self, by: timedelta) -> None:
        """Turn the clock of the bot and of the platform ahead."""
        self.history.add("nemesis", said=f"clock turned by {by}")
        self._turn(self.clock.now() + by)

    def _turn(self, moment: datetime) -> None:
        self.clock.set(moment)
        self._turned.set(moment)

    def settle(self, patience: float = 150.0) -> None:
        """Let leases of the dead run out, and wait until nothing is queued any more."""
        self._pass_the_leases()
        waiting = "SELECT id FROM outbox WHERE state = 'queued'"
        # The platform takes five a second for each person.
        self.until(lambda: not self.rows(waiting), patience + len(self.rows(waiting)) / 5)

    def _claimed(self) -> set[tuple[object, ...]]:
        return set(self.rows("SELECT id, fence FROM outbox WHERE state = 'queued' AND lease_until IS NOT NULL"))

    def _pass_the_leases(self) -> None:
        """Turn the clock when the living call nobody: a call that takes longer than its lease is none of the faults.

        Who has not ended a call after seconds is as good as dead: it may stand still.
        """
        until = time.monotonic() + 6
        while self._claimed() - self._dead and time.monotonic() < until:
            threading.Event().wait(0.02)
        self.advance(LEASE)

    def until(self, done: Callable[[], object], patience: float = 90.0) -> None:
        """Wait for something that another process does; fails the test when it does not happen."""
        until = time.monotonic() + patience
        while not done():
            assert time.monotonic() < until, f"not within {patience} s; the bot said:\n{self.subject.said()[-3000:]}"
            threading.Event().wait(0.02)

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """What a query gives on the bot's database, from outside."""
        return look(self.url, query)


def look(url: str, query: str) -> list[tuple[object, ...]]:
    """The rows of a query, on a connection of its own."""
    engine = create_engine(url)
    try:
        with engine.connect() as db:
            return [tuple(row) for row in db.execute(text(query))]
    finally:
        engine.dispose()


def free_port() -> int:
    """A port that nobody listens on now, so that a process comes back where it was."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _seat(db: Connection, chat_id: str, boss: str, reps: list[str]) -> None:
    since = MONDAY
    team = meet_team(db, chat_id, "华东一队", "Asia/Shanghai", since)
    seat(db, team, {boss: "王经理"} | {open_id: f"销售员{number}" for number, open_id in enumerate(reps, 1)}, since)
    found_team(db, team, meet(db, boss, ""), since)
