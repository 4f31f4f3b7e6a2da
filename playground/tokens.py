"""Tenant access tokens: two hours, and the same one again while it has half an hour left."""

import secrets
import threading
from datetime import datetime, timedelta

from playground.clocks import Clock

LIFE = timedelta(hours=2)
KEEP = timedelta(minutes=30)


class TenantTokens:
    """The tokens this tenant has given out (auth-v3/auth/tenant_access_token_internal)."""

    def __init__(self, clock: Clock) -> None:
        """Start with none."""
        self._clock = clock
        self._until: dict[str, datetime] = {}
        self._current = ""
        self._lock = threading.Lock()

    def issue(self) -> tuple[str, int]:
        """Give a token and the whole seconds it has left; below 30 minutes a new one, and both stay valid."""
        now = self._clock.now()
        with self._lock:
            if self._until.get(self._current, now) - now < KEEP:
                self._current = "t-" + secrets.token_hex(20)
                self._until[self._current] = now + LIFE
            return self._current, int((self._until[self._current] - now).total_seconds())

    def valid(self, token: str) -> bool:
        """Tell whether a token was given out here and has not run out."""
        until = self._until.get(token)
        return until is not None and self._clock.now() < until

    def revoke(self) -> None:
        """Make every token invalid at once, as an administrator's reset does."""
        with self._lock:
            self._until.clear()
