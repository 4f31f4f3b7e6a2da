"""How a database is opened: instants come back aware, pragmas hold, another schema is refused with the command."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, insert, select, text
from sqlalchemy.exc import StatementError

from storage.engine import (
    BehindError,
    UTCDateTime,
    open_reader,
    open_writer,
    require_current,
    revision,
    sqlite_file,
)
from storage.migrations import HEAD
from storage.uow import UnavailableError, UnitOfWork, reading
from storage.upgrade import upgrade
from tests.servers import PostgresServer

instants = Table("instants", MetaData(), Column("id", Integer, primary_key=True), Column("at", UTCDateTime))
NOON = datetime(2026, 3, 2, 12, 0, 0, 123456, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without a single table."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/empty.db"
    return str(request.getfixturevalue("postgres_url"))


@pytest.mark.parametrize("zone", [UTC, ZoneInfo("Asia/Kathmandu"), timezone(timedelta(hours=-9, minutes=-30))])
def test_an_instant_of_any_zone_comes_back_as_the_same_instant_in_utc(empty_url: str, zone: ZoneInfo) -> None:
    engine = open_writer(empty_url)
    with engine.begin() as db:
        instants.create(db)
        db.execute(insert(instants), [{"at": NOON.astimezone(zone)}, {"at": None}])
        found, nothing = db.scalars(select(instants.c.at).order_by(instants.c.id))
    engine.dispose()
    assert (found, found.tzinfo, nothing) == (NOON, UTC, None)


def test_a_naive_instant_is_refused(empty_url: str) -> None:
    engine = open_writer(empty_url)
    with engine.connect() as db, pytest.raises(StatementError, match="naive"):
        db.execute(select(instants).where(instants.c.at == NOON.replace(tzinfo=None)))
    engine.dispose()


def test_sqlite_keeps_every_promise_it_can(sqlite_url: str) -> None:
    engine = open_writer(sqlite_url)
    with engine.connect() as db:
        found = {name: db.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous", "foreign_keys")}
        assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    engine.dispose()


def test_what_a_row_refers_to_must_be_there(db_url: str) -> None:
    with UnitOfWork(db_url) as db, pytest.raises(Exception, match=r"(?i)foreign key"):
        db.write(lambda db: db.execute(text("INSERT INTO memberships VALUES (7, 7, 'rep', '2026-03-02', NULL)")))


def test_a_question_cannot_write(db_url: str) -> None:
    engine = open_reader(db_url)
    with engine.connect() as db, pytest.raises(Exception, match=r"(?i)read.?only"):
        db.execute(text("INSERT INTO facts VALUES ('a', 'b')"))
    engine.dispose()


def test_serving_refuses_a_database_that_was_never_set_up(empty_url: str) -> None:
    with pytest.raises(BehindError, match=f"not been set up.*needs {HEAD}: run `salesbot db upgrade` first"):
        UnitOfWork(empty_url)


def test_serving_refuses_an_older_revision(db_url: str) -> None:
    with UnitOfWork(db_url) as db:
        db.write(lambda db: db.execute(text("UPDATE alembic_version SET version_num = '0000'")))
    with pytest.raises(BehindError, match=r"at 0000, .*salesbot db upgrade"):
        UnitOfWork(db_url)
    with pytest.raises(BehindError, match="0000"), reading(db_url):
        pass


def test_a_refused_database_is_let_go_of(empty_url: str) -> None:
    with pytest.raises(BehindError):
        UnitOfWork(empty_url)
    upgrade(empty_url)
    UnitOfWork(empty_url).close()


def test_a_current_database_is_taken(db_url: str) -> None:
    with reading(db_url) as read:
        assert read(revision) == HEAD
        read(require_current)


def test_which_file_a_url_means() -> None:
    assert sqlite_file("sqlite:///var/a.db") == Path("var/a.db")
    assert sqlite_file("sqlite:////srv/a.db") == Path("/srv/a.db")
    assert sqlite_file("postgresql://somebody@host/salesbot") is None


def test_a_plain_postgresql_url_gets_its_driver(postgres_server: PostgresServer) -> None:
    engine = open_writer("postgresql://somebody@host/salesbot")
    assert engine.dialect.driver == "psycopg"
    engine.dispose()


def test_no_server_is_said_by_the_right_error() -> None:
    """Nothing listens at port 1 of this machine."""
    nowhere = "postgresql://somebody@127.0.0.1:1/salesbot"
    with pytest.raises(UnavailableError, match="refused"):
        UnitOfWork(nowhere)
    with pytest.raises(UnavailableError, match="refused"), reading(nowhere):
        pass
    with pytest.raises(UnavailableError, match="refused"):
        upgrade(nowhere)
