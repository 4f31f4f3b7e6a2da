"""The labelled steps of the bot's work at which it may be made to die: this side says where, `subject.py` asks for it.

What a process is to meet stands in a file, so that it can be said while it runs and is not met again after a restart.
The product knows nothing of this: its functions are wrapped in the child process.
"""

import functools
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

STEPS = "FAULTS_STEPS"
"""The environment's name for the file in which a process's fate stands."""

ANSWERING = (
    "before verify",
    "after verify",
    "after insert",
    "before commit",
    "after commit",
    "before answer",
)
"""What a delivery comes through; `after commit` is in the thread that commits, `before answer` in one that asked."""

SENDING = (
    "before claim",
    "after claim",
    "after claim's commit",
    "before send",
    "after send",
    "before mark",
    "after mark",
    "after mark's commit",
)
"""What one row of the outbox comes through."""

THREADS = ("sender", "clock", "tick", "writer")
"""Threads of the process by a step that each of them comes to."""


@dataclass
class Fate:
    """What the processes that read this file will meet next."""

    file: Path

    def __post_init__(self) -> None:
        """Begin with nothing."""
        self.spare()

    @property
    def environment(self) -> dict[str, str]:
        """What a process has to be started with."""
        return {STEPS: str(self.file)}

    def strike(self, label: str, nth: int = 1, how: str = "kill") -> None:
        """Let a process meet its end when it comes to this step for the n-th time from now on.

        `how` is `kill`, `stop` (freeze it, until it is sent SIGCONT) or `raise` (SystemExit in that thread alone).
        """
        self._write(f"{label}\n{nth}\n{how}")

    def spare(self) -> None:
        """Let every process live."""
        self._write("")

    def _write(self, words: str) -> None:
        new = self.file.with_suffix(".new")
        new.write_text(words, encoding="utf-8")
        new.replace(self.file)


class Watch:
    """In the child: counts how often a step was come to since the file last changed, and does what it says."""

    def __init__(self, file: Path) -> None:
        self._file, self._lock = file, threading.Lock()
        self._said, self._count = "", 0

    def come_to(self, label: str) -> None:
        """Say that this thread is at a step."""
        said = self._file.read_text(encoding="utf-8")
        wanted, nth, how = said.split("\n") if said else ("", "0", "")
        if wanted != label:
            return
        with self._lock:
            self._count = self._count + 1 if said == self._said else 1
            self._said = said
            is_now = self._count == int(nth)
        if is_now:
            _END[how]()

    def before(self, owner: Any, name: str, label: str) -> None:
        """Come to a step whenever a function is about to run."""
        real = getattr(owner, name)

        @functools.wraps(real)
        def wrapped(*args: Any, **kwargs: Any) -> Any:
            self.come_to(label)
            return real(*args, **kwargs)

        setattr(owner, name, wrapped)

    def after(self, owner: Any, name: str, label: str, also: Callable[[], None] | None = None) -> None:
        """Come to a step whenever a function has returned."""
        real = getattr(owner, name)

        @functools.wraps(real)
        def wrapped(*args: Any, **kwargs: Any) -> Any:
            result = real(*args, **kwargs)
            if also:
                also()
            self.come_to(label)
            return result

        setattr(owner, name, wrapped)


def _kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _stop() -> None:
    os.kill(os.getpid(), signal.SIGSTOP)


def _raise() -> None:
    raise SystemExit(1)


_END: dict[str, Callable[[], None]] = {"kill": _kill, "stop": _stop, "raise": _raise}


def watch(file: Path) -> None:
    """In the child, before it is the program: wrap what its steps are made of."""
    import apscheduler.schedulers.background as ticking  # noqa: PLC0415 - the parent has no need of the product
    from sqlalchemy.engine.default import DefaultDialect  # noqa: PLC0415

    import bot.app  # noqa: PLC0415
    import scheduler.outbox as sending  # noqa: PLC0415
    from bot.dispatch import Dispatcher  # noqa: PLC0415
    from bot.feishu.inbound import Edge  # noqa: PLC0415
    from bot.feishu.outbound import Outbound  # noqa: PLC0415
    from storage import claims, inbox, uow  # noqa: PLC0415

    seen = Watch(file)
    seen.before(Edge, "open", "before verify")
    seen.after(Edge, "open", "after verify")
    seen.after(Dispatcher, "handle", "before answer")
    seen.before(claims, "claim", "before claim")
    seen.after(claims, "claim", "after claim")
    seen.before(sending.Sender, "_launch", "after claim's commit")
    seen.before(Outbound, "deliver", "before send")
    seen.after(Outbound, "deliver", "after send")
    seen.before(sending, "settle", "before mark")
    seen.after(sending, "settle", "after mark")
    seen.before(sending.Sender, "_heed", "after mark's commit")
    seen.before(sending.Sender, "_take_off", "sender")
    seen.before(ticking.BackgroundScheduler, "_process_jobs", "clock")
    seen.before(bot.app.App, "tick", "tick")
    seen.before(uow._OneWriter, "_commit", "writer")  # noqa: SLF001 - a thread has no other place to be met
    _watch_commits(seen, inbox, DefaultDialect)


def _watch_commits(seen: Watch, inbox: Any, dialect: Any) -> None:
    """Tell the commits that accept something from all others: they follow an insert in the same thread."""
    mine = threading.local()

    def accepting() -> None:
        mine.accepts = True

    real = dialect.do_commit

    def commit(self: Any, connection: Any) -> None:
        accepts, mine.accepts = getattr(mine, "accepts", False), False
        with _around(seen, "before commit", "after commit") if accepts else _nothing():
            real(self, connection)

    dialect.do_commit = commit
    seen.after(inbox, "keep_answer", "after insert", accepting)


@contextmanager
def _around(seen: Watch, before: str, after: str) -> Iterator[None]:
    seen.come_to(before)
    yield
    seen.come_to(after)


@contextmanager
def _nothing() -> Iterator[None]:
    yield
