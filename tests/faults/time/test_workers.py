"""Several workers on one PostgreSQL, and one that is started again and again: what is due is done once.

| case | test |
|---|---|
| 52 two, three, five workers make what one would make (I8) | test_many_workers_say_what_one_would_say |
| 48 senders by mistake: claims disjoint, order kept (I4) | test_several_senders_share_the_work_and_the_rate |
| 46 the platform's limits are kept together (I5) | test_several_senders_share_the_work_and_the_rate |
| 56 a restart storm | test_a_restart_storm_runs_nothing_twice_and_breaks_no_file |
"""

import random
import sqlite3
from collections import Counter
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest

from bot.app import App
from playground import FakeFeishu
from playground.clocks import HandClock, OffsetClock
from storage import backlog
from storage.engine import Connection
from storage.outbox import Outgoing, State, Verb, enqueue
from storage.uow import UnitOfWork
from storage.upgrade import upgrade
from tests.bot.commands.test_commands import config
from tests.faults.extents import Many
from tests.faults.subjects import Subject, Turned
from tests.faults.subjects import at as by_clock
from tests.faults.time.quarter import at, heard, quarter, queued, slots
from tests.installation import MONDAY, Installation
from tests.sending import MESSAGES, titles, words
from tests.servers import PostgresServer

LOOKS = [at(8, 8, 30), at(8, 8, 45), at(8, 9), at(8, 9, 15), at(8, 9, 30), at(8, 10)]


def day_of(house: Installation, workers: int) -> tuple[dict[Any, str], Counter[Any], Counter[str]]:
    """A morning on which so many workers look at the same moments; what was made, seen and queued."""
    others = [App(house.settings, house.clock) for _ in range(workers - 1)]
    apps = [house.app, *others]
    for look in LOOKS:
        house.clock.set(look)
        together([app.tick for app in apps] * 2)
        together([app.sender.run_once for app in apps])
        house.drain()
    for other in others:
        other.stop()
    return slots(house, at(8, 0)), heard(house, at(8, 0)), queued(house, at(8, 0))


def together(works: list[Any]) -> None:
    """Begin all at once, and wait for all."""
    start = Barrier(len(works))

    def run(work: Any) -> None:
        start.wait()
        work()

    threads = [Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_many_workers_say_what_one_would_say(
    sqlite_url: str, postgres_server: PostgresServer, many: Many, capfd: pytest.CaptureFixture[str]
) -> None:
    with quarter(sqlite_url) as house:
        alone = day_of(house, 1)
    for workers in {many(3, 2), many(3, 3), many(3, 5)}:
        template = postgres_server.template("migrated", upgrade)
        with postgres_server.database(template) as url, quarter(url) as house:
            assert day_of(house, workers) == alone, workers
    assert "push_failed" not in capfd.readouterr().out
    assert set(alone[1].values()) == {1}


class Real:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present instant."""
        return datetime.now(UTC)


@pytest.mark.timeout(600)
def test_several_senders_share_the_work_and_the_rate(
    tmp_path: Path, postgres_server: PostgresServer, many: Many
) -> None:
    """Against the platform's limits in real time: 50 a second and five to one chat, whoever calls."""
    workers, lanes, each = many(2, 5), many(20, 400), 4
    with (
        postgres_server.database(postgres_server.template("migrated", upgrade)) as url,
        FakeFeishu(OffsetClock(Real())) as feishu,
        UnitOfWork(url) as db,
        ExitStack() as running,
    ):
        groups = [feishu.add_group(f"{number}组", [feishu.add_person(f"销售{number}")]) for number in range(lanes)]
        for group in groups:
            group.bot = True
        file = config(tmp_path, feishu, url)
        subjects = [running.enter_context(Subject(file, ("serve", "--worker"))) for _ in range(workers)]

        def queue(connection: Connection) -> None:
            for number in range(each):
                for group in groups:
                    outgoing = Outgoing(group.chat_id, Verb.SEND, words(number))
                    enqueue(connection, outgoing, datetime.now(UTC))

        db.write(queue)
        for _ in range(many(180, 1000)):
            if not db.read(backlog.counted)[State.QUEUED]:
                break
            subjects[0].process_ends_within(0.5)
        calls = [call for call in feishu.calls if call.path == MESSAGES]
        assert db.read(backlog.counted)[State.QUEUED] == 0
        answers = Counter(call.status for call in calls)
        assert answers[200] == lanes * each
        assert set(answers) == {200}
        assert all(titles(feishu, group) == [f"第{number}条" for number in range(each)] for group in groups)
        assert [subject.terminate() for subject in subjects] == [0] * workers


def test_a_restart_storm_runs_nothing_twice_and_breaks_no_file(
    tmp_path: Path, sqlite_url: str, many: Many, lots: random.Random
) -> None:
    clock = Turned(tmp_path / "clock")
    clock.set(MONDAY)
    with FakeFeishu(HandClock(MONDAY)) as feishu:
        people = [feishu.add_person(f"销售{number}") for number in range(30)]
        with UnitOfWork(sqlite_url) as db:
            for person in people:
                db.write(partial(enqueue, outgoing=Outgoing(person.open_id, Verb.SEND, words(1)), at=MONDAY))
        subject = Subject(config(tmp_path, feishu, sqlite_url), environment=by_clock(clock))
        for _ in range(many(3, 20)):
            with subject:
                subject.process_ends_within(lots.uniform(0, 1))
        clock.set(MONDAY + timedelta(minutes=2))
        with subject:
            for _ in range(600):
                if all(feishu.messages(feishu.direct(person)) for person in people):
                    break
                subject.process_ends_within(0.1)
            assert subject.terminate() == 0
        assert [len(feishu.messages(feishu.direct(person))) for person in people] == [1] * 30
    with sqlite3.connect(sqlite_url.removeprefix("sqlite:///")) as file:
        assert file.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert file.execute("select count(*) from outbox where state = 'queued' and verb = 'send'").fetchall() == [(0,)]
        made = file.execute("select push, team_id, due_at from push_slots order by 1, 2, 3").fetchall()
    assert all(earlier != later for earlier, later in pairwise(made))
