"""Prepared statements do what the same statements do by SQLAlchemy: values, rows, errors, transactions, listeners."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum
from typing import Any

import pytest
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    bindparam,
    delete,
    event,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, ProgrammingError

from sales.money import Money
from storage.engine import Cents, Connection, Insert, UTCDateTime, insert_into, open_writer
from storage.prepared import Prepared
from storage.uow import UnavailableError, UnitOfWork
from tests.seeds import NOW, memory

__all__ = ["memory"]


class Colour(StrEnum):
    """A value as the states of our tables are."""

    RED = "red"
    BLUE = "blue"


things = Table(
    "things",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("name", String(20), nullable=False, unique=True),
    Column("colour", String(8), nullable=False),
    Column("told", Text),
    Column("day", Date),
    Column("at", UTCDateTime),
    Column("works", Boolean),
    Column("more", JSON(none_as_null=True)),
    Column("worth", Cents),
)
ABROAD = timezone(timedelta(hours=8))
FULL = {
    "name": "甲 100% :x %(x)s ?",
    "colour": Colour.RED,
    "told": "一\n二 'drei'",
    "day": date(2026, 3, 2),
    "at": datetime(2026, 3, 2, 10, 0, 0, 1, tzinfo=ABROAD),
    "works": True,
    "more": {"问": 3, "list": [1, None]},
    "worth": Money(-12_345),
}
EMPTY = {"name": "乙", "colour": Colour.BLUE, **dict.fromkeys(["told", "day", "at", "works", "more", "worth"])}
_every = select(things).order_by(things.c.id)


@pytest.fixture
def db(memory: UnitOfWork) -> UnitOfWork:
    """A database of each kind with a table that has a column of every type of ours."""
    memory.write(things.metadata.create_all)
    return memory


@contextmanager
def heard() -> Iterator[list[tuple[str, Any]]]:
    """Every statement with its parameters, as listeners are told."""
    asked: list[tuple[str, Any]] = []

    def hear(_db: object, _cursor: object, statement: str, parameters: Any, *_: Any) -> None:
        asked.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", hear)


@pytest.mark.parametrize("row", [FULL, EMPTY])
def test_every_type_is_written_and_read_as_by_sqlalchemy(db: UnitOfWork, row: dict[str, Any]) -> None:
    kept, asked = Prepared(insert(things).returning(things.c.id)), Prepared(_every)

    def both(db: Connection) -> None:
        assert kept.first(db, row).id == 1
        db.execute(insert(things), row | {"name": "other"})
        ours, theirs = asked.rows(db, {}), db.execute(_every).all()
        assert [tuple(each) for each in ours] == [tuple(each) for each in theirs]
        assert [type(value) for value in ours[0]] == [type(value) for value in theirs[0]]
        assert {name: getattr(ours[0], name) for name in row} == row
        assert {name: getattr(ours[1], name) for name in row} == row | {"name": "other"}

    db.write(both)


def test_sql_and_parameters_are_those_of_sqlalchemy(db: UnitOfWork) -> None:
    changing = (
        update(things)
        .where(things.c.name == bindparam("which"), things.c.colour == Colour.RED, things.c.day <= bindparam("on"))
        .values(day=bindparam("on"), colour=Colour.BLUE, at=bindparam("when", type_=UTCDateTime()))
    )
    given = {"which": FULL["name"], "on": date(2026, 3, 3), "when": NOW}
    prepared = Prepared(changing)

    def both(db: Connection) -> None:
        db.execute(insert(things), FULL)
        with heard() as asked:
            db.execute(changing, given)
            prepared.rows(db, given)
        assert asked[0] == asked[1]
        assert db.scalar(select(things.c.day)) == date(2026, 3, 3)

    db.write(both)


def test_an_insert_goes_by_the_columns_it_is_given(db: UnitOfWork) -> None:
    kept = Prepared(insert(things))

    def work(db: Connection) -> list[tuple[Any, ...]]:
        kept.rows(db, {"name": "a", "colour": "red"})
        kept.rows(db, {"name": "b", "colour": "red", "works": False})
        kept.rows(db, {"works": True, "colour": "blue", "name": "c"})
        return [tuple(row) for row in db.execute(select(things.c.name, things.c.colour, things.c.works))]

    assert sorted(db.write(work)) == [("a", "red", None), ("b", "red", False), ("c", "blue", True)]


def test_a_statement_is_made_once_for_each_kind_of_database_and_set_of_names(db: UnitOfWork) -> None:
    made: list[str] = []

    @Prepared
    def kept(db: Connection) -> Insert:
        made.append(db.dialect.name)
        return insert_into(db, things).on_conflict_do_nothing(index_elements=["name"])

    def work(db: Connection) -> int:
        for _ in range(3):
            assert kept.rows(db, {"name": "a", "colour": "red"}) == []
        return int(db.scalar(select(func.count()).select_from(things)) or 0)

    assert (db.write(work), db.write(work), len(made)) == (1, 1, 1)


def test_the_first_of_nothing_is_none_and_of_many_the_first(db: UnitOfWork) -> None:
    asked = Prepared(select(things.c.name).where(things.c.colour == bindparam("colour")).order_by(things.c.id))

    def work(db: Connection) -> None:
        assert asked.first(db, {"colour": Colour.RED}) is None
        db.execute(insert(things), [{"name": name, "colour": Colour.RED} for name in "abc"])
        assert asked.first(db, {"colour": Colour.RED}).name == "a"
        assert [row.name for row in asked.rows(db, {"colour": "red"})] == ["a", "b", "c"]

    db.write(work)


def test_a_forgotten_parameter_is_a_bug_and_no_null(db: UnitOfWork) -> None:
    asked = Prepared(select(things).where(things.c.name == bindparam("name")))
    with pytest.raises(KeyError, match="name"):
        db.write(lambda db: asked.rows(db, {"nme": "a"}))


def test_a_naive_instant_is_refused(db: UnitOfWork) -> None:
    kept = Prepared(insert(things))
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(ValueError, match="naive"):
        db.write(lambda db: kept.rows(db, {"name": "a", "colour": "red", "at": naive}))


def test_lists_and_defaults_made_by_python_are_refused(db: UnitOfWork) -> None:
    listed = Prepared(select(things).where(things.c.id.in_(bindparam("ids", expanding=True))))
    with pytest.raises(ValueError, match="only known when it runs"):
        db.write(lambda db: listed.rows(db, {"ids": [1]}))
    dated = Table("dated", MetaData(), Column("id", Integer, primary_key=True), Column("n", Integer, default=7))
    with pytest.raises(ValueError, match="only known when it runs"):
        db.write(lambda db: Prepared(insert(dated)).rows(db, {"id": 1}))


def test_a_key_that_is_taken_is_an_integrity_error_and_the_savepoint_holds(db: UnitOfWork) -> None:
    kept = Prepared(insert(things))
    row = {"name": "a", "colour": "red"}

    def work(db: Connection) -> int:
        kept.rows(db, row)
        with pytest.raises(IntegrityError) as caught, db.begin_nested():
            kept.rows(db, row)
        assert "INSERT INTO things" in str(caught.value.statement)
        assert caught.value.orig is not None
        assert caught.value.__cause__ is caught.value.orig
        assert not caught.value.connection_invalidated
        kept.rows(db, row | {"name": "b"})
        return int(db.scalar(select(func.count()).select_from(things)) or 0)

    assert db.write(work) == 2


def test_what_the_database_cannot_do_is_told_as_by_sqlalchemy(db: UnitOfWork) -> None:
    nowhere = select(Table("nowhere", MetaData(), Column("id", Integer)))

    def both(db: Connection) -> list[type[DBAPIError]]:
        kinds = []
        for ask in (lambda: db.execute(nowhere), lambda: Prepared(nowhere).rows(db, {})):
            with pytest.raises(DBAPIError) as caught, db.begin_nested():
                ask()
            kinds.append(type(caught.value))
        return kinds

    theirs, ours = db.write(both)
    assert ours is theirs
    assert ours in (OperationalError, ProgrammingError)


def test_what_is_refused_leaves_nothing_behind(db: UnitOfWork) -> None:
    kept = Prepared(insert(things))

    def work(db: Connection) -> None:
        kept.rows(db, {"name": "a", "colour": "red"})
        msg = "no"
        raise ValueError(msg)

    with pytest.raises(ValueError, match="no"):
        db.write(work)
    assert db.read(lambda db: db.execute(_every).all()) == []


def test_outside_of_a_transaction_sqlalchemy_begins_one(db: UnitOfWork) -> None:
    asked, gone = Prepared(_every), Prepared(delete(things))
    db.write(lambda db: db.execute(insert(things), FULL))

    def work(db: Connection) -> tuple[bool, list[str], list[str]]:
        first = [row.name for row in asked.rows(db, {})]
        return db.in_transaction(), first, [row.name for row in asked.rows(db, {})]

    assert db.read(work) == (True, [FULL["name"]], [FULL["name"]])
    with pytest.raises((UnavailableError, DBAPIError)):
        db.read(lambda db: gone.rows(db, {}))


def test_without_a_transaction_a_statement_without_rows_has_none(empty_things: Engine) -> None:
    kept = Prepared(insert(things))
    with empty_things.connect() as db:
        assert kept.rows(db, {"name": "a", "colour": "red"}) == []
        assert db.in_transaction()


@pytest.fixture
def empty_things(db_url: str) -> Iterator[Engine]:
    """The same table under an engine of the test's own."""
    engine = open_writer(db_url)
    with engine.begin() as db:
        things.metadata.create_all(db)
    yield engine
    engine.dispose()


def test_a_connection_that_was_cut_is_told_and_given_up(postgres_things: UnitOfWork) -> None:
    asked = Prepared(_every)

    def cut(db: Connection) -> None:
        own = db.scalar(select(func.pg_backend_pid()))
        with postgres_things._writer._engine.connect() as other:  # type: ignore[attr-defined]  # noqa: SLF001
            other.execute(select(func.pg_terminate_backend(own)))
        with pytest.raises(DBAPIError) as caught:
            asked.rows(db, {})
        assert caught.value.connection_invalidated
        assert db.invalidated
        raise caught.value

    with pytest.raises(UnavailableError):
        postgres_things.write(cut)
    assert postgres_things.write(lambda db: asked.rows(db, {})) == []


@pytest.fixture
def postgres_things(db: UnitOfWork) -> UnitOfWork:
    """The PostgreSQL one of `db`: nobody can cut SQLite off."""
    if db.read(lambda db: db.dialect.name) != "postgresql":
        pytest.skip("SQLite has no connection that could be lost")
    return db
