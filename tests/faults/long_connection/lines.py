"""The supervisor in this process, its real child processes, and the local Feishu they connect to."""

import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from bot.feishu.long.supervisor import CHILD, Answer, Credentials, LongConnection
from bot.feishu.long.watch import Patience
from playground import Delivered, FakeFeishu

HURRIED = Patience(to_start=30, beats=6, pings=3, first=0.05, most=0.2, refused=0.2, settled=60)
"""Short enough for a test, long enough for a busy machine."""

QUICK = {"ReconnectCount": -1, "ReconnectInterval": 1, "ReconnectNonce": 0, "PingInterval": 1}
LONG = 60.0
"""Seconds given to what takes one or two."""


@dataclass
class Reached:
    """A connected bot that answers whatever it is told to, and remembers what it was asked."""

    feishu: FakeFeishu
    line: LongConnection
    asked: list[str] = field(default_factory=list)
    starts: list[str] = field(default_factory=list)
    answer: Callable[[str], Answer] = lambda _: Answer(200)

    def up(self) -> bool:
        """Wait until one client listens."""
        return self.feishu.lines.wait_for(1, LONG)

    def again(self, after: int = 1) -> bool:
        """Wait until a child after the first so-many listens."""
        with self.feishu.lines.changed:
            begun = self.feishu.lines.changed.wait_for(lambda: len(self.starts) > after, LONG)
        return begun and self.up()

    @property
    def pid(self) -> int:
        """The child process of this moment."""
        return self.line.pid

    def say(self, text: str = "你好") -> Delivered:
        """Let somebody write to the bot."""
        people = self.feishu.world.people
        person = next(iter(people.values()), None) or self.feishu.add_person("林小满")
        return self.feishu.say(person, self.feishu.direct(person), text)

    def texts(self) -> list[str]:
        """What people wrote that the bot was asked to answer."""
        events = [orjson.loads(each)["event"] for each in self.asked]
        return [orjson.loads(event["message"]["content"])["text"] for event in events]


@contextmanager
def reached(feishu: FakeFeishu, *, patience: Patience = HURRIED, command: tuple[str, ...] = CHILD) -> Iterator[Reached]:
    """A bot on a long connection, not yet connected; stopped at the end."""

    def answered(text: str, _waited: float) -> Answer:
        made.asked.append(text)
        return made.answer(text)

    def started(after: str) -> None:
        with feishu.lines.changed:
            made.starts.append(after)
            feishu.lines.changed.notify_all()

    credentials = Credentials(feishu.app_id, feishu.app_secret, feishu.url)
    line = LongConnection(credentials, answered, threads=4, on_start=started, patience=patience, command=command)
    made = Reached(feishu, line)
    line.start()
    try:
        yield made
    finally:
        line.stop()


def broken(way: str, folder: Path) -> tuple[str, ...]:
    """The command of a child whose first run is broken in this way."""
    flag = folder / way
    flag.touch()
    return (sys.executable, "-m", "tests.faults.long_connection.broken", way, str(flag))


def gone_within(pid: int, seconds: float) -> bool:
    """Wait for the end of a process that is nobody's here; a zombie has ended."""
    for _ in range(int(seconds / 0.02)):
        try:
            os.kill(pid, 0)
            if Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] == "Z":
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        threading.Event().wait(0.02)
    return False
