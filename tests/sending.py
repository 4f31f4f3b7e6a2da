"""What the tests of the outbox and its sender share: a database of either kind, and a receiver in memory."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.feishu.codes import Kind, Refused, Sent
from storage import engine, outbox
from storage.claims import Claimed
from storage.engine import Connection, metadata
from storage.outbox import Outgoing, Verb, enqueue
from storage.uow import UnitOfWork
from storage import facts, people  # isort: skip  # noqa: F401 - their tables belong to the schema

NINE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
"""Nine o'clock on a Monday in Shanghai."""

KINDS = ("sqlite", "postgresql")


def set_up(url: str) -> None:
    """Make the tables, as the migrations would."""
    writer = engine.open_writer(url)
    with writer.begin() as db:
        metadata.create_all(db)
        db.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
        db.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": engine.HEAD})
    writer.dispose()


@pytest.fixture(params=KINDS)
def outbox_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of this test's own, with all tables."""
    url: str = (
        f"sqlite:///{tmp_path}/outbox.db" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    )
    set_up(url)
    return url


@pytest.fixture
def db(outbox_url: str) -> Iterator[UnitOfWork]:
    """The database opened once."""
    with UnitOfWork(outbox_url) as opened:
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

    def members(self, chat_id: str) -> dict[str, str]:
        """Nobody is in any group."""
        raise Refused(Kind.NEVER, 232006, chat_id)

    def own_open_id(self) -> str:
        """Say that the platform is there."""
        return "ou_bot"
