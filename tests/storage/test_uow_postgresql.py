"""PostgreSQL: each piece of work has a transaction of its own; connections that die are noticed and replaced."""

import threading
from collections.abc import Iterator
from functools import partial

import psycopg
import pytest
from sqlalchemy import text

from storage import facts
from storage.engine import Connection
from storage.uow import UnavailableError, UnitOfWork, writing
from storage.upgrade import upgrade
from tests.seeds import at_once
from tests.servers import PostgresServer


@pytest.fixture
def url(postgres_server: PostgresServer) -> Iterator[str]:
    """A migrated database."""
    with postgres_server.database(postgres_server.template("migrated", upgrade)) as made:
        yield made


@pytest.fixture
def db(url: str) -> Iterator[UnitOfWork]:
    """The same, opened."""
    with UnitOfWork(url) as opened:
        yield opened


def terminate(admin: psycopg.Connection, url: str) -> None:
    """Cut every connection to a database."""
    name = url.rpartition("/")[2].partition("?")[0]
    admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,))


def test_a_statement_runs_no_longer_than_one_is_patient(db: UnitOfWork) -> None:
    with pytest.raises(UnavailableError, match="statement timeout"):
        db.write(lambda db: db.execute(text("SELECT pg_sleep(20)")), patience=0.1)
    db.write(lambda db: facts.put(db, "a", "b"))


def test_patience_is_not_handed_on_with_the_connection(db: UnitOfWork) -> None:
    db.write(lambda db: facts.put(db, "a", "b"), patience=0.5)
    assert db.write(lambda db: db.scalar(text("SHOW statement_timeout"))) == "30s"


def test_connections_cut_between_two_pieces_of_work_are_replaced(
    db: UnitOfWork, url: str, postgres_server: PostgresServer
) -> None:
    db.write(lambda db: facts.put(db, "a", "b"))
    db.read(lambda db: facts.get(db, "a"))
    terminate(postgres_server.admin, url)
    db.write(lambda db: facts.put(db, "c", "d"))
    assert db.read(lambda db: facts.get(db, "c")) == "d"


def test_a_connection_cut_within_a_piece_of_work_undoes_it(
    db: UnitOfWork, url: str, postgres_server: PostgresServer
) -> None:
    def work(connection: Connection) -> None:
        facts.put(connection, "half", "")
        terminate(postgres_server.admin, url)
        facts.put(connection, "whole", "")

    with pytest.raises(UnavailableError):
        db.write(work)
    assert db.read(lambda db: facts.get(db, "half")) is None
    db.write(lambda db: facts.put(db, "next", ""))


def test_a_question_whose_connection_is_cut_says_so_too(
    db: UnitOfWork, url: str, postgres_server: PostgresServer
) -> None:
    def question(connection: Connection) -> object:
        terminate(postgres_server.admin, url)
        return facts.get(connection, "a")

    with pytest.raises(UnavailableError):
        db.read(question)
    assert db.read(lambda db: facts.get(db, "a")) is None


def test_two_that_wait_for_each_other_do_not_wait_for_ever(db: UnitOfWork) -> None:
    for name in "ab":
        db.write(partial(facts.put, name=name, value=""))
    both = threading.Barrier(2)

    def cross(number: int) -> None:
        def work(connection: Connection) -> None:
            facts.put(connection, "ab"[number], "mine")
            both.wait(10)
            facts.put(connection, "ba"[number], "mine too")

        db.write(work, patience=5)

    outcomes = at_once(2, cross)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["ConflictError", "NoneType"]


def test_several_may_write_to_one_database(url: str) -> None:
    with UnitOfWork(url) as one, UnitOfWork(url) as other, writing(url):
        one.write(lambda db: facts.put(db, "a", "one"))
        other.write(lambda db: facts.put(db, "a", "other"))
        assert one.read(lambda db: facts.get(db, "a")) == "other"
