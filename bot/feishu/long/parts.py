"""Deliveries that come in several frames: put together in any order, within bounds.

A part that comes again after its whole completes nothing. All parts again are the delivery again: it was not
acknowledged, and that it was kept before is found out where every repetition is, by its event id.
"""

from collections import OrderedDict
from typing import Final

MOST_PARTS: Final = 256
"""Frames one delivery may have; beyond that it is no delivery."""

MOST_BYTES: Final = 8 * 1024 * 1024
"""What all unfinished deliveries together may hold."""

PATIENCE: Final = 5.0
"""Seconds from the first part of a delivery within which the last one must come, as in the SDK."""


class Parts:
    """The unfinished deliveries of one connection. Times are seconds of any clock that only goes forward."""

    def __init__(self) -> None:
        self._begun: OrderedDict[str, tuple[float, dict[int, bytes]]] = OrderedDict()

    def put(self, message_id: str, number: int, of: int, piece: bytes, now: float) -> bytes | None:
        """The whole when this was its last missing part, else None; also for a part that makes no sense."""
        if of <= 1:
            return piece
        self._forget(now)
        if not 0 <= number < of <= MOST_PARTS:
            return None
        pieces = self._begun.setdefault(message_id, (now, {}))[1]
        pieces[number] = piece
        if len(pieces) < of:
            return None
        del self._begun[message_id]
        return b"".join(pieces[each] for each in sorted(pieces))

    def _forget(self, now: float) -> None:
        """Let go of what has waited too long, and of the oldest when it is too much."""
        while self._begun and (self._stale(now) or self._held() > MOST_BYTES):
            self._begun.popitem(last=False)

    def _stale(self, now: float) -> bool:
        first, _ = next(iter(self._begun.values()))
        return now - first > PATIENCE

    def _held(self) -> int:
        return sum(len(piece) for _, pieces in self._begun.values() for piece in pieces.values())
