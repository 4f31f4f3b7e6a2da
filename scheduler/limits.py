"""When this process may call: no faster than allowed, not while told to wait, not into an outage."""

from collections import deque
from datetime import datetime, timedelta

BOUNDS = ((50, 1.0), (1000, 60.0))
"""Calls of one app within a span of seconds, by Feishu's tier for messages."""


class Pace:
    """The starts of the last calls. Claims already keep the rate; this keeps it when a commit came late."""

    def __init__(self) -> None:
        self._starts: deque[datetime] = deque(maxlen=max(calls for calls, _ in BOUNDS))

    def start(self, now: datetime) -> float:
        """Take the next free moment for a call, and give the seconds until then."""
        if self._starts and self._starts[-1] > now:
            # The clock was set back: what was is as long ago as it was, by this clock too.
            back = self._starts[-1] - now
            self._starts = deque((start - back for start in self._starts), self._starts.maxlen)
        moment = max([now, *(self._free(*bound) for bound in BOUNDS if len(self._starts) >= bound[0])])
        self._starts.append(moment)
        return (moment - now).total_seconds()

    def _free(self, calls: int, seconds: float) -> datetime:
        return self._starts[-calls] + timedelta(seconds=seconds)


class Pause:
    """A wait that Feishu asked for; a clock that is set back to before its beginning ends it."""

    def __init__(self) -> None:
        self._since: datetime | None = None
        self._seconds = 0.0

    def begin(self, now: datetime, seconds: float) -> None:
        """Wait for some seconds from now on; the longest of several waits counts."""
        if self.left(now) < seconds:
            self._since, self._seconds = now, seconds

    def left(self, now: datetime) -> float:
        """Seconds still to wait; 0 when there is no pause."""
        if self._since is None or now < self._since:
            return 0.0
        return max(0.0, self._seconds - (now - self._since).total_seconds())


class Outage:
    """Feishu does not answer anybody: after `MANY` failures in a row no row is tried until a probe succeeds.

    The waits between probes double from 2 s to 60 s.
    """

    MANY = 8
    LONGEST = 60.0

    def __init__(self) -> None:
        self._failures = 0
        self._pause = Pause()

    def failed(self, now: datetime) -> None:
        """Note a call or a probe without an answer."""
        self._failures += 1
        if self._failures >= self.MANY:
            self._pause.begin(now, min(2.0 * 2 ** min(self._failures - self.MANY, 5), self.LONGEST))

    def answered(self) -> None:
        """Note that Feishu is there, whatever it said."""
        self._failures, self._pause = 0, Pause()

    @property
    def suspected(self) -> bool:
        """Whether to probe before trying a row."""
        return self._failures >= self.MANY

    def left(self, now: datetime) -> float:
        """Seconds until the next probe."""
        return self._pause.left(now)
