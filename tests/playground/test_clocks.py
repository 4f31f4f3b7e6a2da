"""The playground's clocks: one turned by hand, one that runs and can be turned."""

from datetime import UTC, datetime, timedelta

import pytest

from playground import HandClock, OffsetClock

START = datetime(2026, 3, 2, tzinfo=UTC)


def test_a_hand_clock_moves_only_when_turned() -> None:
    clock = HandClock(START)
    assert clock.advance(90) == START + timedelta(seconds=90)
    assert clock.advance(timedelta(hours=-1)) == clock.now()
    clock.set(START)
    clock.advance(60)
    assert clock.now() == START + timedelta(minutes=1)


def test_a_moment_needs_a_time_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        HandClock(START.replace(tzinfo=None))
    with pytest.raises(ValueError, match="time zone"):
        OffsetClock(HandClock(START)).set(START.replace(tzinfo=None))


def test_an_offset_clock_runs_on_from_where_it_was_turned() -> None:
    real = HandClock(START)
    clock = OffsetClock(real)
    clock.set(START + timedelta(days=1))
    real.advance(5)
    assert clock.now() == START + timedelta(days=1, seconds=5)
    assert clock.advance(-5) == START + timedelta(days=1)
