"""The figures of a hundred teams on one morning, beside one aggregate written by hand over covering indexes."""

import fcntl
import logging
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median

import structlog
from sqlalchemy import Connection, text

from benchmarks import histories
from benchmarks.table import Line
from bot.app import house_of
from bot.config import Settings
from bot.context import House
from scheduler import push
from scheduler.pushes import daily_kpi
from storage.uow import UnitOfWork
from storage.upgrade import upgrade
from tests.servers import start_postgres

GOAL_DATA, GOAL_RATIO, GOAL_CARDS, GOAL_MB = 250.0, 3.0, 3.0, 200
ROUNDS = 7
_MONTH = histories.TODAY.replace(day=1).isoformat()
_BY_HAND = (
    (
        "SELECT team_id, rep_id, COUNT(*), SUM(CASE WHEN effective THEN 1 ELSE 0 END) FROM visits "
        "WHERE team_id IN ({teams}) AND visited_on >= '{first}' AND visited_on < '{end}' AND withdrawn_at IS NULL "
        "GROUP BY team_id, rep_id"
    ),
    (
        "SELECT team_id, rep_id, COUNT(*), SUM(amount) FROM postings "
        "WHERE team_id IN ({teams}) AND day >= '{first}' AND day < '{end}' GROUP BY team_id, rep_id"
    ),
)


def measure(folder: Path) -> list[Line]:
    """The same on both kinds of database, each filled by itself."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    lines = list(_lines("SQLite", f"sqlite:///{folder / 'figures.db'}"))
    with _postgres() as url:
        return [*lines, *_lines("PostgreSQL", url)]


def _lines(name: str, url: str) -> Iterator[Line]:
    upgrade(url)
    house = _house()
    with UnitOfWork(url) as db:
        db.write(histories.fill, patience=900)
        _tidy(url)
        by_hand = _milliseconds(lambda: db.read(_hand_written))
        data = _milliseconds(lambda: db.read(partial(_data, house)))
        yield Line(f"{name}: all {histories.TEAMS} daily cards' data", f"{data:.0f} ms", "< 250 ms", data < GOAL_DATA)
        ratio = data / by_hand
        yield Line(
            "… against the aggregate by hand", f"{ratio:.1f} x ({by_hand:.0f} ms)", "<= 3 x", ratio <= GOAL_RATIO
        )
        began = time.perf_counter()
        made = push.run(daily_kpi.push, db, house, histories.NOW)
        took = time.perf_counter() - began
        yield Line(f"… {made} cards composed and queued", f"{took:.2f} s", "< 3 s", took < GOAL_CARDS)
        yield Line("… memory of this process", f"{_peak():.0f} MB", "< 200 MB", _peak() < GOAL_MB)


def _data(house: House, db: Connection) -> object:
    """What the cards are composed from, as `push.run` reads it."""
    return push.prepared(daily_kpi.push, db, house, histories.NOW)


def _hand_written(db: Connection) -> int:
    teams = ",".join(str(n + 1) for n in range(histories.TEAMS))
    words = {"teams": teams, "first": _MONTH, "end": histories.TODAY.isoformat()}
    return sum(len(db.execute(text(asked.format(**words))).all()) for asked in _BY_HAND)


def _house() -> House:
    secrets = dict.fromkeys(("app_secret", "encrypt_key", "verification_token"), "benchmark")
    return house_of(Settings.of({"feishu": {"app_id": "cli_benchmark", **secrets}}))


def _milliseconds(work: Callable[[], object]) -> float:
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        took.append((time.perf_counter() - began) * 1000)
    return median(took)


def _peak() -> float:
    """The most memory this process has had, in MB."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.split("VmHWM:")[1].split()[0]) * 1024 / 1e6


def _tidy(url: str) -> None:
    """Statistics and visibility, as a database has them that has been running for two years."""
    from sqlalchemy import create_engine  # noqa: PLC0415 - a connection of its own, outside any transaction

    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as db:
        db.execute(text("VACUUM ANALYZE" if url.startswith("postgresql") else "ANALYZE"))
    engine.dispose()


@contextmanager
def _postgres() -> Iterator[str]:
    """A server of our own, or the one that `PG_TEST_URL` names; it ends when the lock is let go, and its folder."""
    if given := os.environ.get("PG_TEST_URL"):
        yield given
        return
    folder = Path(tempfile.mkdtemp(prefix="salesbot-bench-"))
    alive = os.open(folder / "alive", os.O_CREAT | os.O_RDWR)
    fcntl.flock(alive, fcntl.LOCK_EX)
    try:
        yield start_postgres(folder).render_as_string()
    finally:
        os.close(alive)
