"""A large morning through the outbox, by a hand-turned clock, against a local Feishu with the platform's limits."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.table import Line
from bot.feishu.outbound import Outbound
from playground import FakeFeishu, HandClock
from scheduler.outbox import IDLE, Sender
from storage.engine import Connection
from storage.outbox import Outgoing, Verb, enqueue
from storage.uow import UnitOfWork
from storage.upgrade import upgrade

GROUPS, PEOPLE = 500, 5_000
LEAST = 310.0
"""Seconds that 5,500 messages take at 1000 a minute and 50 a second."""

NINE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
CARD = '{"schema":"2.0","body":{"elements":[{"tag":"markdown","content":"**9:00** 昨天 12 次拜访"}]}}'


def measure(folder: Path) -> list[Line]:
    """Queue everything at nine, and turn the clock until nothing waits."""
    url, clock = f"sqlite:///{folder}/sending.db", HandClock(NINE)
    upgrade(url)
    with FakeFeishu(clock) as feishu, UnitOfWork(url) as db:
        people = [feishu.add_person(f"销售{number}") for number in range(PEOPLE)]
        groups = [feishu.add_group(f"销售{number}队", people[:2]) for number in range(GROUPS)]
        for group in groups:
            group.bot = True
        lanes = [group.chat_id for group in groups] + [person.open_id for person in people]
        db.write(lambda connection: _queue(connection, lanes))
        _drain(Sender(db, Outbound(feishu.app_id, feishu.app_secret, feishu.url), clock), clock, len(lanes))
        codes = Counter(call.status for call in feishu.calls if call.path.endswith("/messages"))
    took = (clock.now() - NINE).total_seconds()
    return [
        Line(
            "5,500 messages: time by the platform's clock",
            f"{took:.0f} s, {took / LEAST:.2f} x of 310 s",
            "≤ 1.05 x",
            took / LEAST <= 1.05,
        ),
        Line("… answers 429", str(codes[429]), "0", codes[429] == 0),
        Line("… delivered", f"{codes[200]} of {len(lanes)}", "all", codes[200] == len(lanes)),
    ]


def _queue(db: Connection, lanes: Iterable[str]) -> None:
    for lane in lanes:
        enqueue(db, Outgoing(lane, Verb.SEND, CARD), NINE)


def _drain(sender: Sender, clock: HandClock, left: int) -> None:
    while left:
        done = sender.run_once()
        left -= done
        if not done:
            clock.advance(IDLE)
