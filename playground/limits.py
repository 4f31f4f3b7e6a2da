"""Rate limits by the tenant's clock: sliding windows that a call either fits into or does not."""

import threading
from collections import deque
from dataclasses import dataclass
from math import ceil

from playground.clocks import Clock


@dataclass(frozen=True, slots=True)
class Bound:
    """At most `calls` within any `seconds`."""

    calls: int
    seconds: float


APP = (Bound(50, 1.0), Bound(1000, 60.0))  # tier 4, per API and app and tenant
CHAT = (Bound(5, 1.0),)  # per user, per group, and per message when updating


@dataclass(frozen=True, slots=True)
class Excess:
    """A bound that a call would break, and the whole seconds (at least 1) until it would fit."""

    bound: Bound
    reset: int


class Limits:
    """One sliding window per key; only calls that fit are counted."""

    def __init__(self, clock: Clock) -> None:
        """Start with empty windows; `enabled` turned off lets everything pass."""
        self._clock = clock
        self._seen: dict[str, deque[float]] = {}
        self._lock = threading.Lock()
        self.enabled = True

    def take(self, key: str, bounds: tuple[Bound, ...]) -> Excess | None:
        """Count one call now, or tell which bound it breaks."""
        if not self.enabled:
            return None
        now = self._clock.now().timestamp()
        with self._lock:
            seen = self._seen.setdefault(key, deque(maxlen=max(bound.calls for bound in bounds)))
            if seen and seen[-1] > now:  # the clock was turned back
                seen.clear()
            excess = next((found for bound in bounds if (found := _excess(seen, bound, now))), None)
            if excess is None:
                seen.append(now)
            return excess


def _excess(seen: deque[float], bound: Bound, now: float) -> Excess | None:
    if len(seen) < bound.calls:
        return None
    oldest = seen[-bound.calls]
    left = oldest + bound.seconds - now
    return Excess(bound, max(1, ceil(left))) if left > 0 else None
