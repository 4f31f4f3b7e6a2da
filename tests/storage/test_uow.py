"""Work is done whole and on disk, or not at all, on either kind of database."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from storage import facts
from storage.engine import Connection, open_writer
from storage.uow import UnavailableError, UnitOfWork
from tests.seeds import at_once, memory

__all__ = ["memory"]


def names(db: UnitOfWork) -> set[str]:
    return set(db.read(lambda db: db.scalars(text("SELECT name FROM facts")).all()))


def keep(name: str) -> object:
    return lambda db: facts.put(db, name, "here")


def blunder(db: Connection) -> None:
    facts.put(db, "half", "done")
    msg = "a bug"
    raise LookupError(msg)


@contextmanager
def held(url: str, statement: str) -> Iterator[None]:
    """Somebody else's transaction, open for as long as the block."""
    engine = open_writer(url)
    with engine.connect() as db:
        transaction = db.begin()
        db.execute(text(statement))
        yield
        transaction.rollback()
    engine.dispose()


def test_work_gives_its_result_once_it_can_be_read(memory: UnitOfWork) -> None:
    assert memory.write(lambda db: db.scalar(text("INSERT INTO facts VALUES ('a', 'b') RETURNING value"))) == "b"
    assert memory.read(lambda db: facts.get(db, "a")) == "b"


def test_an_exception_undoes_all_of_its_work_and_reaches_the_asker(memory: UnitOfWork) -> None:
    with pytest.raises(LookupError, match="a bug"):
        memory.write(blunder)
    assert names(memory) == set()


def test_a_database_error_in_the_work_is_the_askers_too(memory: UnitOfWork) -> None:
    twice = text("INSERT INTO facts VALUES ('a', 'b')")
    with pytest.raises(IntegrityError):
        memory.write(lambda db: (db.execute(twice), db.execute(twice)))
    assert names(memory) == set()
    memory.write(lambda db: db.execute(twice))
    assert names(memory) == {"a"}


def test_one_blunder_among_many_leaves_the_others(memory: UnitOfWork) -> None:
    def work(number: int) -> None:
        memory.write(blunder if number == 5 else lambda db: facts.put(db, f"fact {number}", ""))

    outcomes = at_once(24, work)
    assert [type(outcome) for outcome in outcomes].count(LookupError) == 1
    assert names(memory) == {f"fact {number}" for number in range(24) if number != 5}


def test_a_savepoint_of_the_works_own_is_undone_alone(memory: UnitOfWork) -> None:
    def work(db: Connection) -> None:
        facts.put(db, "outer", "")
        with pytest.raises(LookupError), db.begin_nested():
            blunder(db)

    memory.write(work)
    assert names(memory) == {"outer"}


def test_a_lock_held_elsewhere_is_waited_for_no_longer_than_one_is_patient(db_url: str) -> None:
    with UnitOfWork(db_url) as db:
        db.write(lambda db: facts.put(db, "a", "first"))
        with held(db_url, "UPDATE facts SET value = 'theirs'"), pytest.raises(UnavailableError):
            db.write(lambda db: facts.put(db, "a", "second"), patience=0.2)


def test_after_a_lock_work_goes_on_by_itself(db_url: str) -> None:
    with UnitOfWork(db_url) as db:
        db.write(lambda db: facts.put(db, "a", "first"))
        with held(db_url, "UPDATE facts SET value = 'theirs'"), pytest.raises(UnavailableError):
            db.write(lambda db: facts.put(db, "a", "second"), patience=0.2)
        db.write(lambda db: facts.put(db, "a", "third"))
        assert db.read(lambda db: facts.get(db, "a")) == "third"


def test_questions_are_answered_while_somebody_writes(db_url: str) -> None:
    with UnitOfWork(db_url) as db, held(db_url, "INSERT INTO facts VALUES ('theirs', '')"):
        assert names(db) == set()


def test_a_question_cannot_write(memory: UnitOfWork) -> None:
    with pytest.raises(Exception, match=r"(?i)read.?only"):
        memory.read(lambda db: facts.put(db, "a", "b"))
    assert names(memory) == set()
