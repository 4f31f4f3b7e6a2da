"""The outbox's rows: kept once, claimed by one holder, in order, within the limits, and never sent twice blindly."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from threading import Barrier, Thread

import pytest

from storage import backlog, claims, facts
from storage.claims import Claimed, Failure
from storage.outbox import Outgoing, State, Verb, enqueue
from storage.uow import UnitOfWork
from tests.sending import NINE, db, rows, say

__all__ = ["db"]

SECOND = timedelta(seconds=1)
LATER = timedelta(seconds=2)


def take(db: UnitOfWork, now: datetime = NINE, most: int = 100) -> list[Claimed]:
    return list(db.write(lambda connection: claims.claim(connection, now, most)).rows)


def lanes(claimed: list[Claimed]) -> list[str]:
    return [row.lane for row in claimed]


def finish(db: UnitOfWork, claimed: list[Claimed], at: datetime = NINE) -> None:
    for row in claimed:
        assert db.write(partial(claims.sent, row=row, at=at, message_id=f"om_{row.id}"))


def test_what_was_said_once_under_a_key_is_not_said_again(db: UnitOfWork) -> None:
    assert len(say(db, "oc_a", dedupe="push/1")) == 1
    assert say(db, "oc_a", dedupe="push/1") == []
    assert len(say(db, "oc_a", "oc_a")) == 2


def test_every_row_has_a_uuid_of_its_own_that_feishu_accepts(db: UnitOfWork) -> None:
    say(db, *["oc_a"] * 20)
    uuids = {str(uuid) for (uuid,) in rows(db, "uuid")}
    assert len(uuids) == 20
    assert all(0 < len(uuid) <= 50 for uuid in uuids)


def test_only_the_oldest_row_of_a_lane_is_given_out(db: UnitOfWork) -> None:
    first, second, other = say(db, "oc_a", "oc_a", "oc_b")
    taken = take(db)
    assert [row.id for row in taken] == [first, other]
    assert take(db, NINE + LATER) == []
    finish(db, taken)
    assert [row.id for row in take(db, NINE + LATER)] == [second]


def test_answers_come_before_groups_and_groups_before_people(db: UnitOfWork) -> None:
    say(db, "ou_a", "oc_a")
    db.write(lambda c: enqueue(c, Outgoing("oc_b", Verb.REPLY, "{}", target="om_1"), NINE))
    assert lanes(take(db)) == ["oc_b", "oc_a", "ou_a"]


def test_a_row_for_later_waits_and_holds_nobody_up(db: UnitOfWork) -> None:
    say(db, "oc_a", not_before=NINE + LATER)
    now = say(db, "oc_a")
    assert [row.id for row in take(db)] == now
    finish(db, take(db, NINE + LATER))


def test_a_lane_waits_for_a_row_that_backs_off_and_others_do_not(db: UnitOfWork) -> None:
    say(db, "oc_a", "oc_a", "oc_b")
    head, other = take(db)
    finish(db, [other])
    db.write(lambda c: claims.postpone(c, head, NINE, NINE + 5 * SECOND, Failure(2200, "internal")))
    assert take(db, NINE + LATER) == []
    assert [row.attempts for row in take(db, NINE + 5 * SECOND)] == [1]


@pytest.mark.parametrize("end", ["parked", "expired"])
def test_a_row_that_was_given_up_does_not_block_its_lane(db: UnitOfWork, end: str) -> None:
    say(db, "oc_a", expires_at=NINE + SECOND if end == "expired" else None)
    _, second = [0, *say(db, "oc_a")]
    if end == "parked":
        (head,) = take(db)
        db.write(lambda c: claims.park(c, head, NINE, Failure(230002, "not in the group")))
    assert [row.id for row in take(db, NINE + LATER)] == [second]
    assert rows(db, "state")[0] == (end,)


def test_a_row_that_is_too_late_is_dropped_unless_it_is_on_its_way(db: UnitOfWork) -> None:
    say(db, "ou_a", "ou_b", expires_at=NINE + SECOND)
    (flying,) = take(db, most=1)
    assert take(db, NINE + LATER) == []
    assert [state for (state,) in rows(db, "state")] == ["queued", "expired"]
    finish(db, [flying])


def test_at_most_fifty_are_given_out_in_a_second_and_two_of_them_are_kept_for_answers(db: UnitOfWork) -> None:
    say(db, *[f"ou_{number}" for number in range(200)])
    assert len(take(db)) == 48
    assert take(db, NINE + SECOND) == []
    for number in range(3):
        lane = f"oc_{number}"
        answer = Outgoing(lane, Verb.REPLY, "{}", target="om_1")
        db.write(partial(enqueue, outgoing=answer, at=NINE))
    assert lanes(take(db, NINE + SECOND)) == ["oc_0", "oc_1"]


def test_a_permit_counts_until_a_second_after_its_call_has_ended(db: UnitOfWork) -> None:
    say(db, *[f"ou_{number}" for number in range(200)])
    slow = take(db)
    assert take(db, NINE + 2 * SECOND) == [], "all of them may still arrive"
    finish(db, slow[:40], NINE + 2 * SECOND)
    assert take(db, NINE + 3 * SECOND) == [], "40 may have arrived a moment ago"
    assert len(take(db, NINE + 3.2 * SECOND)) == 40
    finish(db, slow[40:], NINE + 4 * SECOND)


def test_calls_of_a_process_that_died_hold_the_others_up_for_seconds_only(db: UnitOfWork) -> None:
    say(db, *[f"ou_{number}" for number in range(200)])
    take(db)
    assert take(db, NINE + 4 * SECOND) == []
    assert len(take(db, NINE + 5 * SECOND)) == 48


def test_a_lane_counts_its_permits_from_the_ends_of_its_calls(db: UnitOfWork) -> None:
    say(db, *["oc_a"] * 6)
    for _ in range(5):
        finish(db, take(db, NINE), NINE + 0.9 * SECOND)
    assert take(db, NINE + 1.2 * SECOND) == [], "five may have arrived 0.3 s ago"
    assert len(take(db, NINE + 2 * SECOND)) == 1


def test_at_most_a_thousand_are_given_out_in_a_minute(db: UnitOfWork) -> None:
    say(db, *[f"ou_{number}" for number in range(1100)])
    given = 0
    for number in range(29):
        taken = take(db, NINE + number * LATER)
        finish(db, taken, NINE + number * LATER)
        given += len(taken)
    assert given == 980
    assert len(take(db, NINE + 61 * SECOND)) == 48


def test_a_lane_gets_at_most_five_in_a_second(db: UnitOfWork) -> None:
    say(db, *["oc_a"] * 8)
    for number in range(8):
        taken = take(db, NINE + number * SECOND / 10)
        assert len(taken) == (number < 5)
        finish(db, taken)
    assert len(take(db, NINE + 1.2 * SECOND)) == 1


def test_a_holder_whose_lease_ran_out_cannot_settle_what_another_took(db: UnitOfWork) -> None:
    say(db, "oc_a")
    (slow,) = take(db)
    assert take(db, NINE + claims.LEASE - SECOND) == []
    (quick,) = take(db, NINE + claims.LEASE)
    assert quick.uuid == slow.uuid
    assert not db.write(lambda c: claims.sent(c, slow, NINE, "om_slow"))
    assert not db.write(lambda c: claims.park(c, slow, NINE, Failure(1, "late")))
    assert db.write(lambda c: claims.sent(c, quick, NINE, "om_quick"))
    assert rows(db, "state", "message_id") == [("sent", "om_quick")]


def test_what_may_have_been_sent_an_hour_ago_is_parked_and_not_sent_again(db: UnitOfWork) -> None:
    say(db, "oc_a", "oc_a")
    take(db)
    late = NINE + timedelta(hours=1)
    taken = db.write(lambda c: claims.claim(c, late, 10))
    assert [row.id for row in taken.unsure] == [1]
    assert rows(db, "state", "error")[0] == ("parked", claims.UNKNOWN_OUTCOME.reason)
    assert [row.id for row in take(db, late + LATER)] == [2]


def test_what_surely_was_not_sent_may_be_tried_for_as_long_as_it_takes(db: UnitOfWork) -> None:
    say(db, "oc_a")
    now, why = NINE, Failure(0, "refused", reached=False)
    for _ in range(30):
        (row,) = take(db, now)
        now += timedelta(minutes=5)
        db.write(partial(claims.postpone, row=row, at=now, until=now, why=why))
    assert [row.attempts for row in take(db, now)] == [0]


def test_changing_a_card_again_does_no_harm_however_late(db: UnitOfWork) -> None:
    db.write(lambda c: enqueue(c, Outgoing("oc_a", Verb.PATCH, "{}", target="om_1"), NINE))
    take(db)
    assert len(take(db, NINE + timedelta(hours=9))) == 1


def test_a_clock_that_is_set_back_an_hour_does_not_stop_the_outbox(db: UnitOfWork) -> None:
    say(db, *[f"ou_{number}" for number in range(100)])
    waiting = take(db)
    for row in waiting[:20]:
        until = NINE + timedelta(seconds=300)
        db.write(partial(claims.postpone, row=row, at=NINE, until=until, why=Failure(2200, "internal")))
    assert len(take(db, NINE - timedelta(hours=1))) == 48


def test_a_row_that_is_given_back_can_be_taken_at_once(db: UnitOfWork) -> None:
    say(db, "oc_a")
    (row,) = take(db)
    assert db.write(lambda c: claims.release(c, row))
    assert rows(db, "lease_until", "unsure_since") == [(None, None)]
    assert len(take(db, NINE + LATER)) == 1


def test_a_row_under_way_that_is_given_back_waits_until_its_call_must_be_over(db: UnitOfWork) -> None:
    say(db, "oc_a")
    (row,) = take(db)
    db.write(lambda c: claims.abandon(c, row, NINE + 20 * SECOND))
    assert take(db, NINE + 19 * SECOND) == []
    assert [again.uuid for again in take(db, NINE + 20 * SECOND)] == [row.uuid]


def test_the_backlog_counts_what_could_leave_and_how_long_it_has_waited(db: UnitOfWork) -> None:
    assert db.read(lambda c: backlog.backlog(c, NINE)) == backlog.Backlog(0, timedelta())
    say(db, "oc_a", "oc_b")
    say(db, "oc_c", not_before=NINE + timedelta(hours=1))
    say(db, "oc_d", expires_at=NINE + SECOND)
    assert db.read(lambda c: backlog.backlog(c, NINE + LATER)) == backlog.Backlog(2, LATER)
    late = NINE + timedelta(hours=1) + SECOND
    assert db.read(lambda c: backlog.backlog(c, late)).depth == 3


def test_rows_are_listed_and_counted_without_what_they_say(db: UnitOfWork) -> None:
    say(db, "oc_a", "oc_b", about="daily_kpi")
    finish(db, take(db, most=1))
    entries = db.read(backlog.listed)
    assert [(entry.lane, entry.state, entry.about) for entry in entries] == [
        ("oc_b", State.QUEUED, "daily_kpi"),
        ("oc_a", State.SENT, "daily_kpi"),
    ]
    assert not hasattr(entries[0], "content")
    assert [entry.id for entry in db.read(lambda c: backlog.listed(c, State.SENT))] == [1]
    assert db.read(backlog.counted) == {"queued": 1, "sent": 1, "parked": 0, "expired": 0}


@pytest.mark.parametrize("age,same", [(timedelta(minutes=10), True), (timedelta(minutes=61), False)])
def test_a_parked_row_is_tried_again_with_its_uuid_only_while_feishu_remembers_it(
    db: UnitOfWork, age: timedelta, same: bool
) -> None:
    (row_id,) = say(db, "oc_a")
    (row,) = take(db)
    db.write(lambda c: claims.park(c, row, NINE, Failure(230002, "not in the group")))
    assert db.write(lambda c: backlog.retry(c, row_id, NINE + age))
    assert not db.write(lambda c: backlog.retry(c, row_id, NINE + age))
    (again,) = take(db, NINE + age)
    assert (again.uuid == row.uuid) is same
    assert again.attempts == 0


def test_what_was_sent_long_ago_can_be_forgotten(db: UnitOfWork) -> None:
    say(db, "oc_a", "oc_b")
    finish(db, take(db, most=1))
    assert db.write(lambda c: backlog.forget(c, NINE + SECOND)) == 1
    assert [lane for (lane,) in rows(db, "lane")] == ["oc_b"]


def test_a_fact_is_kept_in_place_of_the_one_before(db: UnitOfWork) -> None:
    assert db.read(lambda c: facts.get(c, "bot_open_id")) is None
    for value in ("ou_1", "ou_2"):
        db.write(partial(facts.put, name="bot_open_id", value=value))
    assert db.read(lambda c: facts.get(c, "bot_open_id")) == "ou_2"


def test_holders_that_claim_at_the_same_time_share_the_rows_and_the_limit(db: UnitOfWork) -> None:
    say(db, *[f"ou_{number}" for number in range(100)])
    taken: list[Claimed] = []
    start = Barrier(6)

    def holder() -> None:
        start.wait()
        for _ in range(4):
            taken.extend(take(db, most=5))

    together([holder] * 6)
    assert len(taken) == len({row.id for row in taken}) == 48


def together(works: list[Callable[[], None]]) -> None:
    threads = [Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
