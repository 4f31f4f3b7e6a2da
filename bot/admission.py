"""Whether a delivery can still be answered in time: turned away at once is better than answered too late.

Feishu waits 3 s. A delivery that stood in the web server's queue for `LONGEST_WAIT` has spent its share of them, and so
has everything behind it; saying no costs a fraction of an answer, so the queue is gone at once. And when answers that
were begun do not come to their end, because the database stands still, further ones would only wait behind them until
no thread was left for anything else.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from bot.answers import press_body
from bot.context import Reply
from bot.text import Text

LONGEST_WAIT: Final = 0.5
"""Seconds in the web server's queue after which an answer could come too late: 2.4 s are the database's."""

STANDSTILL: Final = 1.0
"""Seconds after which the oldest answer under way says that nothing moves."""

WAITED: Final = "salesbot.waited"
"""Where in a WSGI environment the seconds stand for which the request waited for a thread (`bot/listening.py`)."""

AGAIN: Final = press_body(
    Reply(
        toast=Text(
            "现在太忙，这次没有收下。请稍后再点一次，不会重复。",
            "Too busy just now; this was not taken. Please press again in a moment; nothing is kept twice.",
        ),
        tone="warning",
    )
)
"""The answer to a press that was turned away: Feishu never sends a press again, so the person has to."""


class Admission:
    """Counts what is being answered and lets in what can be. Safe to share between threads."""

    def __init__(self, threads: int, clock: Callable[[], float] = time.perf_counter) -> None:
        """Take the number of threads that answer; half of them may stand still before the rest are spared."""
        self._most = max(1, threads // 2)
        self._clock = clock
        self._began: dict[object, float] = {}
        self._lock = threading.Lock()

    @contextmanager
    def enter(self, waited: float) -> Iterator[bool]:
        """Say whether a delivery that waited so many seconds is let in, and count it until the context ends."""
        ticket, now = object(), self._clock()
        with self._lock:
            let_in = waited <= LONGEST_WAIT and not self._stands_still(now)
            if let_in:
                self._began[ticket] = now
        try:
            yield let_in
        finally:
            with self._lock:
                self._began.pop(ticket, None)

    def _stands_still(self, now: float) -> bool:
        """Whether so many are under way, and the oldest for so long, that one more would only wait with them."""
        return len(self._began) >= self._most and now - next(iter(self._began.values())) > STANDSTILL
