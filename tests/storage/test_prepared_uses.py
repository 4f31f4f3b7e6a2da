"""Prepared statements in use: by many threads at once, and by every submission."""

from datetime import UTC

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from storage.engine import Connection
from storage.inbox import Keys, answer_given, keep_answer
from storage.people import find_person
from storage.prepared import Prepared
from storage.uow import UnitOfWork
from tests.seeds import NOW, at_once, found, memory
from tests.storage.test_prepared import Colour, db, things

__all__ = ["db", "memory"]


def test_many_threads_share_one(db: UnitOfWork) -> None:
    kept = Prepared(insert(things).returning(things.c.name))

    def keep(number: int) -> str:
        row = {"name": f"n{number}", "colour": Colour.RED}
        return str(db.write(lambda db: kept.first(db, row)).name)

    assert at_once(12, keep) == [f"n{number}" for number in range(12)]
    assert len(db.read(lambda db: db.execute(select(things)).all())) == 12


def test_the_questions_of_a_submission_answer_as_before(db: UnitOfWork) -> None:
    keys = Keys("event", "act", "digest")

    def work(db: Connection) -> None:
        team = found(db)
        person, seats = find_person(db, "ou_li")
        assert person is not None
        assert (person.name, [seat.team for seat in seats]) == ("李雷", [team])
        assert team.met_at.tzinfo is UTC
        assert find_person(db, "ou_nobody") == (None, [])
        assert answer_given(db, keys) is None
        keep_answer(db, keys, "Said", "{}", NOW)
        again = answer_given(db, Keys("another event", "act", "digest"))
        assert again is not None
        assert again.same
        with pytest.raises(IntegrityError), db.begin_nested():
            keep_answer(db, keys, "Said", "{}", NOW)

    db.write(work)
