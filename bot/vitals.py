"""A process that has lost a thread it cannot do without ends at once, and whoever watches over it starts a whole one.

Half a process is worse than none: it would go on accepting what nobody sends, or answering what nobody keeps. Ending
without goodbye loses nothing: what was accepted is on disk, and all else is asked for again.
"""

import os
import threading
from collections.abc import Callable, Sequence
from typing import Final

import structlog

EXIT_CODE: Final = 70
"""How a process ends that has lost a thread (EX_SOFTWARE of sysexits.h)."""

_log = structlog.get_logger(__name__)


class Vitals:
    """Asks `lost` every `every` seconds which threads have died, and ends the process when there are any.

    `lost` gives their names; `end` is given the exit code and does not return.
    """

    def __init__(
        self, lost: Callable[[], Sequence[str]], *, every: float = 1.0, end: Callable[[int], object] = os._exit
    ) -> None:
        self._lost, self._every, self._end = lost, every, end
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="vitals", daemon=True)

    def start(self) -> None:
        """Begin to look, in a thread of its own."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more: from now on threads end because they were asked to."""
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(self._every):
            if names := self._lost():
                _log.critical("thread_lost", threads=list(names))
                self._end(EXIT_CODE)
                return
