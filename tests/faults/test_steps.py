"""Killed at each step of its work in turn: around verifying, inserting, committing, claiming, sending, marking."""

import random

import pytest

from tests.faults.checker import Evidence, assert_held
from tests.faults.extents import Many
from tests.faults.grounds import LEASE, Ground
from tests.faults.steps import ANSWERING, SENDING

pytestmark = pytest.mark.timeout(1800)


@pytest.mark.parametrize("steps", [ANSWERING, SENDING], ids=["answering", "sending"])
def test_killed_at_each_step(ground: Ground, lots: random.Random, many: Many, steps: tuple[str, ...]) -> None:
    ground.subject.start()
    for step in lots.sample(steps, many(2, len(steps))):
        ground.fate.strike(step, lots.randint(1, 3))
        ground.history.add("nemesis", said=f"kill -9 {step}")
        with ground.load(talk=3, most=3, pause=0.1):
            assert ground.subject.process_ends_within(120), f"nobody came to {step!r}: {ground.subject.said()[-2000:]}"
            assert ground.subject.process.returncode == -9
            ground.advance(LEASE)
            ground.restart()
    ground.settle()
    assert_held(Evidence.taken(ground.history, ground.url, ground.feishu, many(15, 3)))
