"""Many messages at once while something is wrong: a dead token, poison at the head, Feishu away, a whole company.

| case | test |
|---|---|
| 45 the token dies under 16 threads: one refresh, nothing lost | test_a_token_that_dies_under_sixteen_threads |
| 45 expired by the clock, and by any of its codes | test_every_word_for_a_dead_token_gets_a_new_one |
| 44 poison at the head | test_poison_at_the_head_keeps_nobody_waiting |
| 47 Feishu away for half an hour and for eight | test_what_waited_out_an_outage_goes_at_the_limit |
| 46 5,500 at nine: time, refusals, groups first, order | test_a_whole_company_hears_within_the_limits |
"""

from collections import Counter
from datetime import timedelta
from functools import partial
from itertools import pairwise

import pytest

from bot.feishu.codes import DEAD_TOKENS
from bot.feishu.outbound import Outbound
from playground import FakeFeishu, HandClock, Person
from scheduler.alarms import ABOUT
from scheduler.outbox import Sender
from storage import backlog, claims
from storage.outbox import Outgoing, State, Verb, enqueue
from storage.uow import UnitOfWork
from tests.faults.extents import Many
from tests.installation import sqlite_url
from tests.sending import MESSAGES, NINE, admin, clock, codes, db, drain, feishu, rows, sender, tell, titles, words

__all__ = ["admin", "clock", "db", "feishu", "sender", "sqlite_url"]

TOKEN = "/open-apis/auth/v3/tenant_access_token/internal"


def staff(feishu: FakeFeishu, number: int) -> list[Person]:
    """So many people."""
    return [feishu.add_person(f"销售{each}") for each in range(number)]


def seen(feishu: FakeFeishu, people: list[Person]) -> Counter[int]:
    """How many of them have how many messages."""
    return Counter(len(feishu.messages(feishu.direct(person))) for person in people)


def tokens(feishu: FakeFeishu) -> int:
    """How often a token was asked for."""
    return sum(call.path == TOKEN for call in feishu.calls)


def test_a_token_that_dies_under_sixteen_threads(
    db: UnitOfWork, feishu: FakeFeishu, sender: Sender, clock: HandClock
) -> None:
    people = staff(feishu, 48)
    tell(db, people[0].open_id)
    drain(sender, db, clock)
    before = tokens(feishu)
    for person in people[1:]:
        tell(db, person.open_id)
    assert sender.run_once() == 16
    feishu.tenant.tokens.revoke()
    drain(sender, db, clock)
    assert tokens(feishu) == before + 1
    assert set(rows(db, "state", "attempts")) == {("sent", 0)}
    assert seen(feishu, people) == {1: 48}


@pytest.mark.parametrize("code", sorted(DEAD_TOKENS))
def test_every_word_for_a_dead_token_gets_a_new_one(
    sqlite_url: str, feishu: FakeFeishu, clock: HandClock, code: int
) -> None:
    people = staff(feishu, 2)
    with UnitOfWork(sqlite_url) as db:
        sender = Sender(db, Outbound(feishu.app_id, feishu.app_secret, feishu.url), clock)
        tell(db, people[0].open_id)
        drain(sender, db, clock)
        before = tokens(feishu)
        feishu.faults.fail(MESSAGES, status=400, code=code)
        tell(db, people[1].open_id)
        assert sender.run_once() == 1
        sender.stop()
        assert tokens(feishu) == before + 1
        assert set(rows(db, "state", "attempts")) == {("sent", 0)}


def test_poison_at_the_head_keeps_nobody_waiting(
    db: UnitOfWork, feishu: FakeFeishu, sender: Sender, clock: HandClock, admin: Person
) -> None:
    """A chat that is not there, a bot that was put out, a card that is refused, and one that is no card at all."""
    people, gone = staff(feishu, 40), feishu.add_group("散了", staff(feishu, 1))
    gone.bot = False
    odd = '{"schema":"2.0","body":{"elements":[{"tag":"no such thing"}]}}'
    poison = [("oc_nowhere", words(1)), (gone.chat_id, words(1)), (people[0].open_id, odd), (people[1].open_id, "?")]
    for lane, content in poison:
        db.write(partial(enqueue, outgoing=Outgoing(lane, Verb.SEND, content, about="push"), at=NINE))
    for person in people:
        tell(db, person.open_id)
    assert drain(sender, db, clock) < 5
    assert Counter(state for (state,) in rows(db, "state")[:4]) == {"parked": 4}
    assert seen(feishu, people) == {1: 40}
    assert len(feishu.messages(feishu.direct(admin))) >= 2


