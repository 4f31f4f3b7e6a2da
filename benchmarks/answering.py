"""Submissions and events over HTTP, the bot beside its peers: rounds in turn, and the median of each round's ratio.

Each server has the first core to itself while it is asked; the load comes from the last one. All who speak with Feishu
are sent the same bytes.
"""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from itertools import count
from pathlib import Path

from benchmarks import neighbours
from benchmarks.deliveries import Sealed, read_receipt, slash, submission
from benchmarks.keys import PATH
from benchmarks.neighbours import LARK, NONEBOT, SLACK, Peer
from benchmarks.office import Rep, seat_everybody
from benchmarks.scale import sized
from benchmarks.servers import CONNECTIONS, PORT, Run, Server, as_installed
from benchmarks.table import ABSENT, Line, at_least, part_of, ratio
from bot.admission import AGAIN
from storage.upgrade import upgrade

ROUNDS, WARM_UP, SUBMISSIONS, EVENTS = 5, sized(400), sized(500), sized(1000)
"""After the warm-up every customer has been met: a process reads the dictionary of names once, at its first visit."""

THREADS = 32
"""The bot's own default."""

BOT = "the bot"
SUBMITTED, THANKED, MEMORY = 3.0, 2.0, 80
"""How many times as many submissions, and events thanked for, as the peers; how many MB afterwards."""

Make = Callable[[Rep, int], Sealed]
Rounds = dict[str, list[Run]]


class Bench:
    """The servers of one run, and the reps who use them."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        """Start the bot and whichever peers are installed, each on a database of its own."""
        self._file, self._folder, self._stack = folder / "answering.db", folder, stack
        url = f"sqlite:///{self._file}"
        upgrade(url)
        self._reps, self._serial, self._paths = seat_everybody(url), count(1), {BOT: PATH}
        self.thanked = Counter[str]()
        ours = as_installed("benchmarks.serve", url, str(THREADS), PORT)
        self._servers = {BOT: stack.enter_context(Server(folder, ours))}
        self.first(BOT, submission)

    @property
    def bot(self) -> Server:
        """The bot's own server."""
        return self._servers[BOT]

    def invite(self, *peers: Peer) -> None:
        """Start some peers; none where they are not installed."""
        for peer in peers if neighbours.versions() else ():
            self._paths[peer.name] = peer.path
            self._servers[peer.name] = self._stack.enter_context(Server(self._folder, peer.command))
            self.first(peer.name, slash if peer is SLACK else read_receipt)

    def first(self, name: str, make: Make) -> None:
        """Wait for somebody's first answer."""
        self._servers[name].first_answer(self._batch(make, 1)[0].request(self._paths[name]))
        self.thanked[name] += 1

    def rounds(self, make: Make, each: int, *names: str) -> Rounds:
        """Let the bot and those of them who are there answer the same deliveries, in turn."""
        there = [name for name in (BOT, *names) if name in self._servers]
        self._round(make, WARM_UP, there)
        found: Rounds = {name: [] for name in there}
        for number in range(ROUNDS):
            # Whoever began the last round ends this one, so that no place in the order is anybody's.
            turned = there[number % len(there) :] + there[: number % len(there)]
            for name, run in self._round(make, each, turned).items():
                found[name].append(run)
        return found

    def _round(self, make: Make, each: int, names: Sequence[str]) -> dict[str, Run]:
        batch = self._batch(make, each)
        to_slack = self._batch(slash, each) if SLACK.name in names else []
        asked = {name: to_slack if name == SLACK.name else batch for name in names}
        return {name: self._load(name, sealed) for name, sealed in asked.items()}

    def _load(self, name: str, sealed: Sequence[Sealed]) -> Run:
        run = self._servers[name].load([each.request(self._paths[name]) for each in sealed], away=AGAIN.encode())
        self.thanked[name] += run.good
        return run

    def kept(self) -> int:
        """How many visits are in the bot's database."""
        with sqlite3.connect(self._file) as db:
            visits: int = db.execute("SELECT count(*) FROM visits").fetchone()[0]
        return visits

    def _batch(self, make: Make, most: int) -> list[Sealed]:
        numbers = [next(self._serial) for _ in range(most)]
        return [make(self._reps[number % len(self._reps)], number) for number in numbers]


