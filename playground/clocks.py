"""The playground's time: turned by hand in tests, shifted from the real one in the demo."""

import threading
from datetime import datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Anything that tells the time; the playground reads time through this and in no other way."""

    def now(self) -> datetime:
        """Tell the present moment, aware, in UTC."""


class TurnableClock(Clock, Protocol):
    """A clock that the control API can move."""

    def advance(self, by: timedelta | float) -> datetime:
        """Move forward (or back, when negative) by a span or by seconds, and tell the new moment."""

    def set(self, moment: datetime) -> datetime:
        """Jump to an aware moment, and tell it."""


def span(by: timedelta | float) -> timedelta:
    """Read a bare number as seconds."""
    return by if isinstance(by, timedelta) else timedelta(seconds=by)


def aware(moment: datetime) -> datetime:
    """Refuse a moment without a time zone (ValueError): two machines would read it differently."""
    if moment.tzinfo is None:
        msg = "a moment needs a time zone"
        raise ValueError(msg)
    return moment


class HandClock:
    """Time that moves only when a test turns it; sleeping turns it by the length of the sleep."""

    def __init__(self, start: datetime) -> None:
        """Begin at an aware moment."""
        self._now = aware(start)
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """Tell the moment it was last turned to."""
        return self._now

    def advance(self, by: timedelta | float) -> datetime:
        """Turn by a span or by seconds."""
        with self._lock:
            self._now += span(by)
            return self._now

    def set(self, moment: datetime) -> datetime:
        """Turn to an aware moment."""
        with self._lock:
            self._now = aware(moment)
            return self._now


class OffsetClock:
    """Real time plus an offset: it runs by itself and can be turned, for the demo."""

    def __init__(self, real: Clock) -> None:
        """Follow a real clock, given by the application because it alone reads the time."""
        self._real = real
        self._offset = timedelta(0)
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """Tell real time plus everything it was turned by."""
        return self._real.now() + self._offset

    def advance(self, by: timedelta | float) -> datetime:
        """Turn by a span or by seconds."""
        with self._lock:
            self._offset += span(by)
        return self.now()

    def set(self, moment: datetime) -> datetime:
        """Turn to an aware moment, from where it runs on."""
        return self.advance(aware(moment) - self.now())
