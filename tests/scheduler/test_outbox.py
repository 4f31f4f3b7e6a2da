"""The sender against a faithful platform on a hand-turned clock: nothing lost, doubled, out of order or too fast."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from threading import Event, Thread

import pytest

from bot.card import card, md
from bot.feishu.codes import Kind, Refused
from bot.feishu.outbound import Outbound
from bot.text import Text
from playground.clocks import HandClock
from playground.feishu import FakeFeishu
from playground.people import Chat, Person
from scheduler.alarms import ABOUT
from scheduler.outbox import Sender
from storage import backlog, claims, facts, people
from storage.claims import Claimed
from storage.outbox import Outgoing, Verb, enqueue
from storage.uow import UnitOfWork
from tests.sending import NINE, Receiver, db, outbox_url, rows, say

__all__ = ["db", "outbox_url"]

MESSAGES = "/open-apis/im/v1/messages"


@pytest.fixture
def clock() -> HandClock:
    return HandClock(NINE)


@pytest.fixture
def feishu(clock: HandClock) -> Iterator[FakeFeishu]:
    with FakeFeishu(clock) as platform:
        yield platform


@pytest.fixture
def team(feishu: FakeFeishu) -> Chat:
    chat = feishu.add_group("华东一组", [feishu.add_person("林一帆"), feishu.add_person("周予安")])
    chat.bot = True
    return chat


@pytest.fixture
def admin(feishu: FakeFeishu) -> Person:
    return feishu.add_person("管理员")


@pytest.fixture
def sender(db: UnitOfWork, feishu: FakeFeishu, clock: HandClock, admin: Person) -> Iterator[Sender]:
    outbound = Outbound(feishu.app_id, feishu.app_secret, feishu.url, timeouts=(3.05, 0.5))
    sender = Sender(db, outbound, clock, admins=[admin.open_id])
    yield sender
    sender.stop()


def words(number: object) -> str:
    text = Text(f"第{number}条", f"Number {number}")
    return card(text, md(text), summary=text).dumps()


def tell(db: UnitOfWork, lane: str, number: object = 1, **more: object) -> None:
    outgoing = Outgoing(lane, Verb.SEND, words(number), **more)  # type: ignore[arg-type]
    db.write(lambda c: enqueue(c, outgoing, NINE))


def drain(sender: Sender, db: UnitOfWork, clock: HandClock, step: float = 0.1, most: float = 900) -> float:
    """Send until nothing is queued; give how long that took by the clock, in seconds."""
    start = clock.now()
    while db.read(backlog.counted)["queued"]:
        took = (clock.now() - start).total_seconds()
        assert took <= most, rows(db, "state", "code", "error")
        if not sender.run_once():
            clock.advance(step)
    return (clock.now() - start).total_seconds()


def titles(feishu: FakeFeishu, chat: Chat) -> list[str]:
    return [str((message.card or {})["header"]["title"]["content"]) for message in feishu.messages(chat)]


def codes(feishu: FakeFeishu) -> list[int]:
    return [call.code for call in feishu.calls if call.path.startswith(MESSAGES)]


def test_what_was_said_arrives_in_the_order_in_which_it_was_said(
    db: UnitOfWork, feishu: FakeFeishu, team: Chat, sender: Sender, clock: HandClock
) -> None:
    person = team.members[0]
    for number in range(12):
        tell(db, team.chat_id, number)
        tell(db, person.open_id, number)
    drain(sender, db, clock)
    expected = [f"第{number}条" for number in range(12)]
    assert titles(feishu, team) == titles(feishu, feishu.direct(person)) == expected
    assert set(codes(feishu)) == {0}
    assert rows(db, "message_id")[0] == (feishu.messages(team)[0].message_id,)


def test_a_card_is_answered_and_changed_on_the_same_road(
    db: UnitOfWork, feishu: FakeFeishu, team: Chat, sender: Sender, clock: HandClock
) -> None:
    tell(db, team.chat_id)
    drain(sender, db, clock)
    first = feishu.messages(team)[0].message_id
    for verb, number in ((Verb.PATCH, 2), (Verb.REPLY, 3)):
        outgoing = Outgoing(team.chat_id, verb, words(number), target=first)
        db.write(lambda c, outgoing=outgoing: enqueue(c, outgoing, NINE))
    drain(sender, db, clock)
    assert titles(feishu, team) == ["第2条", "第3条"]


def test_a_group_gets_no_more_than_five_a_second(
    db: UnitOfWork, feishu: FakeFeishu, team: Chat, sender: Sender, clock: HandClock
) -> None:
    for number in range(30):
        tell(db, team.chat_id, number)
    assert 5.0 <= drain(sender, db, clock) < 8.0
    times = [message.created_at for message in feishu.messages(team)]
    assert len(times) == 30
    assert all(later - earlier >= timedelta(seconds=1) for earlier, later in zip(times, times[5:], strict=False))


def test_one_row_that_can_never_arrive_is_parked_and_all_others_arrive(
    db: UnitOfWork, feishu: FakeFeishu, team: Chat, sender: Sender, clock: HandClock, admin: Person
) -> None:
    tell(db, "oc_nowhere", about="daily_kpi")
    tell(db, "oc_nowhere")
    for number in range(20):
        tell(db, team.members[number % 2].open_id, number)
    drain(sender, db, clock)
    assert [state for (state,) in rows(db, "state")] == ["parked", "parked", *["sent"] * 21]
    assert rows(db, "code")[0] == (230034,)
    assert len(feishu.messages(feishu.direct(admin))) == 1
    assert "outbox retry 1" in str(feishu.last_card(feishu.direct(admin)).card)


def test_a_notice_that_cannot_be_sent_is_not_the_cause_of_another(
    db: UnitOfWork, feishu: FakeFeishu, sender: Sender, clock: HandClock, admin: Person
) -> None:
    admin.available = False
    tell(db, "oc_nowhere")
    drain(sender, db, clock)
    assert rows(db, "state", "about") == [("parked", ""), ("parked", ABOUT)]


def test_a_dead_token_costs_no_message(
    db: UnitOfWork, feishu: FakeFeishu, team: Chat, sender: Sender, clock: HandClock
) -> None:
    tell(db, team.chat_id, 1)
    drain(sender, db, clock)
    feishu.tenant.tokens.revoke()
    for person in team.members:
        tell(db, person.open_id, 2)
    assert sender.run_once() == 2
    assert set(rows(db, "state", "attempts")) == {("sent", 0)}
    assert sum("tenant_access_token" in call.path for call in feishu.calls) == 2


def test_the_whole_app_waits_as_long_as_the_platform_says_and_every_row_is_kept(
    db: UnitOfWork, feishu: FakeFeishu, team: Chat, sender: Sender, clock: HandClock
) -> None:
    feishu.faults.fail(MESSAGES, status=429, code=99991400, headers={"x-ogw-ratelimit-reset": "52"})
    tell(db, team.chat_id, 1)
    sender.run_once()
    for person in team.members:
        tell(db, person.open_id, 2)
    while clock.now() < NINE + timedelta(seconds=51.5):
        assert sender.run_once() == 0
        clock.advance(0.5)
    assert len(codes(feishu)) == 1
    drain(sender, db, clock)
    assert codes(feishu) == [99991400, 0, 0, 0]
    assert set(rows(db, "state", "attempts")) == {("sent", 0)}


def test_a_group_that_is_told_to_slow_down_waits_alone(
    db: UnitOfWork, feishu: FakeFeishu, team: Chat, sender: Sender, clock: HandClock
) -> None:
    tell(db, team.chat_id, 1)
    feishu.faults.fail(MESSAGES, status=400, code=230020)
    sender.run_once()
    tell(db, team.members[0].open_id, 2)
    sender.run_once()
    assert [state for (state,) in rows(db, "state")] == ["queued", "sent"]
    clock.advance(0.9)
    assert sender.run_once() == 0
    drain(sender, db, clock)
    assert titles(feishu, team) == ["第1条"]


@pytest.mark.parametrize(
    "fault",
    [{"drop": "after"}, {"drop": "before"}, {"status": 502, "html": True}, {"status": 500, "code": 2200}],
    ids=str,
)
def test_an_answer_that_is_lost_shows_one_message(
    db: UnitOfWork,
    feishu: FakeFeishu,
    team: Chat,
    sender: Sender,
    clock: HandClock,
    fault: dict[str, object],
) -> None:
    sender.run_once()
    feishu.faults.fail(MESSAGES, times=3, **fault)
    tell(db, team.chat_id)
    assert 2 + 4 + 8 <= drain(sender, db, clock, step=0.5) < 25
    assert titles(feishu, team) == ["第1条"]
    assert rows(db, "state", "attempts") == [("sent", 3)]


def test_a_row_that_fails_again_and_again_is_parked_after_more_than_an_hour(
    db: UnitOfWork, feishu: FakeFeishu, team: Chat, sender: Sender, clock: HandClock
) -> None:
    feishu.faults.fail(MESSAGES, times=99, status=400, code=555555)
    tell(db, team.chat_id)
    while rows(db, "state")[0] == ("queued",):
        sender.run_once()
        clock.advance(15)
    assert len(codes(feishu)) == 20
    assert timedelta(hours=1) < clock.now() - NINE < timedelta(hours=2)


def test_a_sender_that_died_after_sending_is_followed_by_one_that_shows_nothing_twice(
    db: UnitOfWork, feishu: FakeFeishu, team: Chat, sender: Sender, clock: HandClock
) -> None:
    tell(db, team.chat_id)
    (dead,) = db.write(lambda c: claims.claim(c, clock.now(), 16)).rows
    Outbound(feishu.app_id, feishu.app_secret, feishu.url).deliver(dead)
    clock.advance(claims.LEASE - timedelta(seconds=1))
    assert sender.run_once() == 0
    clock.advance(1)
    assert sender.run_once() == 1
    assert len(feishu.messages(team)) == 1
    assert rows(db, "state", "message_id") == [("sent", feishu.messages(team)[0].message_id)]


def test_a_message_that_may_have_been_sent_is_not_sent_again_after_an_hour_but_told_of(
    db: UnitOfWork, feishu: FakeFeishu, team: Chat, sender: Sender, clock: HandClock, admin: Person
) -> None:
    tell(db, team.chat_id)
    db.write(lambda c: claims.claim(c, clock.now(), 16))
    clock.advance(3601)
    drain(sender, db, clock)
    assert feishu.messages(team) == []
    assert rows(db, "state")[0] == ("parked",)
    assert "unknown whether" in str(feishu.last_card(feishu.direct(admin)).card)


def test_what_is_too_late_is_dropped_and_counted(
    db: UnitOfWork, feishu: FakeFeishu, team: Chat, sender: Sender, clock: HandClock
) -> None:
    tell(db, team.chat_id, 1, expires_at=NINE + timedelta(minutes=5))
    tell(db, team.chat_id, 2)
    clock.advance(300)
    drain(sender, db, clock)
    assert titles(feishu, team) == ["第2条"]
    assert db.read(backlog.counted)["expired"] == 1


class Away(Receiver):
    """A platform that cannot be reached for a while, or lets every call run into its time-out."""

    def __init__(self, clock: HandClock, kind: Kind) -> None:
        super().__init__()
        self.clock, self.kind, self.back = clock, kind, NINE + timedelta(hours=8)
        self.answer = lambda _row: self.refuse()

    def refuse(self) -> None:
        if self.clock.now() < self.back:
            raise Refused(self.kind, 0, "no answer")

    def own_open_id(self) -> str:
        self.refuse()
        return super().own_open_id()


@pytest.mark.parametrize("kind", [Kind.AGAIN, Kind.UNKNOWN])
def test_a_platform_that_is_away_for_hours_is_not_tried_with_every_row(
    db: UnitOfWork, clock: HandClock, kind: Kind
) -> None:
    away = Away(clock, kind)
    sender = Sender(db, away, clock, threads=4)
    say(db, *[f"ou_{number}" for number in range(60)])
    while clock.now() < away.back:
        sender.run_once()
        clock.advance(60)
    tried = len(away.calls)
    assert tried == 8
    drain(sender, db, clock)
    sender.stop()
    lost = 0 if kind is Kind.AGAIN else tried
    assert db.read(backlog.counted) == {"queued": 0, "sent": 60 - lost, "parked": lost, "expired": 0}


def test_members_that_were_asked_for_become_the_roster_and_the_bot_learns_its_name(
    db: UnitOfWork, feishu: FakeFeishu, team: Chat, sender: Sender, clock: HandClock
) -> None:
    db.write(lambda c: people.meet_team(c, team.chat_id, team.name, "Asia/Shanghai"))
    db.write(lambda c: enqueue(c, Outgoing(team.chat_id, Verb.READ_MEMBERS), NINE))
    db.write(lambda c: enqueue(c, Outgoing("", Verb.READ_SELF), NINE))
    drain(sender, db, clock)
    found = db.read(lambda c: people.team_of_chat(c, team.chat_id))
    assert found
    assert found.roster_at == clock.now()
    roster = db.read(lambda c: people.roster(c, found))
    assert {person.open_id for person, _ in roster} == set(team.open_ids)
    assert db.read(lambda c: facts.get(c, "bot_open_id")) == feishu.tenant.app.open_id


def test_two_senders_on_one_database_never_send_one_row_twice(db: UnitOfWork, clock: HandClock) -> None:
    receiver = Receiver()
    senders = [Sender(db, receiver, clock, threads=4) for _ in range(2)]
    say(db, *[f"ou_{number % 40}" for number in range(160)])
    done = Event()

    def work(sender: Sender) -> None:
        while not done.is_set():
            sender.run_once()

    threads = [Thread(target=work, args=(sender,)) for sender in senders]
    for thread in threads:
        thread.start()
    while db.read(backlog.counted)["queued"]:
        clock.advance(0.05)
    done.set()
    for thread in threads:
        thread.join()
    for sender in senders:
        sender.stop()
    assert len(receiver.calls) == len({row.id for row in receiver.calls}) == 160
    by_lane: dict[str, list[int]] = {}
    for row in receiver.calls:
        by_lane.setdefault(row.lane, []).append(row.id)
    assert all(earlier < later for ids in by_lane.values() for earlier, later in pairwise(ids))


def test_a_sender_that_stops_finishes_what_is_under_way_and_gives_the_rest_back(
    db: UnitOfWork, clock: HandClock
) -> None:
    receiver, entered, go_on = Receiver(), Event(), Event()

    def slowly(_row: Claimed) -> None:
        entered.set()
        go_on.wait(10)

    receiver.answer = slowly
    sender = Sender(db, receiver, clock, threads=1)
    say(db, "ou_a", "ou_b")
    sender.start()
    sender.wake()
    assert entered.wait(10)
    sender.stop(patience=0.05)
    assert not sender.alive
    assert rows(db, "state", "lease_until") == [("queued", None), ("queued", None)]
    go_on.set()
    clock.advance(20)
    receiver.answer = lambda _row: None
    heir = Sender(db, receiver, clock)
    drain(heir, db, clock)
    heir.stop()
    assert len(receiver.messages) == 2


def test_the_loop_sends_what_it_is_woken_for_and_outlives_a_clock_that_jumps_back(
    db: UnitOfWork, clock: HandClock
) -> None:
    receiver, arrived = Receiver(), Event()
    receiver.answer = lambda _row: arrived.set()
    heard: list[tuple[int, float]] = []
    sender = Sender(db, receiver, clock, on_sent=lambda code, seconds: heard.append((code, seconds)))
    sender.start()
    for moment in (NINE, NINE - timedelta(hours=1), NINE + timedelta(hours=1)):
        clock.set(moment)
        arrived.clear()
        say(db, "oc_a", at=moment)
        sender.wake()
        assert arrived.wait(10)
    assert sender.alive
    assert sender.last_tick == NINE + timedelta(hours=1)
    sender.stop()
    assert not sender.alive
    assert heard == [(0, 0.0)] * 3


def push(feishu: FakeFeishu, db: UnitOfWork, groups: int, persons: int) -> None:
    """A nine o'clock push to everybody: people first, so that the sender has something to put right."""
    lanes = [feishu.add_person(f"员工{number}").open_id for number in range(persons)]
    for number in range(groups):
        group = feishu.add_group(f"第{number}组", [])
        group.bot = True
        lanes.append(group.chat_id)
    content = words("早")

    def work(c: claims.Connection) -> None:
        for lane in lanes:
            enqueue(c, Outgoing(lane, Verb.SEND, content), NINE)

    db.write(work)


def test_a_large_push_goes_as_fast_as_the_platform_allows_and_no_faster(
    db: UnitOfWork, feishu: FakeFeishu, clock: HandClock
) -> None:
    """1,200 rows can take no less than 64 s: 1,000 in the first minute, then 50 a second."""
    sender = Sender(db, Outbound(feishu.app_id, feishu.app_secret, feishu.url), clock, threads=8)
    push(feishu, db, groups=120, persons=1080)
    took = drain(sender, db, clock)
    sender.stop()
    assert codes(feishu) == [0] * 1200
    assert took <= 64 * 1.1
    sent = [call.body["receive_id"] for call in feishu.calls if call.path == MESSAGES]
    assert max(place for place, lane in enumerate(sent) if lane.startswith("oc_")) < 120 + 8
