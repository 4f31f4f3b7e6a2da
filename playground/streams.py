"""Server-Sent Events: every watcher hears of every change at once."""

import queue
import threading
from collections.abc import Generator

import orjson

BEAT = 15.0


class Streams:
    """The watchers of this playground; an idle one costs a sleeping thread."""

    def __init__(self) -> None:
        """Start without watchers."""
        self._watchers: set[queue.SimpleQueue[bytes | None]] = set()
        self._lock = threading.Lock()

    def publish(self, what: str, revision: int) -> None:
        """Tell everybody that something of a kind has changed."""
        if not self._watchers:
            return
        line = b"data: " + orjson.dumps({"rev": revision, "what": what}) + b"\n\n"
        with self._lock:
            for watcher in self._watchers:
                watcher.put(line)

    def watch(self) -> Generator[bytes]:
        """Yield changes as they happen, and a comment every 15 s so that a dead reader is noticed."""
        mine: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        with self._lock:
            self._watchers.add(mine)
        try:
            yield b": hello\n\n"
            while (line := self._next(mine)) is not None:
                yield line
        finally:
            with self._lock:
                self._watchers.discard(mine)

    @staticmethod
    def _next(mine: queue.SimpleQueue[bytes | None]) -> bytes | None:
        try:
            return mine.get(timeout=BEAT)
        except queue.Empty:
            return b": beat\n\n"

    def close(self) -> None:
        """End every stream."""
        with self._lock:
            for watcher in self._watchers:
                watcher.put(None)
