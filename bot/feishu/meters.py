"""A count of the calls that this process makes to Feishu, which a tenant's plan may limit by the month."""

import threading


class Meter:
    """Counts up while calls are made, and down when they have been written down; safe to share between threads."""

    def __init__(self) -> None:
        """Begin at nothing."""
        self._lock = threading.Lock()
        self._calls = 0

    @property
    def calls(self) -> int:
        """The calls that nobody has written down yet."""
        return self._calls

    def add(self) -> None:
        """Count one call, whatever becomes of it."""
        with self._lock:
            self._calls += 1

    def forget(self, calls: int) -> None:
        """Take off what has been written down."""
        with self._lock:
            self._calls -= calls
