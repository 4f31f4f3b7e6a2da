"""Changing a message before anybody knows its id, changing it again before it left, and taking back what waits."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from storage import backlog, claims
from storage.claims import Claimed
from storage.outbox import Outgoing, State, Verb, cancel, enqueue, message_of, outbox
from storage.uow import UnitOfWork
from tests.plans import plans, scanned, statements
from tests.seeds import at_once
from tests.sending import NINE, rows

LATER = NINE + timedelta(seconds=5)


@pytest.fixture
def db(db_url: str) -> Iterator[UnitOfWork]:
    """A migrated database of each kind."""
    with UnitOfWork(db_url) as opened:
        yield opened


def send(db: UnitOfWork, dedupe: str, content: str = "first", **more: object) -> int | None:
    outgoing = Outgoing("ou_li", Verb.SEND, content, dedupe=dedupe, **more)  # type: ignore[arg-type]
    return db.write(lambda c: enqueue(c, outgoing, NINE))


def change(db: UnitOfWork, target: str, content: str, lane: str = "ou_li", **more: object) -> int | None:
    outgoing = Outgoing(lane, Verb.PATCH, content, target=target, **more)  # type: ignore[arg-type]
    return db.write(lambda c: enqueue(c, outgoing, NINE))


def take(db: UnitOfWork, now: datetime = NINE) -> list[Claimed]:
    return list(db.write(lambda c: claims.claim(c, now, 10)).rows)


def deliver(db: UnitOfWork, now: datetime = NINE) -> list[Claimed]:
    """Take what may be sent and note that it was."""
    taken = take(db, now)
    for row in taken:
        db.write(lambda c, row=row: claims.sent(c, row, now, f"om_{row.id}"))  # type: ignore[misc]
    return taken


def test_a_patch_finds_its_message_by_the_key_it_was_sent_under(db: UnitOfWork) -> None:
    (sent,) = [send(db, "remind/1/nudge")]
    deliver(db)
    change(db, "=remind/1/nudge", "second")
    (row,) = take(db, LATER)
    assert (row.verb, row.target, row.content) == (Verb.PATCH, f"om_{sent}", "second")


def test_a_patch_of_what_waits_changes_what_will_be_sent(db: UnitOfWork) -> None:
    sent = send(db, "remind/1/nudge", not_before=NINE + timedelta(hours=1))
    assert change(db, "=remind/1/nudge", "second") == sent
    assert rows(db, "verb", "content", "state") == [("send", "second", "queued")]
    (row,) = take(db, NINE + timedelta(hours=1))
    assert (row.verb, row.content) == (Verb.SEND, "second")


def test_a_later_patch_takes_the_place_of_one_that_waits(db: UnitOfWork) -> None:
    send(db, "remind/1/nudge")
    deliver(db)
    first = change(db, "=remind/1/nudge", "second", not_before=LATER)
    assert change(db, "=remind/1/nudge", "third") == first
    assert [row.content for row in take(db, LATER)] == ["third"]


def test_patches_by_id_are_joined_too_and_other_messages_are_left_alone(db: UnitOfWork) -> None:
    change(db, "om_1", "a")
    change(db, "om_1", "b")
    change(db, "om_2", "c")
    change(db, "om_1", "d", lane="oc_other")
    assert rows(db, "target", "content") == [("om_1", "b"), ("om_2", "c"), ("om_1", "d")]


def test_a_patch_that_is_being_sent_is_not_changed_any_more(db: UnitOfWork) -> None:
    change(db, "om_1", "a")
    take(db)
    change(db, "om_1", "b")
    assert rows(db, "content") == [("a",), ("b",)]


def test_a_message_that_is_being_sent_is_patched_once_it_is_there(db: UnitOfWork) -> None:
    sent = send(db, "remind/1/nudge")
    (flying,) = take(db)
    change(db, "=remind/1/nudge", "second")
    assert take(db, NINE + timedelta(seconds=2)) == []
    db.write(lambda c: claims.sent(c, flying, NINE, f"om_{sent}"))
    (row,) = take(db, LATER)
    assert row.target == f"om_{sent}"


@pytest.mark.parametrize("ending", ["expired", "parked", "cancelled", "never there"])
def test_a_patch_of_what_never_became_a_message_expires_without_a_call(db: UnitOfWork, ending: str) -> None:
    if ending != "never there":
        send(db, "remind/1/nudge", expires_at=LATER if ending == "expired" else None)
    if ending == "cancelled":
        db.write(lambda c: cancel(c, "remind/1/"))
    else:
        taken = take(db)
        for row in taken if ending == "parked" else ():
            db.write(lambda c, row=row: claims.park(c, row, NINE, claims.Failure(230001, "no")))  # type: ignore[misc]
        for row in taken if ending == "expired" else ():
            db.write(lambda c, row=row: claims.postpone(c, row, NINE, LATER, claims.Failure(0, "x")))  # type: ignore[misc]
    change(db, "=remind/1/nudge", "second")
    assert take(db, NINE + timedelta(minutes=2)) == []
    (*_, patch) = rows(db, "verb", "state", "error")
    assert patch == ("patch", "expired", "its message was never sent")


def test_who_waits_for_an_answer_comes_before_messages_that_change(db: UnitOfWork) -> None:
    for number in range(3):
        send(db, f"remind/{number}/nudge")
        deliver(db, NINE + timedelta(seconds=2 * number))
    change(db, "=remind/1/nudge", "second")
    reply = Outgoing("oc_a", Verb.REPLY, "{}", target="om_x")
    db.write(lambda c: enqueue(c, reply, NINE))
    assert [row.verb for row in take(db, NINE + timedelta(seconds=9))] == [Verb.REPLY, Verb.PATCH]


def test_a_patch_that_expires_so_uses_no_permit(db: UnitOfWork) -> None:
    change(db, "=nobody", "second")
    take(db)
    assert rows(db, "claimed_at", "attempts") == [(None, 0)]


def test_a_patch_without_its_message_does_not_hold_up_its_lane(db: UnitOfWork) -> None:
    change(db, "=nobody", "second")
    send(db, "other")
    assert take(db) == []
    assert [row.verb for row in take(db)] == [Verb.SEND]


def test_what_waits_is_taken_back_by_the_beginning_of_its_key(db: UnitOfWork) -> None:
    for key in ("remind/1/nudge", "remind/1/last", "remind/10/nudge", "remind/2/nudge", "remind/1", "other"):
        send(db, key)
    assert db.write(lambda c: cancel(c, "remind/1/")) == 2
    kept = [str(key) for key, state in rows(db, "dedupe", "state") if state == State.QUEUED]
    assert kept == ["remind/10/nudge", "remind/2/nudge", "remind/1", "other"]


def test_what_is_on_its_way_or_there_is_not_taken_back(db: UnitOfWork) -> None:
    send(db, "remind/1/nudge")
    deliver(db)
    send(db, "remind/1/last")
    take(db, LATER)
    assert db.write(lambda c: cancel(c, "remind/1/")) == 0
    assert rows(db, "state") == [("sent",), ("queued",)]


def test_what_failed_and_waits_for_another_try_is_taken_back(db: UnitOfWork) -> None:
    send(db, "remind/1/nudge")
    (row,) = take(db)
    db.write(lambda c: claims.postpone(c, row, NINE, LATER, claims.Failure(230020, "too often")))
    assert db.write(lambda c: cancel(c, "remind/1/")) == 1


def test_an_operator_can_see_why_it_was_not_sent(db: UnitOfWork) -> None:
    send(db, "remind/1/nudge")
    db.write(lambda c: cancel(c, "remind/1/"))
    (entry,) = db.read(lambda c: backlog.listed(c, State.EXPIRED))
    assert entry.error == "cancelled"


def test_a_message_can_be_looked_up_by_its_key(db: UnitOfWork) -> None:
    sent = send(db, "digest/1")
    assert db.read(lambda c: message_of(c, "digest/1")) == (State.QUEUED, "")
    deliver(db)
    assert db.read(lambda c: message_of(c, "digest/1")) == (State.SENT, f"om_{sent}")
    assert db.read(lambda c: message_of(c, "digest/2")) is None


def test_taking_back_reads_no_more_than_it_needs(sqlite_url: str) -> None:
    with UnitOfWork(sqlite_url) as db:
        steps = plans(db, statements(db, lambda c: cancel(c, "remind/1/"), writes=True))
    assert len(steps) == 1
    assert "INDEX" in steps[0]


def test_a_patch_finds_what_waits_without_reading_all_that_was_ever_sent(sqlite_url: str) -> None:
    patch = Outgoing("ou_li", Verb.PATCH, "{}", target="=remind/1/nudge")
    with UnitOfWork(sqlite_url) as db:
        steps = plans(db, statements(db, lambda c: enqueue(c, patch, NINE), writes=True))
    assert scanned(steps, "outbox") == []


def test_a_claim_and_a_change_at_once_lose_nothing(db: UnitOfWork) -> None:
    for number in range(10):
        key, now = f"remind/{number}/nudge", NINE + timedelta(seconds=4 * number)
        send(db, key)

        def act(place: int, key: str = key, now: datetime = now) -> object:
            return take(db, now) if place else change(db, f"={key}", "second")

        at_once(2, act)
        held = outbox.update().where(outbox.c.verb == Verb.SEND).values(state="sent", message_id="om")
        db.write(lambda c, held=held: c.execute(held))  # type: ignore[misc]
        last = [content for (content,) in rows(db, "content")][-1]
        assert last == "second"
        deliver(db, now + timedelta(seconds=2))
