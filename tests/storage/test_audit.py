"""Who changed what: rows that are only ever added."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from storage.audit import audit, note
from storage.uow import UnitOfWork
from tests.seeds import NOW, found, memory, person

__all__ = ["memory"]


def test_a_note_says_who_did_what_when_and_what_was_there(memory: UnitOfWork) -> None:
    memory.write(found)
    li = memory.read(lambda db: person(db, "ou_li")).id
    memory.write(lambda db: note(db, NOW, li, "change", "V-1", {"outcome": "“同意”👍", "next_step_on": "None"}))
    row = memory.read(lambda db: db.execute(select(audit)).one())
    assert (row.at, row.actor_id, row.verb, row.subject) == (NOW, li, "change", "V-1")
    assert row.before == {"outcome": "“同意”👍", "next_step_on": "None"}


def test_nobody_unknown_can_have_done_anything(memory: UnitOfWork) -> None:
    with pytest.raises(IntegrityError):
        memory.write(lambda db: note(db, NOW, 4711, "change", "V-1", {}))
