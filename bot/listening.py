"""How the embedded web server listens: it notes how long a request waited for a thread, and for whom it waits itself.

Waitress reads requests in one loop and hands each, once it is whole, to a queue for its threads; an application does
not see how long one stood there. A client that sends a request a byte at a time keeps its connection for as long as it
likes; here it has `SLOWEST` seconds for a whole one.
"""

import time
from typing import Any, Final

from waitress.channel import HTTPChannel
from waitress.server import create_server
from waitress.task import WSGITask

from bot.admission import WAITED

SLOWEST: Final = 20.0
"""Seconds within which a request has to arrive whole."""


class _Task(WSGITask):  # type: ignore[misc]  # published without types
    def get_environment(self) -> dict[str, Any]:
        environ: dict[str, Any] = super().get_environment()
        return environ | {WAITED: time.monotonic() - self.channel.whole_at}


class _Channel(HTTPChannel):  # type: ignore[misc]  # published without types
    task_class = _Task
    whole_at = 0.0
    begun_at = 0.0

    def received(self, data: bytes) -> bool:
        """Note when a request begins and when something of it came last, before its parts are looked at."""
        self.whole_at = time.monotonic()
        if self.request is None:
            self.begun_at = self.whole_at
        elif self.whole_at - self.begun_at > SLOWEST:
            self.will_close = True
        return bool(super().received(data))


def listen(web: Any, **adjustments: Any) -> Any:
    """A waitress server for a WSGI application, with waitress' own adjustments; `run` it."""
    server = create_server(web, **adjustments)
    server.channel_class = _Channel
    return server