@pytest.mark.parametrize("away", [timedelta(minutes=30), timedelta(hours=8)], ids=str)
def test_what_waited_out_an_outage_goes_at_the_limit(
    db: UnitOfWork, feishu: FakeFeishu, sender: Sender, clock: HandClock, away: timedelta
) -> None:
    """Reminders that are of no use any more are dropped and counted; everything else arrives, alerts among it."""
    people = staff(feishu, 120)
    feishu.faults.fail("/open-apis/", times=100_000, status=503, html=True)
    for number, person in enumerate(people):
        stale = {"expires_at": NINE + timedelta(minutes=20), "about": "reminder"} if number % 3 == 0 else {}
        tell(db, person.open_id, **stale)
    tell(db, people[0].open_id, 2, about=ABOUT)
    while clock.now() < NINE + away:
        sender.run_once()
        clock.advance(120)
    # Some are tried before it is clear; then only a probe once a minute, which asks for a token.
    assert len(codes(feishu)) <= 2 * 16
    feishu.faults.clear()
    back = clock.now()
    drain(sender, db, clock, most=1300)
    counted = db.read(backlog.counted)
    assert counted[State.EXPIRED] == 40
    assert counted[State.SENT] + counted[State.PARKED] >= 81
    assert titles(feishu, feishu.direct(people[0])) == ["第2条"]
    times = sorted(message.created_at for person in people for message in feishu.messages(feishu.direct(person)))
    assert all(later - earlier >= timedelta(seconds=1) for earlier, later in zip(times, times[50:], strict=False))
    assert times[0] >= back
    assert 429 not in {call.status for call in feishu.calls}


@pytest.mark.timeout(600)
def test_a_whole_company_hears_within_the_limits(
    sqlite_url: str, feishu: FakeFeishu, clock: HandClock, many: Many
) -> None:
    """500 groups and 5,000 people at nine o'clock, by three senders: by the limits it takes 310.4 s."""
    groups, persons = many(20, 500), many(180, 5_000)
    people = staff(feishu, persons)
    chats = [feishu.add_group(f"{number}队", people[:1]) for number in range(groups)]
    for chat in chats:
        chat.bot = True
    lanes = [person.open_id for person in people] + [chat.chat_id for chat in (*chats, *chats[:20])]
    with UnitOfWork(sqlite_url) as db:
        senders = [Sender(db, Outbound(feishu.app_id, feishu.app_secret, feishu.url), clock) for _ in range(3)]
        db.write(lambda c: [enqueue(c, Outgoing(lane, Verb.SEND, words(n)), NINE) for n, lane in enumerate(lanes)])
        while db.read(claims.anything):
            if not sum(sender.run_once() for sender in senders):
                clock.advance(0.1)
        for sender in senders:
            sender.stop()
    calls = [call for call in feishu.calls if call.path == MESSAGES]
    took = (clock.now() - NINE).total_seconds()
    minutes, rest = divmod(len(lanes), 1000)
    least = minutes * 60 + rest / 50  # 1000 in each minute, and the rest at 50 a second
    assert took <= least * 1.1 + 2, took
    assert sum(call.status == 429 for call in calls) <= 5
    receivers = [str(call.body["receive_id"]) for call in calls if call.status == 200]
    assert len(receivers) == len(lanes)
    assert max(place for place, lane in enumerate(receivers) if lane.startswith("oc_")) < 2 * groups + 3 * 16
    assert all(_in_order(titles(feishu, chat)) for chat in chats)


def _in_order(said: list[str]) -> bool:
    numbers = [int("".join(filter(str.isdigit, title))) for title in said]
    return all(earlier < later for earlier, later in pairwise(numbers))
