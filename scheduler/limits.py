"""When this process may not call: while told to wait, and into an outage. How often it may, its claims say."""

from datetime import datetime


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
