"""How soon the bot answers after a start, and after a kill -9 in the middle of its work."""

import sqlite3
import statistics
from collections.abc import Iterator
from pathlib import Path

from benchmarks import neighbours
from benchmarks.deliveries import submission
from benchmarks.keys import APP_ID, ENCRYPT_KEY, NOBODY, TOKEN
from benchmarks.office import seat_everybody
from benchmarks.servers import PORT, Server, as_installed
from benchmarks.table import ABSENT, Line
from storage.upgrade import upgrade

ROUNDS = 3
SALESBOT = as_installed("bot.cli", "serve", "--port", PORT)
GOAL = 1.0
"""Seconds."""


def measure(folder: Path) -> Iterator[Line]:
    """Start `salesbot serve`, file a visit, kill it, and again; beside it the peer, each as often."""
    url = f"sqlite:///{folder}/starting.db"
    upgrade(url)
    rep = seat_everybody(url)[0]
    ours = (*SALESBOT, "--config", str(_config(folder, url)))
    found, costs, theirs, own = list[float](), list[float](), list[float](), 0.0
    for number in range(ROUNDS + 1):
        asked = submission(rep, number).request()
        with Server(folder, ours) as server:
            found.append(server.first_answer(asked))
            costs.append(server.cpu())
            own = server.memory()[1]
        if neighbours.versions():
            peer = neighbours.orm(f"sqlite:///{folder}/peer-starting.db")
            with Server(folder, peer.command) as server:
                theirs.append(server.first_answer(asked))
    yield _took("first answer after a start", found[0], costs[0])
    yield _took("first answer after kill -9", statistics.median(found[1:]), statistics.median(costs[1:]))
    times = f"{statistics.median(theirs) / statistics.median(found):.1f} x" if theirs else ABSENT
    yield Line("… the peer's, for each of ours", times)
    yield Line("… the process then: PSS", f"{own:.0f} MB")
    kept = _visits(folder / "starting.db")
    yield Line("… visits answered before a kill and found after", f"{kept} of {len(found)}", "all", kept == len(found))


def _took(what: str, seconds: float, processor: float) -> Line:
    return Line(what, f"{seconds:.2f} s ({processor:.2f} s of CPU)", f"≤ {GOAL:g} s", seconds <= GOAL)


def _config(folder: Path, url: str) -> Path:
    file = folder / "config.toml"
    keys = {
        "app_id": APP_ID,
        "app_secret": "none",
        "encrypt_key": ENCRYPT_KEY,
        "verification_token": TOKEN,
        "domain": NOBODY,
    }
    lines = [f'{name} = "{value}"' for name, value in keys.items()]
    file.write_text("\n".join(["[feishu]", *lines, "[storage]", f'url = "{url}"']), encoding="utf-8")
    return file


def _visits(file: Path) -> int:
    with sqlite3.connect(file) as db:
        count: int = db.execute("SELECT count(*) FROM visits").fetchone()[0]
    return count
