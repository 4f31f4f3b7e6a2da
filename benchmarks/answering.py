"""Submissions and events over HTTP, the bot beside the peer: rounds in turn, and the median of each round's ratio.

Both are on waitress with the same number of threads and on the same core; the load comes from the other one.
"""

import sqlite3
from collections.abc import Callable
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from statistics import median

from benchmarks.deliveries import read_receipt, submission
from benchmarks.office import Rep, seat_everybody
from benchmarks.servers import CONNECTIONS, Run, Server
from benchmarks.table import Line
from storage.upgrade import upgrade

ROUNDS, WARM_UP, SUBMISSIONS, EVENTS = 5, 100, 500, 1000
THREADS = 8, 32
"""The sample's number of threads, and the bot's own default."""

Make = Callable[[Rep, int], bytes]
Rounds = list[tuple[Run, Run]]


class Bench:
    """The servers of one run, and the reps who use them."""

    def __init__(self, folder: Path, threads: int, stack: ExitStack) -> None:
        """Start both servers, each on a database of its own."""
        self._file = folder / f"bot-{threads}.db"
        ours, theirs = f"sqlite:///{self._file}", f"sqlite:///{folder}/peer-{threads}.db"
        upgrade(ours)
        self._reps, self._serial = seat_everybody(ours), count(1)
        serve = ("-m", "benchmarks.serve")
        self.bot = stack.enter_context(Server(folder, *serve, "bot", ours, str(threads)))
        self._peer = stack.enter_context(Server(folder, *serve, "peer", theirs, str(threads)))
        for server in (self.bot, self._peer):
            server.first_answer(self._batch(submission, 1)[0])

    def rounds(self, make: Make, each: int) -> Rounds:
        """Let both answer as many deliveries, in turn."""
        for server in (self.bot, self._peer):
            server.load(self._batch(make, WARM_UP))
        return [
            (self.bot.load(self._batch(make, each)), self._peer.load(self._batch(make, each))) for _ in range(ROUNDS)
        ]

    def kept(self) -> int:
        """How many visits are in the bot's database."""
        with sqlite3.connect(self._file) as db:
            visits: int = db.execute("SELECT count(*) FROM visits").fetchone()[0]
        return visits

    def _batch(self, make: Make, most: int) -> list[bytes]:
        numbers = [next(self._serial) for _ in range(most)]
        return [make(self._reps[number % len(self._reps)], number) for number in numbers]


def measure(folder: Path, threads: int) -> list[Line]:
    """Everything about answering, with so many threads in each server."""
    with ExitStack() as stack:
        bench = Bench(folder, threads, stack)
        submitted = bench.rounds(submission, SUBMISSIONS)
        thanked = bench.rounds(read_receipt, EVENTS)
        resident, own = bench.bot.memory()
    answered = 1 + WARM_UP + ROUNDS * SUBMISSIONS
    lost = answered - bench.kept()
    return [
        *_compared("submission", submitted, 2.0),
        Line("… visits answered but not kept, after kill -9", f"{lost} of {answered}", "0", lost == 0),
        *_compared("event thanked", thanked, 1.5),
        Line(
            "web process after this, without the SDK: PSS",
            f"{own:.0f} MB (RSS {resident:.0f})",
            "< 80 MB",
            own < 80,
        ),
    ]


def _compared(what: str, rounds: Rounds, goal: float) -> list[Line]:
    faster = median(ours.rate / theirs.rate for ours, theirs in rounds)
    tail = median(ours.p99 / theirs.p99 for ours, theirs in rounds)
    cheaper = median(theirs.cost / ours.cost for ours, theirs in rounds)
    busy = max(run.load_cpu / run.server_cpu for pair in rounds for run in pair)
    failed = [sum(run.failed for run in side) for side in zip(*rounds, strict=True)]
    ours, theirs = (_typical(side) for side in zip(*rounds, strict=True))
    tail_goal = ("≤ 1/4", tail <= 1 / 4) if what == "submission" else ("", None)
    return [
        Line(f"{what}: throughput at {CONNECTIONS} connections", f"{faster:.2f} x", f"≥ {goal:g} x", faster >= goal),
        Line("… p99", f"1/{1 / tail:.1f}", *tail_goal),
        Line("… CPU of the peer for one of ours", f"{cheaper:.2f} x", ""),
        Line("… ours: a second, p50, p99, CPU each", ours, ""),
        Line("… the peer's", theirs, ""),
        Line("… not answered 200: ours, the peer's", f"{failed[0]}, {failed[1]}", "0 of ours", failed[0] == 0),
        Line("… CPU of the load for the server's", f"{busy:.0%} at most", ""),
    ]


def _typical(runs: tuple[Run, ...]) -> str:
    run = sorted(runs, key=lambda each: each.rate)[len(runs) // 2]
    return f"{run.rate:.0f}/s {run.p50:.0f} ms {run.p99:.0f} ms {run.cost:.2f} ms"
