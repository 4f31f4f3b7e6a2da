"""What is old goes, and only what nobody can need: answers, messages and everyday changes, by the table's own order."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Engine, event, text, update

from storage import audit, claims, inbox, outbox, retention
from storage.engine import Connection
from storage.histories import histories
from storage.inbox import Failure, Keys
from storage.outbox import Outgoing, State, Verb
from storage.retention import Kept
from storage.uow import UnitOfWork
from tests.seeds import NOW, found, memory, person

__all__ = ["memory"]

DAY = timedelta(days=1)
OLD, FRESH = NOW - 40 * DAY, NOW - 10 * DAY
BEFORE = NOW - 30 * DAY


def sweep(memory: UnitOfWork, kept: Kept, most: int = 100, before: datetime = BEFORE) -> int:
    """Walk through a whole table; give how many rows went."""
    gone, after, goes_on = 0, 0, True
    while goes_on:
        seen = memory.read(partial(retention.look, kept=kept, after=after, before=before, most=most))
        gone += memory.write(partial(retention.drop, kept=kept, seen=seen, before=before, now=NOW))
        after, goes_on = seen.last, seen.goes_on
    return gone


def column(memory: UnitOfWork, query: str) -> list[object]:
    return [row[0] for row in memory.read(lambda db: db.execute(text(query)).all())]


def answer(memory: UnitOfWork, key: str, at: datetime, act: str | None = None) -> None:
    memory.write(lambda db: inbox.keep_answer(db, Keys(key, act, "digest"), "Said", "{}", at))


def say(memory: UnitOfWork, key: str, at: datetime) -> int:
    row = memory.write(lambda db: outbox.enqueue(db, Outgoing(f"oc_{key}", Verb.SEND, "{}", dedupe=key), at))
    assert row is not None
    return row


def stands(memory: UnitOfWork, row: int, state: State, sent_at: datetime | None = None) -> None:
    """Give a row the end that a sender would have given it."""
    table = outbox.outbox
    done = update(table).where(table.c.id == row).values(state=state, sent_at=sent_at)
    memory.write(lambda db: db.execute(done).rowcount)


def test_old_answers_go_and_fresh_ones_still_answer(memory: UnitOfWork) -> None:
    answer(memory, "old", OLD)
    answer(memory, "fresh", FRESH)
    answer(memory, "newest", NOW)
    assert sweep(memory, Kept.INBOX) == 1
    assert memory.read(lambda db: inbox.answer_given(db, Keys("old"))) is None
    assert memory.read(lambda db: inbox.answer_given(db, Keys("fresh"))) is not None


def test_a_press_is_remembered_as_long_as_its_card_can_be_pressed(memory: UnitOfWork) -> None:
    """Even where answers are kept for two days only: pressing the same form again files nothing twice."""
    answer(memory, "pressed", NOW - 20 * DAY, act="form")
    answer(memory, "pressed long ago", NOW - 32 * DAY, act="older form")
    answer(memory, "said", NOW - 20 * DAY)
    answer(memory, "newest", NOW)
    assert sweep(memory, Kept.INBOX, before=NOW - 2 * DAY) == 2
    assert column(memory, "select event_key from inbox order by id") == ["pressed", "newest"]


def test_a_delivery_that_failed_waits_for_its_retry_for_ever(memory: UnitOfWork) -> None:
    failure = Failure("K7M2QX", "Said", inbox.State.FAILED, OLD, "{}", "KeyError")
    memory.write(lambda db: inbox.keep_failure(db, "failed", failure, "{}"))
    answer(memory, "newest", NOW)
    assert sweep(memory, Kept.INBOX) == 0
    memory.write(lambda db: inbox.mark_retried(db, "K7M2QX", Keys("failed"), "{}"))
    assert sweep(memory, Kept.INBOX) == 1


@pytest.mark.parametrize("state, goes", [("sent", True), ("expired", True), ("parked", False), ("queued", False)])
def test_only_messages_that_are_over_go(memory: UnitOfWork, state: str, goes: bool) -> None:
    stands(memory, say(memory, "old", OLD), State(state))
    say(memory, "newest", NOW)
    assert sweep(memory, Kept.OUTBOX) == goes


def test_a_message_counts_from_when_it_was_sent_not_from_when_it_was_queued(memory: UnitOfWork) -> None:
    stands(memory, say(memory, "late", OLD), State.SENT, sent_at=FRESH)
    stands(memory, say(memory, "early", OLD), State.SENT, sent_at=OLD)
    say(memory, "newest", NOW)
    assert sweep(memory, Kept.OUTBOX) == 1
    assert column(memory, "select dedupe from outbox order by id") == ["late", "newest"]


def test_a_change_of_a_message_that_is_gone_expires_instead_of_failing(memory: UnitOfWork) -> None:
    stands(memory, say(memory, "card", OLD), State.SENT, sent_at=OLD)
    patch = Outgoing("oc_card", Verb.PATCH, "{}", target="=card")
    row = memory.write(lambda db: outbox.enqueue(db, patch, NOW))
    sweep(memory, Kept.OUTBOX)
    assert memory.write(lambda db: claims.claim(db, NOW, 10)) == claims.Claims([], [])
    assert column(memory, f"select state from outbox where id = {row}") == ["expired"]  # noqa: S608 - a number


def noted(db: Connection, *subjects: str, at: datetime = OLD) -> None:
    for subject in subjects:
        audit.note(db, at, person(db, "ou_li").id, "change", subject, {})


def test_everyday_changes_go_and_those_of_money_prices_and_customers_stay(memory: UnitOfWork) -> None:
    memory.write(found)
    money = ["SO-1", "Q-1", "HK-1", "P-1", "C-1", "TG-1", "H-1", "I-1", "team-1", "push/daily_kpi", "import-1", "VAT-1"]
    memory.write(lambda db: noted(db, "V-1", "R-1", "F-1", "T-1", *money))
    assert sweep(memory, Kept.AUDIT) == 4
    assert column(memory, "select subject from audit order by id") == money


def test_while_a_batch_of_history_can_be_taken_back_what_was_changed_of_it_stays_known(memory: UnitOfWork) -> None:
    memory.write(found)
    memory.write(lambda db: noted(db, "V-1"))
    row = {"source": "old.zip", "made_at": OLD, "counts": {}, "seats": [], "audited": 1}
    memory.write(lambda db: db.execute(histories.insert(), row | {"made_by": person(db, "ou_li").id}).rowcount)
    memory.write(lambda db: noted(db, "V-2", "V-3"))
    assert sweep(memory, Kept.AUDIT) == 1
    memory.write(lambda db: db.execute(update(histories).values(undone_at=NOW)).rowcount)
    assert sweep(memory, Kept.AUDIT) == 1, "V-3 is the newest row"


def test_numbers_are_not_given_away_again(memory: UnitOfWork) -> None:
    memory.write(found)
    memory.write(lambda db: noted(db, "V-1", "V-2"))
    sweep(memory, Kept.AUDIT)
    memory.write(lambda db: noted(db, "V-3"))
    assert column(memory, "select max(id) from audit") == [3]


@pytest.mark.parametrize("most", [1, 2, 3, 7])
def test_a_walk_in_small_stretches_finds_everything(memory: UnitOfWork, most: int) -> None:
    for number in range(10):
        row = say(memory, f"{number}", OLD)
        if number % 3:
            stands(memory, row, State.SENT)
    say(memory, "newest", NOW)
    assert sweep(memory, Kept.OUTBOX, most) == 6
    assert column(memory, "select count(*) from outbox") == [5]


def test_a_walk_ends_where_nothing_is_old(memory: UnitOfWork) -> None:
    for number in range(4):
        answer(memory, f"{number}", OLD if number < 2 else FRESH)
    seen = memory.read(partial(retention.look, kept=Kept.INBOX, after=0, before=BEFORE, most=2))
    assert (seen.is_old, seen.goes_on) == (True, True)
    seen = memory.read(partial(retention.look, kept=Kept.INBOX, after=seen.last, before=BEFORE, most=2))
    assert (seen.is_old, seen.goes_on) == (False, False)


@contextmanager
def overheard() -> Iterator[list[tuple[str, Any]]]:
    """Every statement that reaches a database meanwhile, with its parameters."""
    heard: list[tuple[str, Any]] = []

    def hear(_db: object, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        heard.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        event.remove(Engine, "before_cursor_execute", hear)


def plan(db: Connection, statement: str, parameters: Any) -> str:
    if db.dialect.name == "sqlite":
        explained = db.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
    else:
        # A handful of rows, which is all there is here, PostgreSQL would rather read whole.
        db.exec_driver_sql("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        explained = db.exec_driver_sql(f"EXPLAIN {statement}", parameters)
    return "\n".join(str(row) for row in explained.all())


@pytest.mark.parametrize("kept", list(Kept))
def test_looking_and_deleting_go_by_the_primary_key(memory: UnitOfWork, kept: Kept) -> None:
    """Never through the whole table, nor by a sort: it may be large, and somebody waits."""
    with overheard() as heard:
        sweep(memory, kept)
    asked = [each for each in heard if each[0].startswith(("SELECT", "DELETE"))]
    assert [statement.split()[0] for statement, _ in asked] == ["SELECT", "DELETE"]
    for statement, parameters in asked:
        said = memory.write(partial(plan, statement=statement, parameters=parameters))
        assert f"SEARCH {kept} USING INTEGER PRIMARY KEY" in said or f"using pk_{kept}" in said
        assert not re.search(rf"SCAN {kept}|TEMP B-TREE|Sort|Seq Scan on {kept}", said), said
