"""What is kept a second on a disk that takes its time: the bot beside one commit for each entry, 32 under way each.

The disk is this machine's, with so much added to every fsync (`tests/faults/shim.c`, by LD_PRELOAD).
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from itertools import count
from pathlib import Path

from benchmarks import neighbours
from benchmarks.answering import ROUNDS, THREADS, WARM_UP
from benchmarks.deliveries import submission
from benchmarks.office import seat_everybody
from benchmarks.scale import sized
from benchmarks.servers import CONNECTIONS, PORT, SERVER_CORE, Run, Server, as_installed
from benchmarks.table import ABSENT, Line, at_least, ratio
from storage.upgrade import upgrade

SLOWER = 5
"""Milliseconds more for each fsync."""

GOAL = 8.0
SINGLE, GROUPED, SUBMISSIONS = sized(300), sized(4000), sized(500)
SHIM = Path(__file__).parents[1] / "tests" / "faults" / "shim.c"


class Slowed:
    """The servers of this part, and what they are asked."""

    def __init__(self, folder: Path, more: Mapping[str, str], stack: ExitStack) -> None:
        """Start the bot, and the peer where it is installed, on the slow disk."""
        self._folder, self._more, self._serial = folder, more, count(1)
        self._url = f"sqlite:///{folder / 'disk.db'}"
        for name in ("disk.db", "group.db"):
            upgrade(f"sqlite:///{folder / name}")
        self._reps = seat_everybody(self._url)
        ours = as_installed("benchmarks.serve", self._url, str(THREADS), PORT)
        self.bot = stack.enter_context(Server(folder, ours, more))
        self.peer = None
        if neighbours.versions():
            peer = neighbours.orm(f"sqlite:///{folder / 'peer-disk.db'}")
            self.peer = stack.enter_context(Server(folder, peer.command, more))
        for server in filter(None, (self.bot, self.peer)):
            server.first_answer(self._batch(1)[0])
            server.load(self._batch(WARM_UP))

    def submitted(self, server: Server, most: int = SUBMISSIONS) -> Run:
        """Submissions over HTTP."""
        return server.load(self._batch(most))

    def written(self, kind: str, most: int) -> float:
        """Entries a second without any HTTP, by a process on the same core."""
        command = [sys.executable, "-m", "benchmarks.writers", kind, str(self._folder / f"{kind}.db"), str(most)]
        writer = subprocess.Popen(command, stdout=subprocess.PIPE, env=os.environ | self._more)
        os.sched_setaffinity(writer.pid, {SERVER_CORE})
        found = json.loads(writer.communicate()[0])
        return float(len(found["times"]) / found["seconds"])

    def _batch(self, most: int) -> list[bytes]:
        numbers = [next(self._serial) for _ in range(most)]
        return [submission(self._reps[number % len(self._reps)], number).request() for number in numbers]


def measure(folder: Path) -> Iterator[Line]:
    """Rounds of everything in turn."""
    shim = _shim(folder)
    if shim is None:
        yield Line("the slow disk", "no C compiler here")
        return
    with ExitStack() as stack:
        slowed = Slowed(folder, {"LD_PRELOAD": str(shim), "FAULTS_FSYNC_MS": str(SLOWER)}, stack)
        single, grouped, ours, theirs = list[float](), list[float](), list[Run](), list[Run]()
        for _ in range(ROUNDS):
            single.append(slowed.written("one", SINGLE))
            grouped.append(slowed.written("group", GROUPED))
            ours.append(slowed.submitted(slowed.bot))
            if slowed.peer:
                theirs.append(slowed.submitted(slowed.peer, SUBMISSIONS // 5))
    rates = [run.rate for run in ours]
    yield Line("one commit for each entry (sqlite3, WAL, FULL)", _said(single))
    yield at_least("… the same rows through the bot's writer", ratio(grouped, single), GOAL, f", {_said(grouped)}")
    p99 = statistics.median(run.p99 for run in ours)
    tail = f", {_said(rates)}, p99 {p99:.0f} ms"
    yield at_least(f"… submissions at {CONNECTIONS} connections", ratio(rates, single), GOAL, tail)
    beside = [run.rate for run in theirs]
    found = f"{ratio(rates, beside):.1f} x, theirs {_said(beside)}" if theirs else ABSENT
    yield Line("… submissions: against lark-oapi + ORM on this disk", found)


def _said(rates: list[float]) -> str:
    return f"{statistics.median(rates):.0f}/s"


def _shim(folder: Path) -> Path | None:
    compiler, made = shutil.which("cc"), folder / "shim.so"
    if compiler is None:
        return None
    subprocess.run([compiler, "-shared", "-fPIC", "-O2", "-o", str(made), str(SHIM), "-ldl"], check=True)
    return made
