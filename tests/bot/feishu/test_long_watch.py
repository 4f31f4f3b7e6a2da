"""When a child is given up, and how long the next one waits."""

from random import Random

import pytest

from bot.feishu.long.watch import Patience, Watch

PATIENCE = Patience(to_start=45, beats=10, pings=2.5, first=0.5, most=60, refused=300, settled=30)


def test_a_child_that_never_connects_is_given_up() -> None:
    watch = Watch(PATIENCE, 100.0)
    assert (watch.fault(145.0), watch.fault(145.1)) == ("", "never connected")


def test_a_child_that_says_nothing_is_given_up() -> None:
    watch = Watch(PATIENCE, 0.0)
    watch.connected(1.0)
    assert (watch.fault(11.0), watch.fault(11.1)) == ("", "no sign of life")
    watch.beat(11.2, heard=0.0, ping=120)
    assert watch.fault(21.0) == ""


@pytest.mark.parametrize("ping, fine, silent", [(1, 2.5, 2.6), (120, 300, 300.1)])
def test_a_platform_that_answers_no_ping_is_given_up(ping: float, fine: float, silent: float) -> None:
    watch = Watch(PATIENCE, 0.0)
    watch.connected(1.0)
    watch.beat(1000.0, heard=fine, ping=ping)
    assert watch.fault(1000.0) == ""
    watch.beat(1000.0, heard=silent, ping=ping)
    assert watch.fault(1000.0) == "no pong"


def test_only_a_connection_that_held_is_a_new_beginning() -> None:
    watch = Watch(PATIENCE, 0.0)
    assert not watch.settled(1000.0)
    watch.connected(1000.0)
    assert (watch.settled(1029.9), watch.settled(1030.0)) == (False, True)


def test_the_pause_doubles_to_its_bound_and_is_never_the_same_for_all() -> None:
    dice = Random(7)
    longest = [max(PATIENCE.pause(n, refused=False, dice=dice) for _ in range(200)) for n in (1, 2, 3, 9, 5000)]
    shortest = [min(PATIENCE.pause(n, refused=False, dice=dice) for _ in range(200)) for n in (1, 2, 3, 9, 5000)]
    assert [round(one, 1) for one in longest] == [0.5, 1.0, 2.0, 60.0, 60.0] or longest[0] <= 0.5
    assert all(low < 0.6 * high for low, high in zip(shortest, longest, strict=True))
    assert max(longest) <= 60


def test_after_a_refusal_it_waits_for_minutes() -> None:
    assert 150 <= PATIENCE.pause(1, refused=True, dice=Random(7)) <= 300
