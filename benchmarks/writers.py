"""What is filed at once by 32 threads, as a process of its own: `python -m benchmarks.writers KIND FILE COUNT`.

An entry is two rows, as a visit and its message. KIND `one` commits each by itself with the standard library's
sqlite3, in WAL mode with `synchronous=FULL`; its threads take turns at a lock, for SQLite's own waiting is slower yet.
KIND `group` gives each to the bot's unit of work. Prints the seconds, and the milliseconds of each entry, as JSON.
"""

import json
import sqlite3
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

THREADS = 32
TABLES = (
    "CREATE TABLE IF NOT EXISTS bench_visits (id INTEGER PRIMARY KEY, rep_id INTEGER, visited_on TEXT, said TEXT)",
    "CREATE TABLE IF NOT EXISTS bench_cards (id INTEGER PRIMARY KEY, visit_id INTEGER, state TEXT, content TEXT)",
)
VISIT = "INSERT INTO bench_visits (rep_id, visited_on, said) VALUES (?, '2026-03-02', ?)"
CARD = "INSERT INTO bench_cards (visit_id, state, content) VALUES (?, 'queued', ?)"
SAID, CONTENT = "s" * 200, "c" * 1500
"""As long as what people write in a form, and as the card about it."""

File = Callable[[int], object]


def timed(entry: File, most: int) -> dict[str, object]:
    """Let the threads file so many entries between them."""
    numbers, times = iter(range(most)), list[float]()

    def work() -> None:
        for number in numbers:
            began = time.perf_counter()
            entry(number)
            times.append((time.perf_counter() - began) * 1000)

    threads = [threading.Thread(target=work) for _ in range(THREADS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {"seconds": time.perf_counter() - began, "times": times}


def one_by_one(file: Path, most: int) -> dict[str, object]:
    """A commit for each entry."""
    with closing(sqlite3.connect(file, check_same_thread=False, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=FULL")
        for table in TABLES:
            db.execute(table)
        turn = threading.Lock()

        def entry(number: int) -> None:
            with turn:
                db.execute("BEGIN IMMEDIATE")
                made = db.execute(VISIT, (number, SAID)).lastrowid
                db.execute(CARD, (made, CONTENT))
                db.execute("COMMIT")

        return timed(entry, most)


def _run(asked: str, values: tuple[object, ...], db: Any) -> None:
    db.exec_driver_sql(asked, values)


def _entered(number: int, visit: int, db: Any) -> None:
    _run(VISIT, (number, SAID), db)
    _run(CARD, (visit, CONTENT), db)


def together(file: Path, most: int) -> dict[str, object]:
    """The bot's way: all that wait share a commit."""
    from storage.uow import UnitOfWork  # noqa: PLC0415 - the other kind is to start without it

    with UnitOfWork(f"sqlite:///{file}") as db:
        for table in TABLES:
            db.write(partial(_run, table, ()))
        made = count(1_000_000)

        def entry(number: int) -> None:
            db.write(partial(_entered, number, next(made)))

        return timed(entry, most)


if __name__ == "__main__":
    _kind, _file, _most = sys.argv[1:]
    print(json.dumps({"one": one_by_one, "group": together}[_kind](Path(_file), int(_most))))
