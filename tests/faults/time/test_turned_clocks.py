"""Clocks that jump while the bot runs: an hour back, an hour or a day ahead, a step during a lease.

| case | test |
|---|---|
| 50 the ticker, whose library goes by the wall clock | test_the_ticker_goes_on_when_the_clock_is_turned |
| 50 a jump of years at the first contact with a time server | test_a_jump_of_years_is_one_tick |
| 50 pushes and digests: -1 h, +1 h, +1 day and back | test_no_push_is_made_twice_by_a_clock_that_jumps |
| 50 a report in time, after a day that never was | test_a_day_that_never_was_does_not_stay |
| 50 a step during an outbox lease | test_a_step_during_a_lease_shows_one_message |
| 50 waits of the sender: pace, pause, outage, back-off | test_no_wait_of_the_sender_outlives_a_clock_that_is_set_back |
| 50 two machines an hour apart | test_two_machines_an_hour_apart_show_everything_once |
| 50 the real process | test_a_real_process_outlives_its_clock |
| 50 the sign of life | test_the_sign_of_life_follows_a_clock_that_is_set_back |
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Event, Thread

import apscheduler.schedulers.base
import pytest

from bot.feishu.codes import Kind, Refused
from playground import FakeFeishu, HandClock, Person
from scheduler import ledger
from scheduler.clockwork import Clockwork
from scheduler.outbox import Sender
from storage import backlog, outages
from storage.claims import Claimed
from storage.outbox import Outgoing, State, Verb, enqueue
from storage.uow import UnitOfWork
from storage.upgrade import upgrade
from tests.bot.commands.test_commands import config
from tests.faults.subjects import Subject, Turned
from tests.faults.subjects import at as by_clock
from tests.faults.time.quarter import at, heard, quarter, queued, slots
from tests.installation import MONDAY, Installation
from tests.seen import lite
from tests.sending import NINE, Receiver, clock, db, drain, say, words
from tests.servers import PostgresServer
from tests.weeks import at as in_march
from tests.weeks import begun, owed, send

__all__ = ["clock", "db", "lite"]

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
JUMPS = [-HOUR, HOUR, DAY, -DAY]


class Wall(datetime):
    """What APScheduler takes for the machine's clock."""

    ahead = timedelta()

    @classmethod
    def now(cls, tz: object = None) -> "Wall":
        return super().now(tz) + cls.ahead  # type: ignore[arg-type]


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> type[Wall]:
    Wall.ahead = timedelta()
    monkeypatch.setattr(apscheduler.schedulers.base, "datetime", Wall)
    return Wall


class Ticks:
    """Counts, and says when so many more have come."""

    def __init__(self) -> None:
        self.count, self.wanted, self.enough = 0, 1, Event()

    def __call__(self) -> None:
        self.count += 1
        if self.count >= self.wanted:
            self.enough.set()

    def more(self, number: int) -> bool:
        """Wait for that many from now on."""
        self.enough.clear()
        self.wanted = self.count + number
        return self.enough.wait(10)


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_the_ticker_goes_on_when_the_clock_is_turned(wall: type[Wall], jump: timedelta) -> None:
    ticks = Ticks()
    clockwork = Clockwork(ticks, every=0.05)
    clockwork.start()
    try:
        assert ticks.more(2)
        wall.ahead = jump
        assert ticks.more(3)
        wall.ahead = timedelta()
        assert ticks.more(3)
    finally:
        clockwork.stop()


def test_a_jump_of_years_is_one_tick(wall: type[Wall]) -> None:
    """A machine without a battery starts in 1970; APScheduler by itself would count every tick since."""
    wall.ahead = datetime(1970, 1, 1, tzinfo=UTC) - datetime.now(UTC)
    ticks = Ticks()
    clockwork = Clockwork(ticks, every=0.05)
    clockwork.start()
    try:
        assert ticks.more(1)
        wall.ahead = timedelta()
        assert ticks.more(2)
    finally:
        clockwork.stop()


def test_no_push_is_made_twice_by_a_clock_that_jumps(sqlite_url: str) -> None:
    with quarter(sqlite_url) as house:
        for look in (
            at(8, 9, 31),
            at(8, 8, 31),
            at(8, 9, 31),
            at(8, 10, 31),
            at(9, 10, 31),
            at(8, 10, 32),
            at(9, 9, 31),
        ):
            house.tick(look)
        made = slots(house, at(8, 0))
        assert sorted({due for name, due in made if name == "daily_kpi"}) == ["08 08:45", "09 08:45"]
        assert [due for name, due in made if name == "weekly_digest"] == ["08 09:30"]
        said = heard(house, at(8, 0))
        daily = [count for (_, title), count in said.items() if "每日数据" in title]
        assert daily == [2]
        assert {count for (_, title), count in said.items() if "结账" in title or "周汇总" in title} == {1}
        assert queued(house, at(8, 0))["receivables"] == 1


def test_a_day_that_never_was_does_not_stay(lite: Installation) -> None:
    (rep,) = begun(lite).reps
    lite.tick(in_march(6, 9))
    lite.tick(in_march(7, 9))
    lite.tick(in_march(6, 9, 1))
    send(lite, rep, in_march(6, 16))
    assert owed(lite, rep).state == "on_time"
    for look in (in_march(6, 16, 1), in_march(6, 19), in_march(7, 9)):
        lite.tick(look)
    assert owed(lite, rep).state == "on_time"


