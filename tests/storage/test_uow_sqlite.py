"""SQLite's one writer: commits are shared, the impatient are dropped, a full disk costs only what was on its way."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, text

from storage import facts
from storage.engine import Connection
from storage.uow import BATCH, LockedError, UnavailableError, UnitOfWork, writing
from tests.seeds import at_once

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def db(sqlite_url: str) -> Iterator[UnitOfWork]:
    """An empty SQLite database, opened."""
    with UnitOfWork(sqlite_url) as opened:
        yield opened


@pytest.fixture
def commits() -> Iterator[list[object]]:
    """Every COMMIT of this process, as SQLAlchemy sees it."""
    seen: list[object] = []

    def note(connection: Connection) -> None:
        seen.append(connection)

    event.listen(Engine, "commit", note)
    yield seen
    event.remove(Engine, "commit", note)


class Gate:
    """A piece of work that holds the writer until it is opened, so that others pile up behind it."""

    def __init__(self) -> None:
        self.reached, self.opened = threading.Event(), threading.Event()

    def __call__(self, db: Connection) -> None:
        """Wait inside the transaction."""
        self.reached.set()
        self.opened.wait(10)


def behind(gate: Gate, db: UnitOfWork, many: int, act: Callable[[int], object]) -> list[object]:
    """Let `act(0…)` of many threads wait behind the gate, all together, then open it."""
    holder = threading.Thread(target=db.write, args=(gate,))
    holder.start()
    assert gate.reached.wait(10)
    waiting = db._writer._waiting  # type: ignore[attr-defined]  # noqa: SLF001 - nobody else knows that all have come

    def open_when_full() -> None:
        while waiting.qsize() < many:
            threading.Event().wait(0.001)
        gate.opened.set()

    opener = threading.Thread(target=open_when_full)
    opener.start()
    outcomes = at_once(many, act)
    opener.join()
    holder.join()
    return list(outcomes)


def test_work_that_waits_together_is_committed_together(db: UnitOfWork, commits: list[object]) -> None:
    behind(Gate(), db, 48, lambda n: db.write(lambda db: facts.put(db, f"{n}", "")))
    assert len(commits) == 2
    assert db.read(lambda db: db.scalar(text("SELECT count(*) FROM facts"))) == 48


def test_a_commit_has_a_largest_size(db: UnitOfWork, commits: list[object]) -> None:
    behind(Gate(), db, BATCH + 1, lambda n: db.write(lambda db: facts.put(db, f"{n}", "")))
    assert len(commits) == 3


def test_a_batch_keeps_the_order_in_which_work_came(db: UnitOfWork) -> None:
    for value in "abc":
        db.write(partial(facts.put, name="last", value=value))
    assert db.read(lambda db: facts.get(db, "last")) == "c"


def test_one_bad_row_in_a_batch_leaves_the_others(db: UnitOfWork, commits: list[object]) -> None:
    twice = text("INSERT INTO facts VALUES ('twice', '')")
    db.write(lambda db: db.execute(twice))
    commits.clear()

    def act(n: int) -> object:
        return db.write(lambda db: db.execute(twice).rowcount if n == 9 else facts.put(db, f"{n}", ""))

    outcomes = behind(Gate(), db, 32, act)
    assert [n for n, outcome in enumerate(outcomes) if outcome is not None] == [9]
    assert len(commits) == 2
    assert db.read(lambda db: db.scalar(text("SELECT count(*) FROM facts"))) == 32


def test_work_whose_asker_has_gone_before_it_began_never_happens(db: UnitOfWork) -> None:
    gate = Gate()
    holder = threading.Thread(target=db.write, args=(gate,))
    holder.start()
    assert gate.reached.wait(10)
    with pytest.raises(UnavailableError, match=r"0\.01 s"):
        db.write(lambda db: facts.put(db, "late", ""), patience=0.01)
    gate.opened.set()
    holder.join()
    db.write(lambda db: facts.put(db, "next", ""))
    assert db.read(lambda db: facts.get(db, "late")) is None


def test_a_full_disk_is_said_and_survived(db: UnitOfWork) -> None:
    """The limit stands for a disk: SQLite breaks off the whole transaction, savepoints and all."""
    pages = db.write(lambda db: db.scalar(text("PRAGMA page_count")))
    db.write(lambda db: db.execute(text(f"PRAGMA max_page_count = {pages}")).close())
    big = "x" * 1_000_000

    def act(n: int) -> object:
        return db.write(lambda db: facts.put(db, f"{n}", big if n % 2 else ""))

    outcomes = behind(Gate(), db, 8, act)
    kept = set(db.read(lambda db: db.scalars(text("SELECT name FROM facts")).all()))
    assert kept == {f"{n}" for n, outcome in enumerate(outcomes) if outcome is None}
    assert all(outcome is not None for outcome in outcomes[1::2])
    db.write(lambda db: db.execute(text("PRAGMA max_page_count = 1000000")).close())
    db.write(lambda db: facts.put(db, "after", big))
    assert db.read(lambda db: db.scalar(text("PRAGMA integrity_check"))) == "ok"


def test_closing_finishes_what_waits(sqlite_url: str) -> None:
    db, gate = UnitOfWork(sqlite_url), Gate()
    threads = [threading.Thread(target=db.write, args=(gate,))]
    threads[0].start()
    assert gate.reached.wait(10)
    threads += [
        threading.Thread(target=db.write, args=(lambda db: facts.put(db, "waiting", ""),)),
        threading.Thread(target=db.close),
    ]
    for thread in threads[1:]:
        thread.start()
        while not db._writer._waiting.qsize():  # type: ignore[attr-defined]  # noqa: SLF001 - it must come before the end
            threading.Event().wait(0.001)
    gate.opened.set()
    for thread in threads:
        thread.join(10)
    with UnitOfWork(sqlite_url) as again:
        assert again.read(lambda db: facts.get(db, "waiting")) == ""


def test_a_second_opening_in_this_process_is_refused(db: UnitOfWork, sqlite_url: str) -> None:
    with pytest.raises(LockedError, match=r"bot\.db is being written by another process.*PostgreSQL"):
        UnitOfWork(sqlite_url)
    with pytest.raises(LockedError), writing(sqlite_url):
        pass


def test_a_second_process_is_refused_and_changes_nothing(db: UnitOfWork, sqlite_url: str) -> None:
    program = f"from storage.uow import UnitOfWork; UnitOfWork({sqlite_url!r})"
    ran = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode
    assert "is being written by another process" in ran.stderr
    db.write(lambda db: facts.put(db, "still", "here"))


def test_what_is_let_go_of_can_be_opened_again(sqlite_url: str) -> None:
    with writing(sqlite_url):
        pass
    UnitOfWork(sqlite_url).close()
    UnitOfWork(sqlite_url).close()


def test_a_killed_process_leaves_no_lock(sqlite_url: str) -> None:
    program = f"import os; from storage.uow import UnitOfWork; UnitOfWork({sqlite_url!r}); os.kill(os.getpid(), 9)"
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == -9
    UnitOfWork(sqlite_url).close()
