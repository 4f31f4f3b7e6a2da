"""What was asked of the bot and what it answered: only ever added to, outside the process under test."""

import json
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

What = Literal["invoke", "ok", "fail", "unknown", "nemesis"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a history, `at` seconds after its beginning.

    `entry` is what a client wants kept, once, however often it has to ask: it stands in the visit's purpose, or is
    the id of the message that was written. `form` is the key of the card that was filled in, empty for a message.
    `ok` says that it was accepted, `fail` that it was not now, `unknown` that no answer came.
    """

    at: float
    what: What
    entry: str = ""
    event: str = ""
    form: str = ""
    customer: str = ""
    who: str = ""
    status: int = 0
    ms: float = 0.0
    said: str = ""

    def __str__(self) -> str:
        """For reading."""
        about = " ".join(f"{name}={value}" for name, value in asdict(self).items() if value and name not in _FIRST)
        return f"{self.at:9.3f} {self.what:8} {about}"


_FIRST = ("at", "what")


class History:
    """Lines in a JSONL file and in memory; every method may be called from any thread."""

    def __init__(self, file: Path) -> None:
        self._began, self._lock = time.monotonic(), threading.Lock()
        self._file = file.open("a", encoding="utf-8")
        self.lines: list[Line] = []

    def add(self, what: What, **about: str | float) -> None:
        """Write down what happened just now."""
        with self._lock:
            line = Line(round(time.monotonic() - self._began, 4), what, **about)  # type: ignore[arg-type]
            self.lines.append(line)
            self._file.write(json.dumps(asdict(line), ensure_ascii=False) + "\n")
            self._file.flush()

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def invoked(self) -> set[str]:
        """Every entry that was ever asked for."""
        return {line.entry for line in self.lines if line.what == "invoke"}

    def acked(self) -> dict[str, Line]:
        """Every entry that the bot said it had kept, with the first such answer."""
        found: dict[str, Line] = {}
        for line in self.lines:
            if line.what == "ok":
                found.setdefault(line.entry, line)
        return found

    def counted(self) -> Counter[str]:
        """How many lines of each kind there are."""
        return Counter(line.what for line in self.lines)

    def about(self, entries: Collection[str]) -> list[Line]:
        """The lines about some entries, and what the nemesis did meanwhile."""
        concerned = [line.at for line in self.lines if line.entry in entries]
        first, last = (min(concerned) - 1, max(concerned) + 1) if concerned else (0.0, 0.0)
        return [
            line
            for line in self.lines
            if line.entry in entries or (line.what == "nemesis" and first <= line.at <= last)
        ]

    def answers_of(self) -> dict[str, set[str]]:
        """What was said to each accepted entry, however often it was asked for."""
        found: dict[str, set[str]] = defaultdict(set)
        for line in self.lines:
            if line.what == "ok":
                found[line.entry].add(line.said)
        return found
