"""Asked to end, frozen, or with a thread lost: what is under way is answered, nobody goes on as half a process."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from bot.vitals import EXIT_CODE, Vitals
from storage.outbox import Outgoing, Verb, enqueue
from storage.uow import UnitOfWork
from tests.faults.checker import Evidence, assert_held
from tests.faults.clients import Client
from tests.faults.extents import Many
from tests.faults.grounds import Ground, free_port
from tests.faults.subjects import Subject
from tests.installation import MONDAY

pytestmark = pytest.mark.timeout(600)

CARD = '{"schema":"2.0","body":{"elements":[{"tag":"markdown","content":"早"}]}}'


@contextmanager
def held(url: str) -> Iterator[None]:
    """Nobody else may write as long as the block lasts."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    is_file = engine.dialect.name == "sqlite"
    with engine.connect() as db:
        db.execute(text("BEGIN IMMEDIATE" if is_file else "BEGIN"))
        if not is_file:
            db.execute(text("LOCK TABLE inbox IN EXCLUSIVE MODE"))
        try:
            yield
        finally:
            db.execute(text("ROLLBACK"))
    engine.dispose()


def asking(clients: list[Client]) -> list[threading.Thread]:
    """Each client asks for one thing, in a thread of its own."""
    threads = [threading.Thread(target=client.insist, args=(client.wish(),)) for client in clients]
    for thread in threads:
        thread.start()
    return threads


def queue(ground: Ground, rows: int) -> None:
    """Let rows wait in the outbox, spread over everybody."""

    def work(db: Any) -> None:
        for number in range(rows):
            to = ground.reps[number % len(ground.reps)].open_id
            enqueue(db, Outgoing(to, Verb.SEND, CARD, about="test", dedupe=f"row {number}"), MONDAY)

    with UnitOfWork(ground.url) as db:
        db.write(work)


def test_a_term_signal_lets_everybody_have_their_answer(ground: Ground, many: Many) -> None:
    queue(ground, many(24, 50))
    ground.feishu.faults.fail("/open-apis/im/v1/messages", times=12, delay=0.3)
    ground.subject.start()
    with held(ground.url):
        threads = asking(ground.clients()[:4])
        ground.until(lambda: ground.history.counted()["invoke"] == 4)
        # They have to be inside before the process hears of its end: a request that comes after it is not taken.
        threading.Event().wait(0.5)
        ground.subject.process.terminate()
        threading.Event().wait(0.3)
    assert ground.subject.process.wait(many(60, 10)) == 0
    for thread in threads:
        thread.join(30)
    assert ground.history.counted()["ok"] == 4
    waiting = ground.rows("SELECT count(*) FROM outbox WHERE state = 'queued'")
    ground.restart()
    ground.settle()
    assert_held(Evidence.taken(ground.history, ground.url, ground.feishu, many(15, 3)))
    print(f"{waiting} rows waited over the restart")  # noqa: T201


@pytest.mark.parametrize("step", ["before send", "after send"])
@pytest.mark.parametrize("db_url", ["postgresql"], indirect=True)
def test_frozen_across_its_lease_the_other_worker_sends_and_one_message_is_seen(
    ground: Ground, step: str, many: Many
) -> None:
    ground.subject.start()
    ground.fate.strike(step, how="stop")
    client = ground.clients()[0]
    frozen = client.wish(as_message=True)
    client.insist(frozen)
    ground.until(lambda: is_stopped(ground.subject))
    ground.fate.spare()
    port = free_port()
    other = Subject(ground.file, ("serve", "--worker", "--port", str(port)), ground.subject.environment)
    with other:
        ground.settle()
        ground.subject.process.send_signal(signal.SIGCONT)
        ground.until(ground.subject.ready)
        assert client.insist(client.wish(as_message=True))
        ground.settle()
        assert_held(Evidence.taken(ground.history, ground.url, ground.feishu, many(15, 3)))
        claims = f"SELECT fence FROM outbox WHERE dedupe = 'answer/{frozen.entry}'"  # noqa: S608 - an id of ours
        assert ground.rows(claims) == [(2,)], "the other worker did not take it over"


def is_stopped(subject: Subject) -> bool:
    status = Path(f"/proc/{subject.process.pid}/stat").read_text(encoding="ascii")
    return status.rpartition(")")[2].split()[0] == "T"


@pytest.mark.parametrize("thread", ["sender", "clock", "writer"])
def test_a_process_that_lost_a_thread_ends_and_comes_back_whole(small: Ground, thread: str, many: Many) -> None:
    small.subject.start()
    small.fate.strike(thread, how="raise")
    client = small.clients()[0]
    asked = threading.Thread(target=client.insist, args=(client.wish(),))
    asked.start()
    assert small.subject.process_ends_within(many(60, 5)), "half a process goes on"
    assert small.subject.process.returncode == EXIT_CODE
    assert "thread_lost" in small.subject.said()
    small.restart()
    asked.join(60)
    assert small.subject.ready()
    small.settle()
    assert_held(Evidence.taken(small.history, small.url, small.feishu, 60))


def test_a_tick_that_is_torn_off_is_not_the_last(small: Ground) -> None:
    small.subject.start()
    small.fate.strike("tick", how="raise")
    small.until(lambda: "SystemExit" in small.subject.said())
    small.fate.strike("tick", how="kill")
    assert small.subject.process_ends_within(90), "it ticks no more"


def test_whoever_lost_nothing_lives_and_whoever_lost_a_thread_ends_once() -> None:
    lost: list[str] = []
    ended: list[int] = []
    has_ended = threading.Event()

    def end(code: int) -> None:
        ended.append(code)
        has_ended.set()

    vitals = Vitals(lambda: lost, every=0.001, end=end)
    vitals.start()
    assert not has_ended.wait(0.05)
    lost.append("sender")
    assert has_ended.wait(10)
    vitals.stop()
    assert ended == [EXIT_CODE]


def test_whoever_ends_on_purpose_is_not_taken_for_lost() -> None:
    ended: list[int] = []
    lost: list[str] = []
    vitals = Vitals(lambda: lost, every=0.001, end=ended.append)
    vitals.start()
    vitals.stop()
    lost.append("sender")
    assert not threading.Event().wait(0.02)
    assert ended == []
