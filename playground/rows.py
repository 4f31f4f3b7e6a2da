"""What changed in the bot's database, row by row, for the page's side panel."""

import threading
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, tzinfo
from typing import Any

from sqlalchemy import Column, Table, select

from playground.people import Json
from storage.engine import Connection, metadata
from storage.uow import Read

LONG, SHORT = 140, 24
"""How many characters a line, and a value in it, have at most."""

UNSAID = frozenset({"content", "answer", "delivery", "uuid", "dedupe", "act_key", "act_digest", "event_key", "key"})
"""Columns that no line shows: whole cards, and keys that mean nothing to a reader."""

NOISE = frozenset(
    {
        "claimed_at",
        "lease_until",
        "fence",
        "retry_at",
        "queued_at",
        "unsure_since",
        "expires_at",
        "not_before",
        "rank",
        "message_id",
    }
)
"""Columns whose change alone is no news: how the sender takes turns."""

Row = Mapping[str, Any]
Snapshot = Mapping[str, Mapping[tuple[Any, ...], Row]]


class Rows:
    """Compares the database with how it was at the last look; the demonstration's is small enough to read whole.

    `name_of` gives the name behind an open_id or chat_id; instants are shown on the clock of `zone`.
    """

    def __init__(
        self, read: Read, now: Callable[[], datetime], zone: tzinfo, name_of: Callable[[str], str | None]
    ) -> None:
        """Take the present state as the beginning: what is there already is no news."""
        self._read, self._now, self._zone, self._name_of = read, now, zone, name_of
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
            old, self._seen = self._seen, self._read(_snapshot)
            found = list(self._changes(old))
            at = self._now().isoformat()
            for n, change in enumerate(found, len(self._news) + 1):
                self._news.append({"n": n, "at": at} | change)
        return len(found)

    def _changes(self, before: Snapshot) -> Iterator[Json]:
        for table in metadata.sorted_tables:
            old, new = before[table.name], self._seen[table.name]
            for key in new:
                if key not in old:
                    yield self._change(table, "insert", key, self._said(table, new[key]))
                elif old[key] != new[key] and (news := self._differences(table, old[key], new[key])):
                    yield self._change(table, "update", key, news)
            for key in old.keys() - new.keys():
                yield self._change(table, "delete", key, [])

    def _change(self, table: Table, verb: str, key: tuple[Any, ...], words: list[str]) -> Json:
        ids = "/".join(self._word(*each) for each in zip(table.primary_key, key, strict=True))
        line = " ".join([f"#{ids}", *words])
        return {"table": table.name, "verb": verb, "text": line if len(line) <= LONG else line[: LONG - 1] + "…"}

    def _said(self, table: Table, row: Row) -> list[str]:
        shown = [one for one in table.c if one.name not in UNSAID | NOISE and not one.primary_key]
        return [f"{one.name}={self._word(one, row[one.name])}" for one in shown if row[one.name] not in (None, "", 0)]

    def _differences(self, table: Table, old: Row, new: Row) -> list[str]:
        changed = [one for one in table.c if one.name not in UNSAID | NOISE and old[one.name] != new[one.name]]
        words = [(one.name, self._word(one, old[one.name]), self._word(one, new[one.name])) for one in changed]
        return [f"{name}: {before} → {after}" for name, before, after in words]

    def _word(self, column: Column[Any], value: object) -> str:
        """A value as people know it: names for keys and ids, the team's clock for instants."""
        for foreign in column.foreign_keys:
            row = self._seen[foreign.column.table.name].get((value,), {})
            return str(row.get("name", value))
        if isinstance(value, datetime):
            return f"{value.astimezone(self._zone):%m-%d %H:%M}"
        said = "–" if value is None else str(value)
        said = self._name_of(said) or said
        return said if len(said) <= SHORT else said[: SHORT - 1] + "…"


def _snapshot(db: Connection) -> Snapshot:
    return {table.name: _rows_of(db, table) for table in metadata.sorted_tables}


def _rows_of(db: Connection, table: Table) -> Mapping[tuple[Any, ...], Row]:
    key = [column.name for column in table.primary_key]
    every = db.execute(select(table)).mappings()
    return {tuple(row[name] for name in key): dict(row) for row in every}