@pytest.mark.parametrize("jump", [*JUMPS, timedelta(seconds=-90), timedelta(seconds=45)], ids=str)
def test_a_step_during_a_lease_shows_one_message(db: UnitOfWork, clock: HandClock, jump: timedelta) -> None:
    receiver, entered, go_on = Receiver(), Event(), Event()

    def slowly(_row: Claimed) -> None:
        entered.set()
        go_on.wait(10)

    receiver.answer = slowly
    first, second = (Sender(db, receiver, clock, threads=2) for _ in range(2))
    say(db, "oc_a", "oc_a", "oc_b")
    holder = Thread(target=first.run_once)
    holder.start()
    assert entered.wait(10)
    clock.set(NINE + jump)
    go_on.set()
    second.run_once()
    holder.join()
    for _ in range(1200):
        if not db.read(backlog.counted)[State.QUEUED]:
            break
        if not (first.run_once() + second.run_once()):
            clock.advance(0.5)
    counted = db.read(backlog.counted)
    assert counted[State.QUEUED] == 0
    # A clock that says that the hour of the uuid is over makes us ask an operator instead of sending again.
    assert counted[State.SENT] + counted[State.PARKED] == 3
    assert counted[State.SENT] <= len(receiver.messages) <= 3
    assert counted[State.PARKED] == 0 or jump >= HOUR
    for sender in (first, second):
        sender.stop()


@pytest.mark.parametrize("jump", [-HOUR, -DAY, timedelta(seconds=-30)], ids=str)
def test_no_wait_of_the_sender_outlives_a_clock_that_is_set_back(
    db: UnitOfWork, clock: HandClock, jump: timedelta
) -> None:
    """A pause that was asked for, an outage, rows that back off, a minute's calls used up: ten minutes at the most."""
    receiver = Receiver()
    refusals = iter([Refused(Kind.WAIT_APP, 99991400, "", 52), *[Refused(Kind.UNKNOWN, 0, "no answer")] * 8])

    def refuse(_row: Claimed) -> None:
        if error := next(refusals, None):
            raise error

    receiver.answer = refuse
    sender = Sender(db, receiver, clock, threads=4)
    say(db, *[f"ou_{number}" for number in range(30)])
    for _ in range(40):
        sender.run_once()
        clock.advance(2)
    receiver.answer = lambda _row: None
    clock.advance(jump)
    assert drain(sender, db, clock, step=1) < 600
    sender.stop()


def test_two_machines_an_hour_apart_show_everything_once(db: UnitOfWork) -> None:
    right, wrong = HandClock(NINE), HandClock(NINE - HOUR)
    receiver = Receiver()
    senders = [(Sender(db, receiver, each, threads=3), each) for each in (right, wrong)]
    say(db, *[f"ou_{number % 12}" for number in range(36)])
    for _ in range(400):
        if not db.read(backlog.counted)[State.QUEUED]:
            break
        for sender, _ in senders:
            sender.run_once()
        for _, each in senders:
            each.advance(0.3)
    assert db.read(backlog.counted)[State.SENT] == 36
    assert len(receiver.messages) == 36
    for sender, _ in senders:
        sender.stop()


def test_the_sign_of_life_follows_a_clock_that_is_set_back(lite: Installation) -> None:
    lite.squad()
    lite.tick(MONDAY)
    lite.tick(MONDAY - HOUR)
    assert lite.app.db.read(outages.last_sign) == MONDAY - HOUR
    lite.clock.set(MONDAY + HOUR)
    ledger.begin(lite.app.db, lite.clock.now())
    (gone,) = lite.app.db.read(lambda c: outages.outages_since(c, NINE - DAY))
    assert (gone.began_at, gone.ended_at) == (MONDAY - HOUR, MONDAY + HOUR)


def test_a_real_process_outlives_its_clock(tmp_path: Path, postgres_server: PostgresServer) -> None:
    """After every turn it still sends what is queued, to each once."""
    turned = Turned(tmp_path / "clock")
    turned.set(MONDAY)
    with (
        postgres_server.database(postgres_server.template("migrated", upgrade)) as url,
        FakeFeishu(HandClock(MONDAY)) as feishu,
        UnitOfWork(url) as db,
    ):
        jumps = [HOUR * 0, *JUMPS]  # the first message loads the SDK
        people = [feishu.add_person(f"销售{number}") for number in range(len(jumps))]
        with Subject(config(tmp_path, feishu, url), environment=by_clock(turned)) as subject:
            for jump, person in zip(jumps, people, strict=True):
                turned.set(MONDAY + jump)
                outgoing = Outgoing(person.open_id, Verb.SEND, words(1))
                db.write(partial(enqueue, outgoing=outgoing, at=MONDAY + jump))
                assert _soon(subject, partial(_has_one, feishu, person))
                assert _soon(subject, subject.ready)
            assert subject.terminate() == 0
            assert "push_failed" not in subject.said()
        assert [len(feishu.messages(feishu.direct(person))) for person in people] == [1] * len(people)


def _has_one(feishu: FakeFeishu, person: Person) -> bool:
    return len(feishu.messages(feishu.direct(person))) == 1


def _soon(subject: Subject, what: Callable[[], bool]) -> bool:
    """Wait for something, a minute at the most."""
    return any(what() or subject.process_ends_within(0.1) for _ in range(600))
