"""How SQLite goes about the questions that some work asks, and how many those are."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import event

from storage.engine import Connection
from storage.uow import UnitOfWork


def statements(db: UnitOfWork, work: Callable[[Connection], object], *, writes: bool = False) -> list[tuple[str, Any]]:
    """Every statement that a piece of work runs, with its parameters, in order."""
    heard: list[tuple[str, Any]] = []

    def listen(c: Connection) -> None:
        def hear(*args: Any) -> None:
            if not args[2].startswith("BEGIN"):
                heard.append((args[2], args[3]))

        event.listen(c, "before_cursor_execute", hear)
        try:
            work(c)
        finally:
            event.remove(c, "before_cursor_execute", hear)

    (db.write if writes else db.read)(listen)
    return heard


def plans(db: UnitOfWork, asked: Sequence[tuple[str, Any]]) -> list[str]:
    """The steps of SQLite's plans for these statements, such as `SEARCH outbox USING INDEX …`."""

    def explain(c: Connection) -> list[str]:
        found: list[str] = []
        for statement, parameters in asked:
            found += [row[3] for row in c.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]
        return found

    return db.read(explain)


def scanned(steps: Sequence[str], *tables: str) -> list[str]:
    """The steps that read the whole of one of these tables."""
    return [step for step in steps if step.startswith("SCAN ") and step.split()[1] in tables]
