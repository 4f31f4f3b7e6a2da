"""What a forgery costs, beside a genuine delivery: at the edge in this process, and over HTTP through a real server."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from benchmarks.answering import EVENTS, ROUNDS, THREADS, typical
from benchmarks.deliveries import read_receipt, submission
from benchmarks.keys import APP_ID, ENCRYPT_KEY, TOKEN
from benchmarks.office import Rep, seat_everybody
from benchmarks.scale import sized
from benchmarks.servers import CONNECTIONS, PORT, Run, Server, as_installed
from benchmarks.table import Line, at_least, ratio
from bot.feishu.inbound import Edge, ForgedError
from storage.upgrade import upgrade

TURNS, EACH = 15, sized(400)
SHARE = 0.15
SOMEBODY = Rep("ou_somebody", "oc_somewhere")


def measure(folder: Path) -> Iterator[Line]:
    """Open or refuse one delivery at the edge, then let a server meet many of both."""
    rounds = _at_the_edge()
    share = ratio([refused for _, refused in rounds], [accepted for accepted, _ in rounds])
    accepted, refused = (median(side) for side in zip(*rounds, strict=True))
    said = f"{share:.0%} ({refused:.1f} µs of {accepted:.1f} µs)"
    yield Line("a forgery refused, of a genuine one accepted, at the edge", said, f"≤ {SHARE:.0%}", share <= SHARE)
    genuine, forged = _over_http(folder)
    yield Line(f"forged at {CONNECTIONS} connections, refused", typical(forged))
    yield Line("… genuine events, thanked for", typical(genuine))
    dearer = ratio([run.cost for run in genuine], [run.cost for run in forged])
    yield at_least("… processor time of a genuine one, of a forged one", dearer, 1.0)
    other = sum(run.failed for run in forged)
    yield Line("… forged ones not answered 401", f"{other} of {sum(run.count for run in forged)}", "0", other == 0)


def _at_the_edge() -> list[tuple[float, float]]:
    """Microseconds of processor time for accepting and for refusing, in turn."""
    edge, now = Edge(APP_ID, ENCRYPT_KEY, TOKEN), datetime.now(UTC)
    genuine = submission(SOMEBODY, 1)
    forged = genuine.forged()

    def accept() -> None:
        edge.open(genuine.headers.get, genuine.body, now)

    def refuse() -> None:
        try:
            edge.open(forged.headers.get, forged.body, now)
        except ForgedError:
            return
        msg = "a forgery was let in"
        raise AssertionError(msg)

    return [(_cost(accept), _cost(refuse)) for _ in range(TURNS)]


def _over_http(folder: Path) -> tuple[list[Run], list[Run]]:
    """Runs of genuine events and of forged ones, in turn."""
    url = f"sqlite:///{folder / 'refusing.db'}"
    upgrade(url)
    seat_everybody(url)
    genuine, forged = list[Run](), list[Run]()
    with Server(folder, as_installed("benchmarks.serve", url, str(THREADS), PORT)) as server:
        server.first_answer(read_receipt(SOMEBODY, 0).request())
        for number in range(ROUNDS):
            batch = [read_receipt(SOMEBODY, number * EVENTS + each) for each in range(EVENTS)]
            genuine.append(server.load([each.request() for each in batch]))
            forged.append(server.load([each.forged().request() for each in batch], expected="401"))
    return genuine, forged


def _cost(act: Callable[[], None]) -> float:
    began = time.thread_time()
    for _ in range(EACH):
        act()
    return (time.thread_time() - began) / EACH * 1e6
