"""A hundred teams' figures on one morning, beside the same visits and sales asked by hand over covering indexes."""

import logging
import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import structlog
from sqlalchemy import Connection, create_engine, text

from benchmarks import histories
from benchmarks.postgres import postgres
from benchmarks.table import ABSENT, Line, at_most
from bot.app import house_of
from bot.config import Settings
from bot.context import House
from sales.measures import Measure
from scheduler import push
from scheduler.pushes import daily_kpi
from storage import people, sources
from storage.measures import Ask
from storage.uow import UnitOfWork
from storage.upgrade import upgrade

GOAL_DATA, GOAL_RATIO, GOAL_CARDS, GOAL_MB = 250.0, 3.0, 3.0, 200
ROUNDS = 7
LIKE = (Measure.VISITS, Measure.EFFECTIVE, Measure.NET)
"""What both sides are asked, of every rep of all teams."""

SPANS = {
    "last week": (date(2026, 3, 9), date(2026, 3, 16)),
    "month so far": (histories.TODAY.replace(day=1), histories.TODAY),
    "year so far": (histories.TODAY.replace(month=1, day=1), histories.TODAY),
}
_VISITED = (
    "SELECT team_id, rep_id, companion_id, COUNT(*), SUM(CASE WHEN effective THEN 1 ELSE 0 END) FROM visits "
    "WHERE team_id IN ({teams}) AND visited_on >= '{first}' AND visited_on < '{end}' AND withdrawn_at IS NULL "
    "GROUP BY team_id, rep_id, companion_id"
)
_SOLD = (
    "SELECT team_id, rep_id, SUM(amount) FROM postings "
    "WHERE team_id IN ({teams}) AND day >= '{first}' AND day < '{end}' GROUP BY team_id, rep_id"
)
Sums = dict[tuple[int, int], tuple[int, int, int]]
"""Visits, those that had an effect, and net sales in minor units, by team and rep."""


def measure(folder: Path) -> Iterator[Line]:
    """The same on both kinds of database, each filled by itself."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    yield from _lines("SQLite", f"sqlite:///{folder / 'figures.db'}")
    with postgres() as url:
        if url is None:
            yield Line("PostgreSQL", ABSENT)
            return
        yield from _lines("PostgreSQL", url)


def _lines(name: str, url: str) -> Iterator[Line]:
    upgrade(url)
    house = _house()
    with UnitOfWork(url) as db:
        db.write(histories.fill, patience=900)
        _tidy(url)
        for said, span in SPANS.items():
            yield _like_for_like(f"{name}: visits and sales of all reps, {said}", db, span)
        data = _milliseconds(lambda: db.read(partial(_data, house)))
        said = f"{name}: all data of all {histories.TEAMS} daily cards"
        yield Line(said, f"{data:.0f} ms", f"≤ {GOAL_DATA:.0f} ms", data <= GOAL_DATA)
        began = time.perf_counter()
        made = push.run(daily_kpi.push, db, house, histories.NOW)
        took = time.perf_counter() - began
        yield Line(f"… {made} cards composed and queued", f"{took:.2f} s", f"≤ {GOAL_CARDS:g} s", took <= GOAL_CARDS)
        yield Line("… memory of this process", f"{_peak():.0f} MB", f"≤ {GOAL_MB} MB", _peak() <= GOAL_MB)


def _like_for_like(what: str, db: UnitOfWork, span: tuple[date, date]) -> Line:
    """The bot's sources beside two aggregates by hand, in turn, once both have said the same of everybody."""
    ask = Ask(db.read(people.open_teams), *span, histories.NOW)
    asked: Callable[[], Sums] = partial(db.read, partial(_by_sources, ask))
    by_hand: Callable[[], Sums] = partial(db.read, partial(_by_hand, span))
    if asked() != by_hand():
        msg = f"the two sides differ: {what}"
        raise AssertionError(msg)
    rounds = [(_one(asked), _one(by_hand)) for _ in range(ROUNDS)]
    ours, theirs = (median(side) for side in zip(*rounds, strict=True))
    share = median(one / other for one, other in rounds)
    return at_most(what, share, GOAL_RATIO, f", {ours:.1f} ms to {theirs:.1f} ms")


def _by_sources(ask: Ask, db: Connection) -> Sums:
    """As every card and command asks: a person who came along on a visit has it too."""
    counted = sources.count(db, ask, LIKE)
    visits, effective, net = (measure.value for measure in LIKE)
    return {key: (sums.get(visits, 0), sums.get(effective, 0), sums.get(net, 0)) for key, sums in counted.items()}


def _by_hand(span: tuple[date, date], db: Connection) -> Sums:
    """As somebody would write it for this one purpose, on the driver's own cursor."""
    teams = ",".join(str(number + 1) for number in range(histories.TEAMS))
    words = {"teams": teams, "first": span[0], "end": span[1]}
    visited: dict[tuple[int, int], tuple[int, int]] = {}
    for team, rep, companion, many, effective in _rows(db, _VISITED.format(**words)):
        for person in {rep, companion} - {None}:
            before = visited.get((team, person), (0, 0))
            visited[team, person] = (before[0] + many, before[1] + effective)
    net = {(team, rep): int(amount) for team, rep, amount in _rows(db, _SOLD.format(**words))}
    return {key: (*visited.get(key, (0, 0)), net.get(key, 0)) for key in visited.keys() | net.keys()}


def _rows(db: Connection, asked: str) -> list[tuple[int, ...]]:
    driver: Any = db.connection.dbapi_connection
    cursor = driver.cursor()
    cursor.execute(asked)
    return list(cursor.fetchall())


def _one(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def _milliseconds(work: Callable[[], object]) -> float:
    return median(_one(work) for _ in range(ROUNDS))


def _data(house: House, db: Connection) -> object:
    """What the cards are composed from, as `push.run` reads it."""
    return push.prepared(daily_kpi.push, db, house, histories.NOW)


def _house() -> House:
    secrets = dict.fromkeys(("app_secret", "encrypt_key", "verification_token"), "benchmark")
    return house_of(Settings.of({"feishu": {"app_id": "cli_benchmark", **secrets}}))


def _peak() -> float:
    """The most memory this process has had, in MB."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.split("VmHWM:")[1].split()[0]) * 1024 / 1e6


def _tidy(url: str) -> None:
    """Statistics and visibility, as a database has them that has been running for two years."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as db:
        db.execute(text("VACUUM ANALYZE" if url.startswith("postgresql") else "ANALYZE"))
    engine.dispose()
