"""A sign of life to the outside: a service that hears nothing for a while calls somebody, whatever happened here."""

from collections.abc import Callable
from typing import Final

import structlog

from scheduler.clockwork import Clockwork

EVERY: Final = 300.0
"""Seconds between two signs; such services call after two or three that did not come."""

PATIENCE: Final = 10.0
"""Seconds in which the service has to answer."""

_log = structlog.get_logger(__name__)


class Heart:
    """Asks `url` every five minutes in a thread of its own, while `is_well` says so; whatever it answers is fine."""

    def __init__(self, url: str, is_well: Callable[[], bool], every: float = EVERY) -> None:
        """Nothing beats yet; without a URL nothing ever will."""
        self._url, self._is_well = url, is_well
        self._clockwork = Clockwork(self.beat, every)

    def start(self) -> None:
        """Begin, if there is anybody to tell."""
        if self._url:
            self._clockwork.start()

    def stop(self) -> None:
        """End, once a sign under way was given."""
        self._clockwork.stop()

    def beat(self) -> None:
        """Give one sign; one that does not arrive is worth a line, without the address, which is as good as a key."""
        import requests  # noqa: PLC0415 - a tenth of a second that no start should wait for

        if not self._is_well():
            return
        try:
            requests.get(self._url, timeout=PATIENCE)
        except requests.RequestException as error:
            _log.warning("heartbeat_failed", error=type(error).__name__)
