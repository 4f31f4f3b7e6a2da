"""Starting, stopping, freezing and killing the bot's real processes, and turning their clocks."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

import pytest
import requests

from tests.bot.commands.test_commands import ROOT
from tests.faults.subject import CLOCK

PATIENCE = 90.0
"""Seconds after which a process that has not said where it listens is given up; the promise is measured elsewhere."""


@dataclass
class Turned:
    """The clock of one or more processes, in a file; real time runs on beneath it."""

    file: Path

    def set(self, moment: datetime) -> None:
        """Turn it to a moment; whole at once, so that no reader sees half a number."""
        ahead = (moment - datetime.now(UTC)).total_seconds()
        new = self.file.with_suffix(".new")
        new.write_text(repr(ahead), encoding="ascii")
        new.replace(self.file)


@dataclass
class Subject:
    """One process of the bot; `words` are what follows `salesbot`. A context that kills it at the end.

    `prefix` comes before the command (`ip netns exec …`), `environment` is added to this process's own, `module` is
    what is run.
    """

    config: Path
    words: Sequence[str] = ("serve",)
    environment: Mapping[str, str] = field(default_factory=dict)
    prefix: Sequence[str] = ()
    port: int = 0
    module: str = "tests.faults.subject"

    def __enter__(self) -> Self:
        """Start it and wait until it listens."""
        return self.start()

    def __exit__(self, *_: object) -> None:
        """Kill it, frozen or not."""
        self.kill()

    def start(self) -> Self:
        """Start the process and wait until it says where it listens."""
        command = [
            *self.prefix,
            sys.executable,
            "-m",
            self.module,
            *self.words,
            "--config",
            str(self.config),
        ]
        self.log = self.config.with_name(f"{time.monotonic_ns()}.log")
        with self.log.open("wb") as log:
            self.began = time.monotonic()
            self.process = subprocess.Popen(
                command, cwd=ROOT, stdout=log, stderr=log, env=os.environ | dict(self.environment)
            )
        self.port = self._listening()
        self.ready_after = time.monotonic() - self.began
        return self

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.wait()

    def terminate(self, patience: float = 15.0) -> int:
        """Ask it to end, and give its exit code."""
        self.process.terminate()
        return self.process.wait(patience)

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Let it stand still, as a paused virtual machine does."""
        self.process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.process.send_signal(signal.SIGCONT)

    def said(self) -> str:
        """Everything it has logged since its last start."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def ready(self) -> bool:
        """Whether it says of itself that it can work."""
        try:
            return requests.get(f"http://127.0.0.1:{self.port}/readyz", timeout=3).ok
        except requests.ConnectionError:
            return False

    def _listening(self) -> int:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self.process.poll() is None:
            if found := re.search(r'"port":(\d+)', self.said()):
                return int(found[1])
            # The shortest wait there is for something another process does.
            self.process_ends_within(0.01)
        pytest.fail(f"it never listened: {self.said()[-3000:]}")

    def process_ends_within(self, seconds: float) -> bool:
        """Wait a while for its end, and say whether it came."""
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True


def at(clock: Turned) -> dict[str, str]:
    """The environment of a process that goes by this clock."""
    return {CLOCK: str(clock.file)}
