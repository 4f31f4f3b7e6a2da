"""A large morning through the outbox, by a hand-turned clock, against a local Feishu with the platform's limits."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.scale import sized
from benchmarks.table import Line, at_most
from bot.feishu.outbound import Outbound
from playground import FakeFeishu, HandClock
from scheduler.outbox import IDLE, Sender
from storage.engine import Connection
from storage.outbox import Outgoing, Verb, enqueue
from storage.uow import UnitOfWork
from storage.upgrade import upgrade

GROUPS, PEOPLE = sized(500), sized(5_000)
REFUSALS = 5
NINE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
CARD = '{"schema":"2.0","body":{"elements":[{"tag":"markdown","content":"**9:00** 昨天 12 次拜访"}]}}'


def measure(folder: Path) -> Iterator[Line]:
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
        codes = Counter(call.status for call in feishu.calls)
        chats = [*groups, *map(feishu.direct, people)]
        received = Counter(len(feishu.messages(chat)) for chat in chats)
    took, least = (clock.now() - NINE).total_seconds(), least_seconds(len(lanes))
    yield at_most(
        f"{len(lanes):,} messages, by the platform's clock", took / least, 1.1, f", {took:.0f} s of {least:.0f}"
    )
    yield Line("… refused with 429", str(codes[429]), f"≤ {REFUSALS}", codes[429] <= REFUSALS)
    said = f"{received[1]} of {len(lanes)}"
    yield Line("… chats that have theirs, and have it once", said, "all", received[1] == len(lanes))


def least_seconds(messages: int) -> float:
    """What the platform's limits allow at best, 50 a second and 1000 a minute: full minutes, then what is left."""
    minutes, left = divmod(messages - 1, 1000)
    return minutes * 60 + (left + 1) / 50


def _queue(db: Connection, lanes: Iterable[str]) -> None:
    for lane in lanes:
        enqueue(db, Outgoing(lane, Verb.SEND, CARD), NINE)


def _drain(sender: Sender, clock: HandClock, left: int) -> None:
    while left:
        done = sender.run_once()
        left -= done
        if not done:
            clock.advance(IDLE)
