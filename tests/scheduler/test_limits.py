"""When a process may call: the rate, a pause that was asked for, and an outage."""

from datetime import timedelta

from scheduler.limits import Outage, Pace, Pause
from tests.sending import NINE

SECOND = timedelta(seconds=1)


def test_the_fifty_first_call_of_a_second_waits_for_the_next() -> None:
    pace = Pace()
    assert {pace.start(NINE) for _ in range(50)} == {0.0}
    assert pace.start(NINE) == 1.0
    assert pace.start(NINE + SECOND) == 0.0


def test_the_thousand_and_first_call_of_a_minute_waits_for_the_next() -> None:
    pace = Pace()
    assert {pace.start(NINE + number * SECOND / 50) for number in range(1000)} == {0.0}
    assert pace.start(NINE + 20 * SECOND) == 40.0


def test_a_clock_that_is_set_back_neither_holds_the_next_call_up_nor_forgets_the_last_ones() -> None:
    pace = Pace()
    for _ in range(50):
        pace.start(NINE)
    assert pace.start(NINE - timedelta(hours=1)) == 1.0
    assert pace.start(NINE - timedelta(hours=1) + SECOND) == 0.0


def test_a_pause_lasts_as_long_as_the_longest_that_was_asked_for() -> None:
    pause = Pause()
    assert pause.left(NINE) == 0.0
    pause.begin(NINE, 52)
    pause.begin(NINE + SECOND, 3)
    assert pause.left(NINE + 2 * SECOND) == 50.0
    assert pause.left(NINE + 60 * SECOND) == 0.0
    assert pause.left(NINE - SECOND) == 0.0


def test_after_eight_failures_in_a_row_there_is_a_probe_at_growing_distances() -> None:
    outage, now = Outage(), NINE
    for _ in range(7):
        outage.failed(now)
    suspected = [outage.suspected]
    waits = []
    for _ in range(8):
        outage.failed(now)
        waits.append(outage.left(now))
        now += timedelta(seconds=waits[-1])
    suspected.append(outage.suspected)
    assert waits == [2, 4, 8, 16, 32, 60, 60, 60]
    outage.answered()
    assert [*suspected, outage.suspected] == [False, True, False]
    assert outage.left(now) == 0.0
