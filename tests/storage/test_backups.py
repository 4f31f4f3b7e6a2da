"""Copies of both kinds of database: of one state, checked, never over anything, and put back where there is nothing."""

import os
import sqlite3
import stat
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import text

from storage import backlog, backups, facts, outbox
from storage.backups import BackupError
from storage.engine import Connection
from storage.outbox import Outgoing, State, Verb
from storage.uow import UnitOfWork
from tests.seeds import NOW, filing, found, memory
from tests.servers import PostgresServer

__all__ = ["memory"]


@pytest.fixture
def elsewhere(db_url: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """The URL of a place of the same kind in which nothing is yet."""
    if db_url.startswith("sqlite"):
        return f"sqlite:///{tmp_path / 'elsewhere.db'}"
    server: PostgresServer = request.getfixturevalue("postgres_server")
    return server.url_of(server.create())


def count(url: str, table: str) -> int:
    with UnitOfWork(url) as db:
        return int(db.read(lambda at: at.scalar(text(f"select count(*) from {table}"))))  # noqa: S608 - ours


def test_a_copy_holds_everything_and_can_be_put_back(
    db_url: str, memory: UnitOfWork, elsewhere: str, tmp_path: Path
) -> None:
    memory.write(found)
    for _ in range(5):
        memory.write(filing())
    file = tmp_path / "copy"
    backups.take(db_url, file)
    memory.write(filing())
    with backups.restoring(file, elsewhere):
        pass
    assert (count_of(memory, "visits"), count(elsewhere, "visits")) == (6, 5)
    assert count(elsewhere, "people") == 3


def test_a_copy_is_one_file_that_only_its_owner_may_read(db_url: str, memory: UnitOfWork, tmp_path: Path) -> None:
    memory.write(found)
    folder = tmp_path / "copies"
    folder.mkdir()
    backups.take(db_url, folder / "copy")
    assert [each.name for each in folder.iterdir()] == ["copy"]
    assert stat.S_IMODE((folder / "copy").stat().st_mode) == 0o600


def test_nothing_is_ever_overwritten(db_url: str, memory: UnitOfWork, tmp_path: Path) -> None:
    memory.write(found)
    file = tmp_path / "copy"
    file.write_text("something of mine")
    with pytest.raises(BackupError, match="exists already"):
        backups.take(db_url, file)
    assert file.read_text() == "something of mine"
    file.unlink()
    backups.take(db_url, file)
    with pytest.raises(BackupError, match=r"not overwritten"), backups.restoring(file, db_url):
        pytest.fail("there is a database here")
    assert count_of(memory, "people") == 3


def count_of(memory: UnitOfWork, table: str) -> int:
    return int(memory.read(lambda db: db.scalar(text(f"select count(*) from {table}"))))  # noqa: S608 - ours


def test_a_copy_of_one_kind_is_not_put_into_the_other(db_url: str, memory: UnitOfWork, tmp_path: Path) -> None:
    memory.write(found)
    file = tmp_path / "copy"
    backups.take(db_url, file)
    other = "postgresql://127.0.0.1:9/x" if db_url.startswith("sqlite") else f"sqlite:///{tmp_path / 'new.db'}"
    with pytest.raises(BackupError, match=r"which storage\.url asks for"), backups.restoring(file, other):
        pytest.fail("it is of the other kind")
    with pytest.raises(BackupError, match="No such file"), backups.restoring(tmp_path / "nothing", other):
        pytest.fail("there is no file")


def _fail(url: str) -> None:
    UnitOfWork(url).close()
    raise ZeroDivisionError


def test_what_fails_while_it_is_put_back_leaves_nothing(sqlite_url: str, tmp_path: Path) -> None:
    backups.take(sqlite_url, tmp_path / "copy")
    folder = tmp_path / "new"
    folder.mkdir()
    with pytest.raises(ZeroDivisionError), backups.restoring(tmp_path / "copy", f"sqlite:///{folder}/bot.db") as url:
        _fail(url)
    assert list(folder.iterdir()) == []


def test_a_damaged_database_gives_no_copy_and_a_damaged_copy_no_database(sqlite_url: str, tmp_path: Path) -> None:
    file = tmp_path / "copy"
    backups.take(sqlite_url, file)
    for damaged in (file, Path(sqlite_url.removeprefix("sqlite:///"))):
        content = bytearray(damaged.read_bytes())
        content[40_000:60_000] = os.urandom(20_000)
        damaged.write_bytes(content)
    with pytest.raises(BackupError, match=r"damaged|malformed"):
        backups.take(sqlite_url, tmp_path / "another")
    with pytest.raises(BackupError, match=r"damaged|malformed"), backups.restoring(file, f"sqlite:///{tmp_path}/n.db"):
        pytest.fail("the copy is damaged")
    assert not list(tmp_path.glob("n.db*")) + list(tmp_path.glob("another*")) + list(tmp_path.glob(".*"))


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="no such database"):
        backups.take(f"sqlite:///{tmp_path / 'none.db'}", tmp_path / "copy")
    with pytest.raises(BackupError, match=r"pg_dump: .*Connection refused"):
        backups.take("postgresql://u:secret@127.0.0.1:9/x", tmp_path / "copy")
    with pytest.raises(BackupError, match="No such file"):
        backups.take(f"sqlite:///{tmp_path / 'none.db'}", tmp_path / "no" / "folder")
    assert list(tmp_path.iterdir()) == []


