"""What the tests of the outbox and its sender share: a database, a local Feishu, a receiver in memory."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from bot.card import card, md
from bot.feishu.codes import Kind, Refused, Sent
from bot.feishu.outbound import Outbound
from bot.grids import Grid, Unreadable
from bot.text import Text
from playground.clocks import HandClock
from playground.feishu import FakeFeishu
from playground.people import Chat, Person
from scheduler.outbox import Sender
from storage import backlog, outbox
from storage.claims import Claimed
from storage.engine import Connection
from storage.outbox import Outgoing, State, Verb, enqueue
from storage.uow import UnitOfWork

NINE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
"""Nine o'clock on a Monday in Shanghai."""


@pytest.fixture
def db(db_url: str) -> Iterator[UnitOfWork]:
    """A migrated database of this test's own, opened; of either kind."""
    with UnitOfWork(db_url) as opened:
        yield opened


def say(db: UnitOfWork, *lanes: str, at: datetime = NINE, **more: object) -> list[int]:
    """Enqueue one send for each lane, in order; give the rows' ids."""

    def work(connection: Connection) -> list[int]:
        made = [enqueue(connection, Outgoing(lane, Verb.SEND, "{}", **more), at) for lane in lanes]  # type: ignore[arg-type]
        return [row_id for row_id in made if row_id is not None]

    return db.write(work)


def rows(db: UnitOfWork, *columns: str) -> list[tuple[object, ...]]:
    """Some columns of every row, oldest first."""
    chosen = [outbox.outbox.c[name] for name in columns]
    table = outbox.outbox

    def question(connection: Connection) -> list[tuple[object, ...]]:
        found = connection.execute(table.select().with_only_columns(*chosen).order_by(table.c.id))
        return [tuple(row) for row in found]

    return db.read(question)


class Receiver:
    """A platform in memory behind the sender's port: remembers messages by uuid, refuses what it is told to."""

    def __init__(self) -> None:
        self.calls: list[Claimed] = []
        self.messages: dict[str, str] = {}
        self.answer: Callable[[Claimed], None] = lambda _row: None
        self.lock = threading.Lock()

    def deliver(self, row: Claimed) -> Sent | None:
        """Take a message unless `answer` raises."""
        with self.lock:
            self.calls.append(row)
        self.answer(row)
        with self.lock:
            return Sent(self.messages.setdefault(row.uuid, f"om_{len(self.messages)}"))

    def sheet(self, row: Claimed) -> Grid | Unreadable:
        """Nobody sent a file."""
        raise Refused(Kind.NEVER, 234003, row.target)

    def members(self, chat_id: str) -> dict[str, str]:
        """Nobody is in any group."""
        raise Refused(Kind.NEVER, 232006, chat_id)

    def own_open_id(self) -> str:
        """Say that the platform is there."""
        return "ou_bot"


MESSAGES = "/open-apis/im/v1/messages"


@pytest.fixture
def clock() -> HandClock:
    return HandClock(NINE)


@pytest.fixture
def feishu(clock: HandClock) -> Iterator[FakeFeishu]:
    with FakeFeishu(clock) as platform:
        yield platform


@pytest.fixture
def team(feishu: FakeFeishu) -> Chat:
    chat = feishu.add_group("华东一组", [feishu.add_person("林一帆"), feishu.add_person("周予安")])
    chat.bot = True
    return chat


@pytest.fixture
def admin(feishu: FakeFeishu) -> Person:
    return feishu.add_person("管理员")


@pytest.fixture
def sender(db: UnitOfWork, feishu: FakeFeishu, clock: HandClock, admin: Person) -> Iterator[Sender]:
    outbound = Outbound(feishu.app_id, feishu.app_secret, feishu.url, timeouts=(3.05, 0.5))
    sender = Sender(db, outbound, clock, admins=[admin.open_id])
    yield sender
    sender.stop()


def words(number: object) -> str:
    text = Text(f"第{number}条", f"Number {number}")
    return card(text, md(text), summary=text).dumps()


def tell(db: UnitOfWork, lane: str, number: object = 1, **more: object) -> None:
    outgoing = Outgoing(lane, Verb.SEND, words(number), **more)  # type: ignore[arg-type]
    db.write(lambda c: enqueue(c, outgoing, NINE))


def drain(sender: Sender, db: UnitOfWork, clock: HandClock, step: float = 0.1, most: float = 900) -> float:
    """Send until nothing is queued; give how long that took by the clock, in seconds."""
    start = clock.now()
    while db.read(backlog.counted)[State.QUEUED]:
        took = (clock.now() - start).total_seconds()
        assert took <= most, rows(db, "state", "code", "error")
        if not sender.run_once():
            clock.advance(step)
    return (clock.now() - start).total_seconds()


def titles(feishu: FakeFeishu, chat: Chat) -> list[str]:
    return [str((message.card or {})["header"]["title"]["content"]) for message in feishu.messages(chat)]


def codes(feishu: FakeFeishu) -> list[int]:
    return [call.code for call in feishu.calls if call.path.startswith(MESSAGES)]
