"""More than can be answered: every answer comes in time, or a fast no that loses nothing (FAULTS.md 54).

| case | test |
|---|---|
| 54 | test_twice_of_what_it_can_do_is_answered_in_time_and_nothing_accepted_is_lost; the rules of admission: above it |
| 10, 22 | test_when_the_database_stands_still_only_half_of_the_threads_wait_for_it: the others are spared |
"""

import math
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
from sqlalchemy import create_engine, text

from bot.admission import AGAIN, LONGEST_WAIT, STANDSTILL, WAITED, Admission
from bot.web import make_web
from handlers.visits.forms import FileVisit
from playground import FakeFeishu, HandClock
from storage.engine import open_writer
from tests.bot.commands.test_commands import config
from tests.faults.attacks.overloading import Reply, barrage
from tests.faults.attacks.test_authenticity import spoken
from tests.faults.attacks.test_events import filing, pressed
from tests.faults.attacks.wire import Letter, Wire, wire
from tests.faults.extents import Many
from tests.faults.subjects import Subject, Turned, at
from tests.installation import MONDAY, Installation, installed
from tests.seen import lite

__all__ = ["lite"]
FEISHUS_PATIENCE = 3.0
IN_FLIGHT = 24
"""So many at once keep all of it busy, and nothing waits for long."""


