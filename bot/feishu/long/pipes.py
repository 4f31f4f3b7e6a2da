"""What the two processes tell each other: JSON objects, each behind its length in four bytes.

To the child: `connect` first, then `answer` for each delivery, at last `stop`. From it: `connected`, a `beat` every
second, `deliver`, and, as its last word, `refused` or `lost`. Each has its name under `do`.
"""

import contextlib
import threading
from collections.abc import Mapping
from typing import Any, BinaryIO, Final

import orjson

LONGEST: Final = 16 * 1024 * 1024
"""Bytes that one message may have; a delivery is below one megabyte."""


class Pipe:
    """Both directions of one process. Any thread may `put`; one thread may `get`."""

    def __init__(self, reading: BinaryIO, writing: BinaryIO) -> None:
        """Take over two binary files, the first of them buffered."""
        self._reading, self._writing = reading, writing
        self._lock = threading.Lock()

    def get(self) -> Mapping[str, Any] | None:
        """The next message, waiting for it; None when the other process is gone or does not make sense."""
        try:
            size = int.from_bytes(self._reading.read(4))
            raw = self._reading.read(size) if 0 < size <= LONGEST else b""
            said = orjson.loads(raw) if size and len(raw) == size else None
        except (OSError, ValueError):
            return None
        return said if isinstance(said, dict) else None

    def put(self, do: str, **more: object) -> bool:
        """Send a message; False when the other process is gone."""
        raw = orjson.dumps({"do": do, **more})
        try:
            with self._lock:
                self._writing.write(len(raw).to_bytes(4) + raw)
                self._writing.flush()
        except (OSError, ValueError):
            return False
        return True

    def close(self) -> None:
        """Close the way to the other process, which takes it for our end."""
        with contextlib.suppress(OSError):
            self._writing.close()
