"""Histories that were brought in from files, each a batch: what it brought, and the numbers its rows had there.

What a batch brought is kept as spans of ids, so that a million rows are a handful of spans; people's places in teams
have no id and are listed. A number stays known until its batch is taken back: the same file twice brings nothing new.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, ForeignKey, Integer, String, Table, func, insert, select, update

from sales.records import dataclass
from storage import audit
from storage.engine import AnyRow, Connection, UTCDateTime, metadata

histories = Table(
    "histories",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", String(200), nullable=False),
    Column("made_by", ForeignKey("people.id"), nullable=False),
    Column("made_at", UTCDateTime, nullable=False),
    Column("counts", JSON, nullable=False),
    Column("seats", JSON, nullable=False),
    Column("audited", Integer, nullable=False),
    Column("undone_at", UTCDateTime),
    sqlite_autoincrement=True,
)
"""`audited` is the audit's newest row when the batch was complete: what people changed of it has later ones."""

history_spans = Table(
    "history_spans",
    metadata,
    Column("batch_id", ForeignKey("histories.id"), primary_key=True),
    Column("table", String(32), primary_key=True),
    Column("first", Integer, primary_key=True),
    Column("last", Integer, nullable=False),
)

history_numbers = Table(
    "history_numbers",
    metadata,
    Column("kind", String(16), primary_key=True),
    Column("number", String(64), primary_key=True),
    Column("batch_id", ForeignKey("histories.id"), nullable=False, index=True),
)

AT_A_TIME = 500
"""How many values one question names: databases take only so many."""


@dataclass(frozen=True, slots=True)
class Batch:
    """One history: `counts` are the rows it brought by sheet, `seats` the (team, person) ids it seated; instants aware.

    `audited` is the newest row of the audit when it was complete.
    """

    id: int
    source: str
    made_by: int
    made_at: datetime
    counts: Mapping[str, int]
    seats: Sequence[tuple[int, int]]
    audited: int
    undone_at: datetime | None

    @property
    def number(self) -> str:
        """The short id under which people and the audit know it: `H-3`."""
        return f"H-{self.id}"


def begin(db: Connection, source: str, by: int, at: datetime) -> int:
    """The id of a new batch from a folder, of which nothing has been kept yet."""
    row = {"source": source[:200], "made_by": by, "made_at": at, "counts": {}, "seats": [], "audited": 0}
    return int(db.execute(insert(histories), row).inserted_primary_key[0])  # type: ignore[index]


def complete(
    db: Connection, batch_id: int, counts: Mapping[str, int], seats: Sequence[tuple[int, int]], at: datetime
) -> Batch:
    """Note what the batch brought, with one row in the audit, and give it."""
    by = db.scalar(select(histories.c.made_by).where(histories.c.id == batch_id)) or 0
    audit.note(db, at, by, "import_history", f"H-{batch_id}", dict(counts))
    newest = db.scalar(select(func.max(audit.audit.c.id))) or 0
    told = {"counts": dict(counts), "seats": [list(seat) for seat in seats], "audited": newest}
    db.execute(update(histories).where(histories.c.id == batch_id).values(**told))
    return _batch(db.execute(select(histories).where(histories.c.id == batch_id)).one())


def hold_batch(db: Connection, batch_id: int) -> Batch | None:
    """A batch, held until the commit; None for one that never was."""
    row = db.execute(select(histories).where(histories.c.id == batch_id).with_for_update()).one_or_none()
    return _batch(row) if row else None


def latest(db: Connection, most: int) -> list[Batch]:
    """The newest batches, the newest first, those taken back too."""
    return [_batch(row) for row in db.execute(select(histories).order_by(histories.c.id.desc()).limit(most))]


def add_spans(db: Connection, batch_id: int, table: str, ids: Iterable[int]) -> None:
    """Note that rows of a table belong to a batch; `ids` in rising order."""
    rows = [{"batch_id": batch_id, "table": table, "first": first, "last": last} for first, last in _runs(ids)]
    if rows:
        db.execute(insert(history_spans), rows)


def spans_of(db: Connection, batch_id: int) -> dict[str, list[tuple[int, int]]]:
    """The first and last ids of what a batch brought, by table, rising."""
    asked = select(history_spans).where(history_spans.c.batch_id == batch_id).order_by(history_spans.c.first)
    found: dict[str, list[tuple[int, int]]] = {}
    for row in db.execute(asked):
        spans = found.setdefault(row.table, [])
        if spans and spans[-1][1] + 1 == row.first:
            spans[-1] = (spans[-1][0], row.last)
        else:
            spans.append((row.first, row.last))
    return found


def add_numbers(db: Connection, batch_id: int, kind: str, numbers: Iterable[str]) -> None:
    """Remember the numbers that rows of a kind had in the files."""
    rows = [{"batch_id": batch_id, "kind": kind, "number": number} for number in numbers]
    if rows:
        db.execute(insert(history_numbers), rows)


def numbers_known(db: Connection, kind: str, numbers: Sequence[str]) -> set[str]:
    """Those of some numbers under which something was brought in before."""
    found: set[str] = set()
    column = history_numbers.c.number
    for start in range(0, len(numbers), AT_A_TIME):
        some = column.in_(numbers[start : start + AT_A_TIME])
        found |= set(db.scalars(select(column).where(history_numbers.c.kind == kind, some)))
    return found


def _runs(ids: Iterable[int]) -> Iterable[tuple[int, int]]:
    first = last = None
    for each in ids:
        if last is None or first is None:
            first = last = each
        elif each == last + 1:
            last = each
        else:
            yield first, last
            first = last = each
    if first is not None and last is not None:
        yield first, last


def _batch(row: AnyRow) -> Batch:
    kept: dict[str, Any] = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public way to a row by names
    return Batch(**kept | {"seats": [(team, person) for team, person in row.seats]})
