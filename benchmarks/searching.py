"""How long it takes to find a customer by what people type, in a catalogue of 20,000 invented names."""

import random
import statistics
import time
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path

from benchmarks.table import Line
from storage.customers import find_or_add_customer
from storage.engine import Connection
from storage.names import search
from storage.people import meet
from storage.uow import UnitOfWork
from storage.upgrade import upgrade

NAMES, PIECE, ROUNDS = 20_000, 500, 20
ALLOWED = 50.0
"""Milliseconds."""
SIGNS = "智云华宁长安重庆澄屿禾汀北岚青砚松果泊远望舒柏舟千帆初晴景行拾光远麓向野素问蓝汐一苇南枝榕下海棠木棉荔湾鹭起"
CITIES = ("杭州", "上海", "北京", "深圳", "重庆", "厦门", "")
TRADES = ("科技", "机械", "电子", "精密", "贸易", "物流", "")
FORMS = ("有限公司", "股份有限公司", "集团", "")
ASKED = {
    "full name": "杭州智云科技有限公司",
    "short name": "智云",
    "initials": "zykj",
    "pinyin": "zhiyunkeji",
    "misspelt pinyin": "huanning",
    "nobody": "某某商行",
}


def measure(folder: Path) -> list[Line]:
    """Enter the names, read them once, then ask."""
    url = f"sqlite:///{folder}/searching.db"
    upgrade(url)
    with UnitOfWork(url) as db:
        names = _names()
        while piece := list(islice(names, PIECE)):
            db.write(partial(_enter, piece))
        first = db.write(lambda held: _times(held, "x", 1)[0])
        found = {what: db.write(partial(_times, words=words, rounds=ROUNDS)) for what, words in ASKED.items()}
    return [Line("the first question, which reads all names", f"{first:.0f} ms", "")] + [
        _line(what, times) for what, times in found.items()
    ]


def _line(what: str, times: list[float]) -> Line:
    typical, slow = statistics.median(times), max(times)
    return Line(f"by {what}", f"{typical:.1f} ms, slowest {slow:.1f} ms", f"< {ALLOWED:.0f} ms", typical < ALLOWED)


def _times(db: Connection, words: str, rounds: int) -> list[float]:
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        search(db, words)
        times.append((time.perf_counter() - began) * 1000)
    return times


def _names() -> "islice[str]":
    chance = random.Random(7)  # noqa: S311 - the same names each time
    seen: dict[str, None] = {}
    while len(seen) < NAMES:
        middle = "".join(chance.sample(SIGNS, chance.choice((2, 3, 4))))
        seen[chance.choice(CITIES) + middle + chance.choice(TRADES) + chance.choice(FORMS)] = None
    return islice(seen, None)


def _enter(names: list[str], db: Connection) -> None:
    at = datetime.now(UTC)
    me = meet(db, "ou_searching", "销售")
    for name in names:
        find_or_add_customer(db, name, me.id, at)