def measure(folder: Path) -> Iterator[Line]:
    """Everything about answering; the bot is killed at the end, and what it said it kept is counted."""
    orm = neighbours.orm(f"sqlite:///{folder}/peer.db")
    alike = neighbours.orm_alike(f"sqlite:///{folder}/peer-alike.db", THREADS)
    with ExitStack() as stack:
        bench = Bench(folder, stack)
        bench.invite(orm, alike, LARK)
        submitted = bench.rounds(submission, SUBMISSIONS, orm.name, alike.name, LARK.name)
        yield from _compared("submissions", submitted, (orm.name,), (alike.name, LARK.name), SUBMITTED)
        answered = bench.thanked[BOT]
        bench.invite(NONEBOT, SLACK)
        thanked = bench.rounds(read_receipt, EVENTS, LARK.name, NONEBOT.name, SLACK.name)
        yield from _compared("events thanked for", thanked, (LARK.name, NONEBOT.name, SLACK.name), (), THANKED)
        resident, own = bench.bot.memory()
    lost = answered - bench.kept()
    yield Line("visits answered but not kept, after kill -9", f"{lost} of {answered}", "0", lost == 0)
    said = f"{own:.0f} MB (RSS {resident:.0f})"
    yield Line("web process after this, without the SDK: PSS", said, f"≤ {MEMORY} MB", own <= MEMORY)


def _compared(what: str, rounds: Rounds, beside: Sequence[str], also: Sequence[str], goal: float) -> Iterator[Line]:
    """What each did, then the bot against each: `beside` those whom the goal is for, and against others `also`."""
    for name, runs in rounds.items():
        yield Line(f"{what} at {CONNECTIONS} connections: {name}", typical(runs))
    for name in (*beside, *also):
        if name not in rounds:
            yield Line(f"{what}: against {name}", ABSENT)
            continue
        yield from _against(what, name, rounds[BOT], rounds[name], goal if name in beside else None)
    failed = {name: sum(run.failed for run in runs) for name, runs in rounds.items()}
    others = sum(failed.values()) - failed[BOT]
    said = f"{failed[BOT]}, {others}"
    yield Line("… turned away, or not answered 200: the bot's, all peers'", said, "0 of ours", failed[BOT] == 0)
    busy = max(run.load_cpu / run.server_cpu for runs in rounds.values() for run in runs if run.server_cpu)
    yield Line("… processor time of the load, of the server's", f"{busy:.0%} at most")


def _against(what: str, name: str, ours: list[Run], theirs: list[Run], goal: float | None) -> Iterator[Line]:
    faster = ratio([run.rate for run in ours], [run.rate for run in theirs])
    cheaper = ratio([run.cost for run in theirs], [run.cost for run in ours])
    tail = ratio([run.p99 for run in ours], [run.p99 for run in theirs])
    said, more = f"{what}: against {name}", f", {cheaper:.2f} x less processor time"
    yield at_least(said, faster, goal, more) if goal else Line(said, f"{faster:.2f} x{more}")
    if goal == SUBMITTED:
        yield part_of("… p99", tail, 5)
    else:
        yield Line("… p99", f"1/{1 / tail:.1f}")


def typical(runs: Sequence[Run]) -> str:
    """The median run in figures: answers a second, two percentiles, processor time for one answer."""
    run = sorted(runs, key=lambda each: each.rate)[len(runs) // 2]
    return f"{run.rate:.0f}/s, p50 {run.p50:.0f} ms, p99 {run.p99:.0f} ms, {run.cost:.2f} ms CPU"
