"""Many rows at once: ids given out beforehand, rows kept by thousands, and which of them belong to a batch."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from sqlalchemy import Table, func, insert, select, text

from storage.accounts import allocations, payments, receivables
from storage.customers import customers
from storage.engine import Connection
from storage.follow_ups import follow_ups
from storage.histories import add_numbers, add_spans
from storage.leaves import leaves
from storage.orders import order_lines, order_splits, orders
from storage.ownerships import ownerships, tierings
from storage.people import people, teams
from storage.products import prices, products
from storage.returns import return_lines, returns
from storage.sales_ledger import ledger
from storage.shipments import shipment_lines, shipments
from storage.targets import targets
from storage.visits import visits

ORDER: Final = (
    teams, people, customers, ownerships, tierings, products, prices, visits, follow_ups, orders, order_lines,
    order_splits, shipments, shipment_lines, returns, return_lines, receivables, payments, allocations, ledger, targets,
    leaves,
)  # fmt: skip
"""The tables that a history fills, each after those that it names; it is taken back the other way round."""

AT_ONCE: Final = 5_000
"""How many rows are gathered before they are kept."""

RESERVED: Final = 1_000
"""How many ids are taken at a time where others write beside us."""


class Writer:
    """Rows on their way into the database. Keys of all rows of a table must be the same."""

    def __init__(self, db: Connection, batch_id: int, progress: Callable[[int], None]) -> None:
        """Begin with nothing; `progress` hears how many rows of the files have been kept so far."""
        self._db, self._batch_id, self._progress = db, batch_id, progress
        self._rows: dict[str, list[dict[str, Any]]] = {}
        self._numbers: dict[str, list[str]] = {}
        self._ids: dict[str, Iterator[int]] = {}
        self._waiting = self._done = 0

    def add(self, table: Table, row: dict[str, Any]) -> int:
        """Have a row kept; gives its id, 0 in a table without one."""
        if "id" in table.c and "id" not in row:
            row["id"] = self.given(table)
        self._rows.setdefault(table.name, []).append(row)
        self._waiting += 1
        return int(row.get("id", 0))

    def given(self, table: Table) -> int:
        """An id for a row that is yet to be added."""
        if table.name not in self._ids:
            self._ids[table.name] = _ids(self._db, table)
        return next(self._ids[table.name])

    def number(self, kind: str, number: str) -> None:
        """Remember under which number something came."""
        self._numbers.setdefault(kind, []).append(number)

    def done(self, rows: int) -> None:
        """So many rows of the files are complete: keep what has been gathered if it is enough."""
        self._done += rows
        if self._waiting >= AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Keep what has been gathered."""
        for table in ORDER:
            if rows := self._rows.pop(table.name, None):
                self._db.execute(insert(table), rows)
                add_spans(self._db, self._batch_id, table.name, sorted(row["id"] for row in rows if "id" in row))
        for kind, numbers in self._numbers.items():
            add_numbers(self._db, self._batch_id, kind, numbers)
        self._numbers.clear()
        self._waiting = 0
        self._progress(self._done)


def _ids(db: Connection, table: Table) -> Iterator[int]:
    return _reserved(db, table) if db.dialect.name == "postgresql" else _next(db, table)


def _next(db: Connection, table: Table) -> Iterator[int]:
    """On SQLite nobody else writes; ids that were given once are not given again."""
    newest = db.scalar(select(func.max(table.c.id))) or 0
    if table.dialect_options["sqlite"]["autoincrement"]:
        given = text("SELECT seq FROM sqlite_sequence WHERE name = :name")
        newest = max(newest, db.scalar(given, {"name": table.name}) or 0)
    while True:
        newest += 1
        yield newest


def _reserved(db: Connection, table: Table) -> Iterator[int]:
    """On PostgreSQL ids come from the table's sequence, so that nobody beside us is given the same."""
    taken = text("SELECT nextval(pg_get_serial_sequence(:table, 'id')) FROM generate_series(1, :many)")
    while True:
        yield from db.scalars(taken, {"table": table.name, "many": RESERVED}).all()
