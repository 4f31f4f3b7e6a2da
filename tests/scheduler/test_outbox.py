"""The sender against a faithful platform on a hand-turned clock: nothing lost, doubled, out of order or too fast."""

from datetime import timedelta
from functools import partial

import pytest

from bot.feishu.codes import Kind, Refused
from bot.feishu.outbound import Outbound
from playground.clocks import HandClock
from playground.feishu import FakeFeishu
from playground.people import Chat, Person
from scheduler.alarms import ABOUT
from scheduler.outbox import Sender
from storage import backlog, claims, facts, people
from storage.outbox import Outgoing, State, Verb, enqueue
from storage.uow import UnitOfWork
from tests.sending import (
    MESSAGES,
    NINE,
    Receiver,
    admin,
    clock,
    codes,
    db,
    drain,
    feishu,
    rows,
    say,
    sender,
    team,
    tell,
    titles,
    words,
)

__all__ = ["admin", "clock", "db", "feishu", "sender", "team"]


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
        db.write(partial(enqueue, outgoing=outgoing, at=NINE))
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
    assert db.read(backlog.counted)[State.EXPIRED] == 1


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
    assert len(away.calls) == 8
    tried = len({row.id for row in away.calls})
    drain(sender, db, clock)
    sender.stop()
    lost = 0 if kind is Kind.AGAIN else tried
    assert db.read(backlog.counted) == {
        State.QUEUED: 0,
        State.SENT: 60 - lost,
        State.PARKED: lost,
        State.EXPIRED: 0,
    }


def test_members_that_were_asked_for_become_the_roster_and_the_bot_learns_its_name(
    db: UnitOfWork, feishu: FakeFeishu, team: Chat, sender: Sender, clock: HandClock
) -> None:
    db.write(lambda c: people.meet_team(c, team.chat_id, team.name, "Asia/Shanghai", NINE))
    db.write(lambda c: enqueue(c, Outgoing(team.chat_id, Verb.READ_MEMBERS), NINE))
    db.write(lambda c: enqueue(c, Outgoing("", Verb.READ_SELF), NINE))
    drain(sender, db, clock)
    found = db.read(lambda c: people.team_of_chat(c, team.chat_id))
    assert found
    assert found.roster_at == clock.now()
    roster = db.read(lambda c: people.roster(c, found))
    assert {person.open_id for person, _ in roster} == set(team.open_ids)
    assert db.read(lambda c: facts.get(c, "bot_open_id")) == feishu.tenant.app.open_id
