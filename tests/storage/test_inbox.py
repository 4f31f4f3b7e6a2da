"""What was answered stays answered; what failed is kept whole until it is retried."""

from functools import partial

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from storage import inbox
from storage.inbox import Failure, Given, Keys, State
from storage.uow import UnitOfWork
from tests.seeds import NOW, at_once, memory

__all__ = ["memory"]

FAILED = Failure("K7M2QX", "Said", State.FAILED, NOW, '{"header":{}}', "LookupError in ask:7")


def answer(memory: UnitOfWork, keys: Keys, words: str = "{}") -> None:
    memory.write(lambda db: inbox.keep_answer(db, keys, "Said", words, NOW))


def given(memory: UnitOfWork, keys: Keys) -> Given | None:
    return memory.read(lambda db: inbox.answer_given(db, keys))


def test_a_new_delivery_has_no_answer_yet(memory: UnitOfWork) -> None:
    assert given(memory, Keys("e1")) is None


def test_the_same_event_gets_the_same_answer(memory: UnitOfWork) -> None:
    answer(memory, Keys("e1"), '{"a":1}')
    assert given(memory, Keys("e1")) == Given('{"a":1}', same=True)
    assert given(memory, Keys("e2")) is None


def test_the_same_act_in_another_event_gets_the_first_answer(memory: UnitOfWork) -> None:
    answer(memory, Keys("e1", "act", "said"), "first")
    assert given(memory, Keys("e2", "act", "said")) == Given("first", same=True)
    assert given(memory, Keys("e3", "act", "other")) == Given("first", same=False)
    assert given(memory, Keys("e4", "other act", "said")) is None


def test_deliveries_without_an_act_are_not_one_another(memory: UnitOfWork) -> None:
    answer(memory, Keys("e1"))
    answer(memory, Keys("e2"))
    assert given(memory, Keys("e3")) is None


def test_the_event_itself_counts_before_its_act(memory: UnitOfWork) -> None:
    answer(memory, Keys("e1", "act", "said"), "of the act")
    answer(memory, Keys("e2"), "of the event")
    assert given(memory, Keys("e2", "act", "other")) == Given("of the event", same=True)


def test_of_many_at_once_one_is_kept(memory: UnitOfWork) -> None:
    outcomes = at_once(12, lambda n: answer(memory, Keys(f"e{n}", "act", "said")))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["IntegrityError"] * 11 + ["NoneType"]


def test_a_key_is_kept_once(memory: UnitOfWork) -> None:
    answer(memory, Keys("e1"))
    with pytest.raises(IntegrityError):
        answer(memory, Keys("e1"))


def test_a_failure_is_kept_whole(memory: UnitOfWork) -> None:
    memory.write(lambda db: inbox.keep_failure(db, "e1", FAILED, "sorry"))
    assert memory.read(lambda db: inbox.find_failure(db, "K7M2QX")) == FAILED
    assert memory.read(inbox.failures) == [FAILED]
    assert given(memory, Keys("e1")) == Given("sorry", same=True)


def test_a_failure_leaves_its_act_free_for_another_try(memory: UnitOfWork) -> None:
    memory.write(lambda db: inbox.keep_failure(db, "e1", FAILED, "sorry"))
    assert given(memory, Keys("e2", "act", "said")) is None


def test_what_was_retried_is_answered_and_forgotten(memory: UnitOfWork) -> None:
    memory.write(lambda db: inbox.keep_failure(db, "e1", FAILED, "sorry"))
    memory.write(lambda db: inbox.mark_retried(db, FAILED.ref, Keys("e1", "act", "said"), "done"))
    assert memory.read(lambda db: inbox.find_failure(db, FAILED.ref)) is None
    assert memory.read(inbox.failures) == []
    assert given(memory, Keys("e9", "act", "said")) == Given("done", same=True)
    assert memory.read(lambda db: db.scalar(text("SELECT delivery FROM inbox"))) is None


def test_failures_are_listed_oldest_first(memory: UnitOfWork) -> None:
    for number, ref in enumerate(("BBBBBB", "AAAAAA")):
        failure = Failure(ref, "Said", State.FAILED, NOW, "{}", "")
        memory.write(partial(inbox.keep_failure, event_key=f"e{number}", failure=failure, answer=""))
    assert [failure.ref for failure in memory.read(inbox.failures)] == ["BBBBBB", "AAAAAA"]
