"""Seven weeks of a team by a hand-turned clock: what the bot's process takes at the end of each.

The bot is a process of its own (`benchmarks.turned`); the people and their Feishu are in this one.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Self
from zoneinfo import ZoneInfo

from benchmarks.scale import sized
from benchmarks.servers import size_of
from benchmarks.table import Line, growth
from playground import Chat, FakeFeishu, HandClock, Message, Person
from sales.money import Money
from sales.orders import Priced
from storage.customers import find_or_add_customer
from storage.engine import Connection
from storage.people import found_team, meet, meet_team, seat
from storage.products import Product, add_product, set_price
from storage.uow import UnitOfWork
from storage.upgrade import upgrade

WEEKS, SETTLED, REPS, VISITS = 7, 5, sized(8), sized(3)
"""Of the weeks the last `SETTLED` are those in which nothing may grow; so many reps file so many visits a day."""

GROWTH, MOST_WAL = 0.05, 16.0
ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = date(2026, 7, 6)
"""The first day; no holiday lies within the seven weeks, so there are 35 days at work."""

PUSHES = tuple(map(time.fromisoformat, ("08:30", "08:45", "09:00", "09:15", "09:30")))
CUSTOMERS = ("华宁精密", "长安重工", "澄屿光学", "北岚电子", "远麓机械", "柏舟物流", "海棠化工", "荔湾食品", "素问医药")
STEP = {"outcome": "样品通过，下周要报价", "next_step": "发报价单"}


@dataclass(frozen=True)
class Sample:
    """What the process takes: sizes in MB of 10⁶ bytes."""

    rss: float
    pss: float
    files: int
    threads: int
    wal: float


class Bot:
    """The bot's process; a context that ends it."""

    def __init__(self, database: Path, settings: dict[str, Any], start: datetime) -> None:
        """Start it on a migrated database."""
        command = [sys.executable, "-m", "benchmarks.turned"]
        self._wal = database.with_name(database.name + "-wal")
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.port = self._ask({"at": start.isoformat(), "settings": settings})["port"]

    def __enter__(self) -> Self:
        """Give itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End it."""
        self._process.kill()
        self._process.communicate()

    def turn(self, at: datetime, *, tick: bool) -> datetime:
        """Let it be that time, look at what is due, and send what waits; tells what time it is then."""
        return datetime.fromisoformat(self._ask({"at": at.isoformat(), "tick": tick})["at"])

    def sample(self) -> Sample:
        """What it takes now."""
        home = Path(f"/proc/{self._process.pid}")
        wal = self._wal.stat().st_size / 1e6 if self._wal.exists() else 0.0
        rss, pss = size_of(self._process.pid)
        return Sample(rss, pss, _count(home / "fd"), _count(home / "task"), wal)

    def _ask(self, order: dict[str, Any]) -> dict[str, Any]:
        streams = self._process.stdin, self._process.stdout
        if streams[0] is None or streams[1] is None:
            raise RuntimeError
        print(json.dumps(order), file=streams[0], flush=True)
        answer: dict[str, Any] = json.loads(streams[1].readline())
        return answer