def test_without_postgresqls_programs_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupError, match="pg_dump is not on the path: install"):
        backups.take("postgresql://127.0.0.1:9/x", tmp_path / "copy")


def test_a_password_goes_through_the_environment_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program in the place of `pg_dump` writes down what it was given."""
    told = tmp_path / "told"
    program = tmp_path / "pg_dump"
    program.write_text(f'#!/bin/sh\necho "$@" > {told}.words\necho "$PGPASSWORD" > {told}.password\nexit 1\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    for url in (
        "postgresql://bot:s%40cret@db.example:5433/x?sslmode=require",
        "postgresql://bot@h/x?password=s%40cret",
    ):
        with pytest.raises(BackupError, match="no reason given"):
            backups.take(url, tmp_path / "copy")
        assert told.with_suffix(".password").read_text().strip() == "s@cret"
        words = told.with_suffix(".words").read_text()
        assert "cret" not in words
        assert "postgresql://bot@" in words


def put_both(db: Connection, value: str) -> None:
    for name in ("left", "right"):
        facts.put(db, name, value)


def test_the_writer_goes_on_while_a_copy_is_made(sqlite_url: str, tmp_path: Path) -> None:
    """And the copy is of one state: a pair of facts that changes together is a pair in it."""
    stop = Event()
    with UnitOfWork(sqlite_url) as db:

        def work() -> None:
            number = 0
            while not stop.is_set():
                number += 1
                db.write(partial(put_both, value=f"{number}"))

        writer = Thread(target=work)
        writer.start()
        for copy in range(5):
            before = db.write(lambda at: facts.get(at, "left"))
            file = tmp_path / f"copy{copy}"
            backups.take(sqlite_url, file)
            with closing(sqlite3.connect(file)) as made:
                pair = {value for (value,) in made.execute("select value from facts where name in ('left', 'right')")}
            assert len(pair) == 1
            assert int(pair.pop()) >= int(before or 0)
        stop.set()
        writer.join()


WAITING = (Verb.SEND, Verb.PATCH, Verb.REPLY, Verb.SEND_FILE, Verb.WRITE_TASK)
ASKING = (Verb.READ_MEMBERS, Verb.READ_SELF, Verb.READ_FILE, Verb.READ_TASK)


@pytest.mark.parametrize("verb", [*WAITING, *ASKING])
def test_what_waits_is_held_back_with_a_reason_and_what_only_asks_is_not(memory: UnitOfWork, verb: Verb) -> None:
    row = memory.write(lambda db: outbox.enqueue(db, Outgoing("oc_a", verb, "{}", target="om_1"), NOW))
    assert memory.write(backups.hold_back) == (verb in WAITING)
    (kept,) = memory.read(backlog.listed)
    assert kept.state is (State.EXPIRED if verb in WAITING else State.QUEUED)
    assert kept.error == (backups.HELD_BACK if verb in WAITING else None)
    if verb in WAITING:
        assert memory.write(lambda db: backlog.retry(db, row or 0, NOW)), "an operator who knows better sends it"


def test_what_was_sent_or_given_up_stays_as_it_was(memory: UnitOfWork) -> None:
    memory.write(lambda db: outbox.enqueue(db, Outgoing("oc_a", Verb.SEND, "{}", dedupe="push/1"), NOW))
    memory.write(lambda db: db.execute(text("update outbox set state = 'sent'")).rowcount)
    assert memory.write(backups.hold_back) == 0
    assert memory.write(lambda db: outbox.enqueue(db, Outgoing("oc_a", Verb.SEND, "{}", dedupe="push/1"), NOW)) is None


def test_only_dated_copies_are_rotated_the_oldest_first(tmp_path: Path) -> None:
    begun = [datetime(2026, 3, day, 2, tzinfo=UTC) for day in (1, 2, 3, 10)]
    for at in begun:
        (tmp_path / f"{at:{backups.STAMP}}.db").touch()
    for other in ("salesbot.db", "salesbot-20260301T020000Z.db.gz", "notes.dump", "salesbot-2026.db"):
        (tmp_path / other).touch()
    assert [at for at, _ in backups.copies(tmp_path)] == begun
    gone = backups.rotate(tmp_path, 3)
    assert [each.name for each in gone] == ["salesbot-20260301T020000Z.db"]
    assert [at for at, _ in backups.copies(tmp_path)] == begun[1:]
    assert backups.rotate(tmp_path, 3) == []
    assert len(list(tmp_path.iterdir())) == 7


def test_copies_are_named_by_their_kind(tmp_path: Path) -> None:
    assert backups.suffix(f"sqlite:///{tmp_path}/x.db") == ".db"
    assert backups.suffix("postgresql://h/x") == ".dump"
    assert backups.copies(tmp_path) == []
