"""When a process may not call: in a pause that was asked for, and in an outage."""

from datetime import timedelta

from scheduler.limits import Outage, Pause
from tests.sending import NINE

SECOND = timedelta(seconds=1)


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
