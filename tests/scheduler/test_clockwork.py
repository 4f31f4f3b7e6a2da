"""The ticker: soon and again, never twice at the same time, whatever a tick does."""

from threading import Event

import pytest

from scheduler.clockwork import Clockwork


class Ticks:
    """Counts, and lets the test wait for a number of ticks."""

    def __init__(self, wanted: int) -> None:
        self.count, self.wanted, self.enough = 0, wanted, Event()

    def __call__(self) -> None:
        self.count += 1
        if self.count >= self.wanted:
            self.enough.set()


def test_its_first_tick_does_not_wait_for_the_interval() -> None:
    ticks = Ticks(1)
    clockwork = Clockwork(ticks, every=3600)
    alive = [clockwork.alive]
    clockwork.start()
    assert ticks.enough.wait(10)
    alive.append(clockwork.alive)
    clockwork.stop()
    assert [*alive, clockwork.alive] == [False, True, False]


def test_it_ticks_again_and_again_until_it_is_stopped() -> None:
    ticks = Ticks(3)
    clockwork = Clockwork(ticks, every=0.02)
    clockwork.start()
    assert ticks.enough.wait(10)
    clockwork.stop()
    counted = ticks.count
    clockwork.stop()
    assert ticks.count == counted


def test_a_tick_that_fails_does_not_stop_the_next(caplog: pytest.LogCaptureFixture) -> None:
    ticks = Ticks(2)

    def stumble() -> None:
        ticks()
        raise RuntimeError("stumbled")  # noqa: EM101

    clockwork = Clockwork(stumble, every=0.02)
    clockwork.start()
    assert ticks.enough.wait(10)
    clockwork.stop()
    assert "stumbled" in caplog.text


@pytest.mark.filterwarnings("default")
def test_a_slow_tick_is_never_run_beside_itself() -> None:
    inside, most, slow, ticks = [0], [0], Event(), Ticks(3)

    def tick() -> None:
        inside[0] += 1
        most[0] = max(most[0], inside[0])
        slow.wait(0.1)
        inside[0] -= 1
        ticks()

    clockwork = Clockwork(tick, every=0.01)
    clockwork.start()
    assert ticks.enough.wait(10)
    slow.set()
    clockwork.stop()
    assert most == [1]
