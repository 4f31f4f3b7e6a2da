"""What changed in the bot's database, row by row, for the page's side panel."""

import threading
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Table, select

from playground.people import Json
from storage.engine import Connection, metadata
from storage.uow import Read

LONG = 120
"""How many characters a line has at most."""

UNSAID = frozenset({"content", "answer", "delivery", "uuid", "dedupe", "act_key", "act_digest", "event_key", "key"})
"""Columns that no line shows: whole cards, and keys that mean nothing to a reader."""

NOISE = frozenset({"claimed_at", "lease_until", "fence", "retry_at", "queued_at"})
"""Columns whose change alone is no news: how the sender takes turns."""

Key = tuple[Any, ...]
Snapshot = Mapping[str, Mapping[Key, Mapping[str, Any]]]


class Rows:
    """Compares the database with how it was at the last look; the demonstration's is small enough to read whole."""

    def __init__(self, read: Read, now: Callable[[], datetime]) -> None:
        """Take the present state as the beginning: what is there already is no news."""
        self._read, self._now = read, now
        self._lock = threading.Lock()
        self._seen: Snapshot = read(_snapshot)
        self._news: list[Json] = []

    def __call__(self, after: int) -> Json:
        """Give the changes after a number, oldest first, as GET /api/rows does."""
        self.look()
        with self._lock:
            return {"n": len(self._news), "rows": self._news[after:]}

    def look(self) -> int:
        """Look again; tell how many rows changed since the last look."""
        with self._lock:
            new = self._read(_snapshot)
            found = list(_changes(self._seen, new))
            at = self._now().isoformat()
            for n, change in enumerate(found, len(self._news) + 1):
                self._news.append({"n": n, "at": at} | change)
            self._seen = new
        return len(found)


def _snapshot(db: Connection) -> Snapshot:
    return {table.name: _rows_of(db, table) for table in metadata.sorted_tables}


def _rows_of(db: Connection, table: Table) -> Mapping[Key, Mapping[str, Any]]:
    key = [column.name for column in table.primary_key]
    every = db.execute(select(table)).mappings()
    return {tuple(row[name] for name in key): dict(row) for row in every}


def _changes(old: Snapshot, new: Snapshot) -> Iterator[Json]:
    for table, rows in new.items():
        before = old.get(table, {})
        for key, row in rows.items():
            if key not in before:
                yield _change(table, "insert", _named(key) + _said(row))
            elif news := _differences(before[key], row):
                yield _change(table, "update", _named(key) + news)
        for key in before.keys() - rows.keys():
            yield _change(table, "delete", _named(key))


def _change(table: str, verb: str, words: list[str]) -> Json:
    line = " ".join(words)
    return {"table": table, "verb": verb, "text": line if len(line) <= LONG else line[: LONG - 1] + "…"}


def _named(key: Key) -> list[str]:
    return ["#" + "/".join(map(_word, key))]


def _said(row: Mapping[str, Any]) -> list[str]:
    shown = row.keys() - UNSAID - NOISE - {"id"}
    return [f"{name}={_word(value)}" for name, value in row.items() if name in shown and value not in (None, "", 0)]


def _differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    changed = [name for name in new if name not in UNSAID | NOISE and old[name] != new[name]]
    return [f"{name}: {_word(old[name])} → {_word(new[name])}" for name in changed]


def _word(value: object) -> str:
    if isinstance(value, datetime):
        return f"{value:%m-%d %H:%M}"
    said = "–" if value is None else str(value)
    return said if len(said) <= 24 else said[:16] + "…"
