"""Killed at any moment, the bot has lost nothing that it said it had kept, and shows nothing twice."""

import random
import statistics
import threading

import pytest

from tests.faults.checker import Evidence, assert_held
from tests.faults.extents import Many
from tests.faults.grounds import Ground

pytestmark = pytest.mark.timeout(3000)


def test_killed_at_random_moments_under_load(ground: Ground, lots: random.Random, many: Many) -> None:
    ground.subject.start()
    with ground.load():
        for _ in range(many(3, 100)):
            kept = len(ground.history.acked())
            if lots.random() < 0.8:  # else it may die before it has answered anybody
                ground.until(lambda kept=kept: len(ground.history.acked()) > kept)  # type: ignore[misc]
            threading.Event().wait(lots.uniform(0, 1))
            ground.kill()
            ground.restart()
            assert ground.subject.ready()
    ground.settle()
    assert_held(Evidence.taken(ground.history, ground.url, ground.feishu, many(15, 3)))
    say(ground, f"{len(ground.restarts)} kills")


def say(ground: Ground, what: str) -> None:
    """Put the figures where `pytest -rP` shows them."""
    counts = ground.history.counted()
    restarts = f"listening again after {statistics.median(ground.restarts):.2f} s (median)" if ground.restarts else ""
    asked, kept = counts["invoke"], len(ground.history.acked())
    print(f"{what}: {asked} deliveries, {counts['unknown']} without an answer, {kept} entries kept; {restarts}")  # noqa: T201
