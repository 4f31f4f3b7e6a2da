"""The harness itself: a process can be started, its clock turned, frozen, killed and started again."""

from datetime import timedelta
from pathlib import Path

from playground import FakeFeishu, HandClock
from tests.bot.commands.test_commands import config
from tests.faults.subjects import Subject, Turned, at
from tests.installation import MONDAY


def test_a_subject_lives_by_the_clock_it_is_given(tmp_path: Path, sqlite_url: str) -> None:
    clock = Turned(tmp_path / "clock")
    clock.set(MONDAY)
    with FakeFeishu(HandClock(MONDAY)) as feishu:
        subject = Subject(config(tmp_path, feishu, sqlite_url), environment=at(clock))
        with subject:
            assert subject.ready()
            with subject.frozen():
                clock.set(MONDAY + timedelta(days=1))
            assert subject.terminate() == 0
            subject.start()
            assert subject.ready()