class HandTimer:
    """A timer that goes on when told."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_what_waited_too_long_is_turned_away() -> None:
    admission = Admission(8)
    for waited, let_in in ((0.0, True), (LONGEST_WAIT, True), (LONGEST_WAIT + 0.01, False)):
        with admission.enter(waited) as said:
            assert said is let_in


def test_only_a_standstill_of_half_of_the_threads_turns_away_what_has_just_come() -> None:
    timer = HandTimer()
    admission = Admission(8, timer)
    stuck = [admission.enter(0) for _ in range(4)]
    assert [each.__enter__() for each in stuck] == [True] * 4
    timer.now = STANDSTILL
    with admission.enter(0) as said:
        assert said, "many at once are no standstill"
    timer.now = STANDSTILL + 0.1
    with admission.enter(0) as said:
        assert not said
    stuck[0].__exit__(None, None, None)
    with admission.enter(0) as said:
        assert said, "half are free again"


def test_an_answer_that_breaks_off_is_not_under_way_any_more() -> None:
    timer = HandTimer()
    admission = Admission(2, timer)
    with pytest.raises(RuntimeError), admission.enter(0):
        raise RuntimeError
    timer.now = 10
    with admission.enter(0) as said:
        assert said


def test_who_is_turned_away_hears_so_in_words_or_is_sent_again_and_is_counted(lite: Installation) -> None:
    rep = lite.squad().reps[0]
    web = make_web(lite.app).test_client()
    said = wire(lite).event("im.message.receive_v1", spoken(lite.feishu, "拜访 华宁精密", by=rep.open_id))
    for letter, answer in ((filing(lite, rep), (200, AGAIN.encode())), (said, (503, b"{}"))):
        sent: dict[str, Any] = {"data": letter.body, "headers": dict(letter.headers)}
        late = web.post("/feishu/events", **sent, environ_overrides={WAITED: LONGEST_WAIT + 0.1})
        assert (late.status_code, late.data) == answer
        assert lite.rows("select count(*) from visits") == [(0,)]
    assert web.post("/feishu/events", data=b"{}", environ_overrides={WAITED: 9.0}).status_code == 401
    metrics = web.get("/metrics").text
    assert 'salesbot_turned_away_total{kind="press"} 1.0' in metrics
    assert 'salesbot_turned_away_total{kind="event"} 1.0' in metrics
    assert wire(lite).post(filing(lite, rep)).status == 200
    assert lite.rows("select count(*) from visits") == [(1,)], "the same card again, and it is kept"


def test_when_the_database_stands_still_only_half_of_the_threads_wait_for_it(sqlite_url: str) -> None:
    with installed(sqlite_url) as house:
        rep = house.squad().reps[0]
        web = make_web(house.app)
        letters = [filing(house, rep, f"k{n}") for n in range(house.settings.server.threads)]
        elsewhere = open_writer(sqlite_url)
        with elsewhere.connect(), elsewhere.begin():
            took = _at_intervals(web, letters)
        elsewhere.dispose()
        assert all(seconds < FEISHUS_PATIENCE for _, seconds in took)
        late = [seconds for body, seconds in took[len(took) // 2 :] if body == AGAIN.encode()]
        assert len(late) == len(took) // 2
        assert max(late) < 1, "a fast no"
        again = web.test_client().post("/feishu/events", data=letters[-1].body, headers=dict(letters[-1].headers))
        assert b'"success"' in again.data


def _at_intervals(web: Any, letters: list[Letter]) -> list[tuple[bytes, float]]:
    """Half of the letters at once, the others when those have stood still for a while."""
    took: list[tuple[bytes, float]] = [(b"", 0.0)] * len(letters)

    def post(n: int) -> None:
        began = time.perf_counter()
        answer = web.test_client().post("/feishu/events", data=letters[n].body, headers=dict(letters[n].headers))
        took[n] = answer.data, time.perf_counter() - began

    threads = [threading.Thread(target=post, args=(n,)) for n in range(len(letters))]
    for thread in threads[: len(threads) // 2]:
        thread.start()
    threads[0].join(STANDSTILL + 0.3)
    for thread in threads[len(threads) // 2 :]:
        thread.start()
    for thread in threads:
        thread.join()
    return took


@dataclass
class Busy:
    """A bot in a process of its own, with a team whose rep files visits."""

    subject: Subject
    feishu: FakeFeishu
    url: str
    rep: Any
    sent: int = 0

    def letters(self, count: int) -> list[Letter]:
        """So many visits, each of a card of its own."""
        made = []
        over = Wire(f"http://127.0.0.1:{self.subject.port}", self.feishu)
        for _ in range(count):
            self.sent += 1
            stamp = FileVisit().stamp(to=self.rep.open_id, key=f"load{self.sent}")
            typed = {"customer": "华宁精密", "no_step": "other", "purpose": f"n{self.sent}"}
            made.append(over.event("card.action.trigger", pressed(self.rep, stamp, typed)))
        return made

    def kept(self) -> list[str]:
        """What the visits in the database are about, read beside the bot."""
        engine = create_engine(self.url)
        with engine.connect() as db:
            found = [str(purpose) for (purpose,) in db.execute(text("select purpose from visits")).all()]
        engine.dispose()
        return found

    def metric(self, name: str) -> float:
        """The sum of the lines of a metric."""
        lines = requests.get(f"http://127.0.0.1:{self.subject.port}/metrics", timeout=10).text.splitlines()
        return sum(float(line.rpartition(" ")[2]) for line in lines if line.startswith(name))


@pytest.fixture
def busy(tmp_path: Path, sqlite_url: str) -> Iterator[Busy]:
    clock = Turned(tmp_path / "clock")
    clock.set(MONDAY)
    with installed(sqlite_url) as house:
        squad = house.squad()
        rep, feishu = squad.reps[0], house.feishu
        secrets = {name: getattr(feishu, name) for name in ("app_id", "app_secret", "encrypt_key")}
        kept = secrets | {"verification_token": feishu.verification_token}
    with FakeFeishu(HandClock(MONDAY), **kept) as again:
        subject = Subject(config(tmp_path, again, sqlite_url), environment=at(clock))
        with subject:
            yield Busy(subject, again, sqlite_url, rep)


def test_twice_of_what_it_can_do_is_answered_in_time_and_nothing_accepted_is_lost(busy: Busy, many: Many) -> None:
    port = busy.subject.port
    calm = barrage(port, busy.letters(100), connections=IN_FLIGHT)  # and warm, too
    began = time.perf_counter()
    calm += barrage(port, busy.letters(many(400, 3000)), connections=IN_FLIGHT)
    able = (len(calm) - 100) / (time.perf_counter() - began)
    seconds = many(5, 60)
    replies = barrage(port, busy.letters(math.ceil(2 * able * seconds)), 2 * able)
    slowest = max(reply.seconds for reply in replies)
    late = max(reply.late for reply in replies)
    away = sum(reply.body == AGAIN.encode() for reply in calm + replies)
    print(f"{able:.0f}/s able, {len(replies)} at twice of it, {away} turned away")  # noqa: T201
    print(f"slowest {slowest:.2f} s, sent late {late:.2f} s")  # noqa: T201
    assert {reply.status for reply in replies} == {200}
    assert slowest < FEISHUS_PATIENCE
    assert busy.metric("salesbot_turned_away_total") == away
    if many(0, 1):
        assert late < 1, "what sends has to keep up, too"
        assert away > 0
    _check_kept(busy, calm + replies)
    (after,) = barrage(port, busy.letters(1))
    assert b'"success"' in after.body
    assert after.seconds < 1, "it recovers at once"


def _check_kept(busy: Busy, replies: list[Reply]) -> None:
    """What was accepted is there once; what was turned away is not there, and no bug was met."""
    kept = busy.kept()
    assert len(set(kept)) == len(kept)
    accepted = sum(b'"success"' in reply.body for reply in replies)
    unsure = sum(b'"success"' not in reply.body and reply.body != AGAIN.encode() for reply in replies)
    assert accepted <= len(kept) <= accepted + unsure
    assert busy.metric("salesbot_inbox_failed") == 0
