"""Senders as they live: several at once, stopped, held up, woken, and with a whole company to tell."""

from datetime import datetime, timedelta
from itertools import pairwise
from threading import Event, Thread

from bot.feishu.outbound import Outbound
from playground.clocks import HandClock
from playground.feishu import FakeFeishu
from scheduler.outbox import Sender
from storage import backlog
from storage.claims import Claimed
from storage.engine import Connection
from storage.outbox import Outgoing, State, Verb, enqueue
from storage.uow import UnitOfWork
from tests.sending import MESSAGES, NINE, Receiver, clock, codes, db, drain, feishu, rows, say, words

__all__ = ["clock", "db", "feishu"]


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
    while db.read(backlog.counted)[State.QUEUED]:
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


def test_a_sender_that_was_held_up_beyond_its_lease_leaves_the_row_to_others(db: UnitOfWork, clock: HandClock) -> None:
    receiver = Receiver()
    pause = timedelta(minutes=2)

    class Suspended(HandClock):
        """Time that jumps between the claim and the call, as when a machine sleeps."""

        def now(self) -> datetime:
            moment = super().now()
            self.advance(pause)
            return moment

    machine = Suspended(clock.now())
    sender = Sender(db, receiver, machine)
    say(db, "oc_a")
    sender.run_once()
    assert receiver.calls == []
    assert rows(db, "state", "attempts", "lease_until") == [("queued", 0, None)]
    pause *= 0
    machine.advance(5)
    assert sender.run_once() == 1
    assert len(receiver.calls) == 1
    sender.stop()


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
    alive = sender.alive
    assert sender.last_tick == NINE + timedelta(hours=1)
    sender.stop()
    assert (alive, sender.alive) == (True, False)
    assert heard == [(0, 0.0)] * 3


def push(feishu: FakeFeishu, db: UnitOfWork, groups: int, persons: int) -> None:
    """A nine o'clock push to everybody: people first, so that the sender has something to put right."""
    lanes = [feishu.add_person(f"员工{number}").open_id for number in range(persons)]
    for number in range(groups):
        group = feishu.add_group(f"第{number}组", [])
        group.bot = True
        lanes.append(group.chat_id)
    content = words("早")

    def work(c: Connection) -> None:
        for lane in lanes:
            enqueue(c, Outgoing(lane, Verb.SEND, content), NINE)

    db.write(work)


def test_a_large_push_goes_as_fast_as_the_platform_allows_and_no_faster(
    db: UnitOfWork, feishu: FakeFeishu, clock: HandClock
) -> None:
    """1,050 rows can take no less than 61 s: 1,000 in the first minute, then 50 a second."""
    sender = Sender(db, Outbound(feishu.app_id, feishu.app_secret, feishu.url), clock, threads=6)
    push(feishu, db, groups=105, persons=945)
    took = drain(sender, db, clock, step=0.25)
    sender.stop()
    assert codes(feishu) == [0] * 1050
    assert took <= 61 * 1.1
    sent = [call.body["receive_id"] for call in feishu.calls if call.path == MESSAGES]
    assert max(place for place, lane in enumerate(sent) if lane.startswith("oc_")) < 105 + 6