class Team:
    """The people of a team at work."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        """Found the team in an empty database, and start the bot on it."""
        self._clock = HandClock(_at(MONDAY, time(8)))
        self._feishu = stack.enter_context(FakeFeishu(self._clock, deadline=30.0))
        self._feishu.tenant.limits.enabled = False
        self._boss, *self._reps = [self._feishu.add_person(f"销售{number}") for number in range(REPS + 1)]
        self._group = self._feishu.add_group("华东一队", [self._boss, *self._reps])
        self._group.bot = True
        url = f"sqlite:///{folder / 'weeks.db'}"
        upgrade(url)
        with UnitOfWork(url) as db:
            db.write(self._found)
        self.bot = stack.enter_context(Bot(folder / "weeks.db", self._settings(url), self._clock.now()))
        self._feishu.connect(f"http://127.0.0.1:{self.bot.port}/feishu/events")
        self.filed = self.orders = 0

    @property
    def delivered(self) -> int:
        """How many messages the platform has taken."""
        return sum(call.status == 200 for call in self._feishu.calls if call.method == "POST")

    def week(self, monday: date) -> Sample:
        """Five days at work and two off."""
        for day in (monday + timedelta(days=number) for number in range(7)):
            for at in PUSHES:
                self._turn(_at(day, at), tick=True)
            if day.weekday() < 5:
                self._day(day)
            self._turn(_at(day, time(18, 30)), tick=True)
        return self.bot.sample()

    def _day(self, day: date) -> None:
        for number, rep in enumerate(self._reps):
            self._turn(_at(day, time(10 + number % 7, number)), tick=False)
            for _ in range(VISITS):
                form = self._say(rep, "拜访")
                step = STEP | {"next_step_on": (day + timedelta(days=5)).isoformat()}
                self._feishu.submit(rep, form.message_id, {"customer": self._customer(number)} | step)
                self.filed += 1
            self._say(rep, "今天")
            if day.weekday() == 4:
                report = self._say(rep, "周报")
                self._feishu.submit(rep, report.message_id, {"summary": "按计划推进"}, button="submit")
        self._say(self._boss, "业绩")
        self._sell(self._reps[day.toordinal() % REPS])

    def _sell(self, rep: Person) -> None:
        """An order with more off than a rep may grant, which the manager approves."""
        self.orders += 1
        order = self._say(rep, f"订单 {self._customer(self._reps.index(rep))} A100*10@95 85折 30天")
        self._feishu.press(rep, order.message_id, "提交")
        self._turn(self._clock.now(), tick=True)
        shown = reversed(self._feishu.messages(self._feishu.direct(self._boss)))
        asked = next(each for each in shown if '"批准"' in json.dumps(each.card, ensure_ascii=False))
        self._feishu.press(self._boss, asked.message_id, "批准")
        self._turn(self._clock.now(), tick=True)

    def _say(self, person: Person, words: str) -> Message:
        """Write to the bot, and give the card it answers with."""
        chat: Chat = self._feishu.direct(person)
        self._feishu.say(person, chat, words)
        self._turn(self._clock.now() + timedelta(seconds=1), tick=False)
        return self._feishu.last_card(chat)

    def _turn(self, at: datetime, *, tick: bool) -> None:
        self._clock.set(max(at, self._clock.now()))
        self._clock.set(self.bot.turn(self._clock.now(), tick=tick))

    def _customer(self, number: int) -> str:
        return CUSTOMERS[number % len(CUSTOMERS)]

    def _found(self, db: Connection) -> None:
        at = self._clock.now()
        team = meet_team(db, self._group.chat_id, self._group.name, ZONE.key, at)
        seat(db, team, {person.open_id: person.name for person in (self._boss, *self._reps)}, at)
        boss = meet(db, self._boss.open_id, self._boss.name)
        found_team(db, team, boss, at)
        for number, rep in enumerate(self._reps):
            find_or_add_customer(db, self._customer(number), meet(db, rep.open_id, rep.name).id, at)
        sold = add_product(db, Product(0, "A100", "齿轮泵", "台"), boss.id, at)
        set_price(db, sold, Priced(Money(100_00), Money(70_00), Money(60_00)), at.date(), boss.id, at)

    def _settings(self, url: str) -> dict[str, Any]:
        names = "app_id", "app_secret", "encrypt_key", "verification_token"
        app = {name: getattr(self._feishu, name) for name in names}
        return {"feishu": {"domain": self._feishu.url, **app}, "storage": {"url": url}}


def measure(folder: Path) -> Iterator[Line]:
    """Play the weeks, and compare the last with the one after which the process had met everything."""
    with ExitStack() as stack:
        team = Team(folder, stack)
        samples = [team.week(MONDAY + timedelta(weeks=number)) for number in range(WEEKS)]
        delivered = team.delivered
        asked = f"{team.filed} visits, {team.orders} orders approved, {delivered} calls"
    with UnitOfWork(f"sqlite:///{folder / 'weeks.db'}") as db:
        kept = db.read(_kept)
    yield Line("filed by the team, sent by the bot", asked)
    yield Line("… of these kept", f"{kept[0]} visits, {kept[1]} orders", "all", kept == (team.filed, team.orders))
    for name in ("rss", "pss"):
        sizes = [getattr(sample, name) for sample in samples]
        more = growth(sizes, SETTLED)
        said = f"{more:+.1%} ({' '.join(f'{size:.0f}' for size in sizes)} MB)"
        yield Line(f"{name.upper()}: growth in the last {SETTLED} weeks", said, f"≤ {GROWTH:.0%}", more <= GROWTH)
    for name, what in (("files", "open files"), ("threads", "threads")):
        counts = [getattr(sample, name) for sample in samples]
        flat = counts[-1] <= counts[-1 - SETTLED]
        yield Line(f"{what}, week by week", " ".join(map(str, counts)), "flat", flat)
    largest = max(sample.wal for sample in samples)
    yield Line("write-ahead log, at most", f"{largest:.1f} MB", f"≤ {MOST_WAL:.0f} MB", largest <= MOST_WAL)


def _kept(db: Connection) -> tuple[int, ...]:
    asked = "SELECT COUNT(*) FROM visits", "SELECT COUNT(*) FROM orders WHERE state = 'approved'"
    return tuple(int(db.exec_driver_sql(each).scalar_one()) for each in asked)


def _count(folder: Path) -> int:
    return sum(1 for _ in folder.iterdir())


def _at(day: date, at: time) -> datetime:
    return datetime.combine(day, at, ZONE)
