"""The bot in a process of its own with a clock that is turned from outside: `python -m benchmarks.turned`.

It reads its settings as one line of JSON, and says its port; then every line is an order, an object with `at` (a moment
to turn the clock to, unless it is later already) and `tick` (whether to look at what is due). Whatever waits is sent
after each order, and the answer says what time it is then.
"""

import json
import sys
import threading
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from bot.app import App
from bot.config import Settings
from bot.listening import listen
from bot.logs import set_up
from bot.web import make_web
from storage import backlog

QUARTER = timedelta(seconds=0.25)
PATIENCE = 40
"""Quarters of a second of its own clock for which the bot may go on sending after an order."""


class TurnedClock:
    """A clock that stands still between orders."""

    def __init__(self, start: datetime) -> None:
        """Begin at an aware moment."""
        self._now = start
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """The moment it was last turned to."""
        return self._now

    def advance(self, seconds: float) -> None:
        """Turn by so many seconds."""
        with self._lock:
            self._now += timedelta(seconds=seconds)

    def reach(self, moment: datetime) -> None:
        """Turn forward to a moment, never back."""
        with self._lock:
            self._now = max(self._now, moment)


def main() -> None:
    """Serve in threads of its own, and do what the lines say in this one."""
    set_up("WARNING")
    told = json.loads(sys.stdin.readline())
    clock = TurnedClock(datetime.fromisoformat(told["at"]))
    app = App(Settings.of(told["settings"]), clock)
    server = listen(make_web(app), host="127.0.0.1", port=0, threads=8, ident=None)
    threading.Thread(target=server.run, daemon=True).start()
    _say({"port": server.effective_port})
    for line in sys.stdin:
        order = json.loads(line)
        clock.reach(datetime.fromisoformat(order["at"]))
        if order["tick"]:
            app.tick()
        _drain(app, clock)
        _say({"at": clock.now().isoformat()})


def _say(words: dict[str, Any]) -> None:
    print(json.dumps(words), flush=True)


def _drain(app: App, clock: TurnedClock) -> None:
    """Send what may go now, turning the clock as far as the rates demand."""
    for _ in range(PATIENCE):
        while app.sender.run_once():
            pass
        if not app.db.read(partial(backlog.backlog, now=clock.now())).depth:
            return
        clock.advance(QUARTER.total_seconds())


if __name__ == "__main__":
    main()
