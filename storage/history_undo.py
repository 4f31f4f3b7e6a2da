"""Taking a history back: all that it brought, unless people have gone on with some of it since."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import (
    Column,
    ColumnElement,
    Integer,
    Table,
    case,
    cast,
    delete,
    false,
    func,
    not_,
    or_,
    select,
    tuple_,
    update,
)

from sales.records import dataclass
from sales.scopes import Level
from storage import audit, debuts, ledger, tables
from storage.accounts import dunnings, open_items
from storage.attention import unasked
from storage.customers import customers
from storage.digests import digests
from storage.engine import Connection, metadata
from storage.histories import Batch, histories, history_numbers, history_spans, spans_of
from storage.history_rows import ORDER
from storage.notices import notices
from storage.obligations import obligations
from storage.orders import orders
from storage.people import memberships, people, teams
from storage.pushes import push_slots
from storage.reminders import reminders
from storage.spellings import Sort, spellings
from storage.targets import targets

__all__ = ["Use", "tables", "undo"]

AT_A_TIME: Final = 500
NOTED: Final = {"SO": "orders", "V": "visits", "C": "customers", "P": "products", "HK": "payments"}
"""Which table a subject of the audit is about, by what its number begins with."""

OF_ITS_ORDER: Final = {"order_splits": "order_id", "shipment_lines": "shipment_id", "return_lines": "return_id"}
"""Tables without an id: the column by which their rows belong to a batch."""

BY_ITSELF: Final = {
    each.name
    for each in (obligations, reminders, notices, push_slots, digests, dunnings, unasked, debuts.debuts, open_items)
}
"""Tables that the program or the database fills by itself: what stands there is no use that anybody made of it."""

Spans = Mapping[str, Sequence[tuple[int, int]]]


@dataclass(frozen=True, slots=True, order=True)
class Use:
    """So many later rows of a table (`audit` for changes) are about rows of another one that a batch brought."""

    of: str
    by: str
    count: int


def undo(db: Connection, batch: Batch, by: int, at: datetime) -> list[Use]:
    """Take a held batch back, all of it; or nothing of it, and what speaks against that.

    What only changed figures (the ledger, who bought first) is brought in step.
    """
    spans = spans_of(db, batch.id)
    uses = sorted({*_changed(db, batch, spans), *_named(db, batch, spans), *_aimed(db, spans)})
    if uses:
        return uses
    buyers = _buyers(db, spans)
    _forget(db, spans)
    _take_back(db, batch, spans)
    for start in range(0, len(buyers), AT_A_TIME):
        debuts.refresh(db, buyers[start : start + AT_A_TIME])
    ledger.forget_reckoning(db)
    for table in (history_spans, history_numbers):
        db.execute(delete(table).where(table.c.batch_id == batch.id))
    db.execute(update(histories).where(histories.c.id == batch.id).values(undone_at=at))
    audit.note(db, at, by, "undo_history", batch.number, dict(batch.counts))
    return []


def _within(column: ColumnElement[int], spans: Sequence[tuple[int, int]]) -> ColumnElement[bool]:
    return or_(false(), *(column.between(first, last) for first, last in spans))


def _changed(db: Connection, batch: Batch, spans: Spans) -> Iterator[Use]:
    """What people did to rows of the batch, by the audit."""
    found: dict[str, set[int]] = {}
    later = select(audit.audit.c.subject).where(audit.audit.c.id > batch.audited).distinct()
    for subject in db.scalars(later):
        letters, _, number = subject.partition("-")
        table = NOTED.get(letters, "")
        if number.isdecimal() and any(first <= int(number) <= last for first, last in spans.get(table, ())):
            found.setdefault(table, set()).add(int(number))
    yield from (Use(table, audit.audit.name, len(ids)) for table, ids in found.items())


def _named(db: Connection, batch: Batch, spans: Spans) -> Iterator[Use]:
    """Rows of others that name rows of the batch."""
    for table in metadata.sorted_tables:
        if table.name in BY_ITSELF or table is histories:
            continue
        for key in table.foreign_keys:
            named = key.column.table.name
            if named in spans:
                theirs = _within(key.parent, spans[named]) & not_(_own(table, batch, spans))
                if count := db.scalar(select(func.count()).select_from(table).where(theirs)):
                    yield Use(named, table.name, count)


def _aimed(db: Connection, spans: Spans) -> Iterator[Use]:
    """Later targets of teams and people of the batch, whom they name by a word instead of a key."""
    said = targets.c
    for level, of in ((Level.TEAM, teams.name), (Level.REP, people.name)):
        number = case((said.scope_kind == level.value, cast(said.scope_key, Integer)))
        theirs = _within(number, spans.get(of, ())) & not_(_within(said.id, spans.get(targets.name, ())))
        if count := db.scalar(select(func.count()).select_from(targets).where(theirs, said.withdrawn_at.is_(None))):
            yield Use(of, targets.name, count)


def _own(table: Table, batch: Batch, spans: Spans) -> ColumnElement[bool]:
    """Whether a row belongs to the batch itself."""
    if column := OF_ITS_ORDER.get(table.name):
        parent = next(iter(table.c[column].foreign_keys)).column.table.name
        return _within(table.c[column], spans.get(parent, ()))
    if table is memberships:
        return _seats(batch.seats)
    if table is spellings:
        return (spellings.c.kind == Sort.NAME) & _within(spellings.c.customer_id, spans.get("customers", ()))
    return _within(table.c.id, spans[table.name]) if table.name in spans else false()


def _seats(seats: Sequence[tuple[int, int]]) -> ColumnElement[bool]:
    return tuple_(memberships.c.team_id, memberships.c.person_id).in_(seats) if seats else false()


def _buyers(db: Connection, spans: Spans) -> list[int]:
    """Whoever stays and bought something in the batch: the customers that they count as."""
    root = func.coalesce(customers.c.root_id, customers.c.id)
    bought = select(orders.c.customer_id).where(_within(orders.c.id, spans.get("orders", ())))
    stay = not_(_within(customers.c.id, spans.get("customers", ())))
    return sorted(set(db.scalars(select(root).where(customers.c.id.in_(bought), stay))))


def _forget(db: Connection, spans: Spans) -> None:
    """What the program made of the batch by itself."""
    ids = {name: spans.get(name, ()) for name in ("people", "teams")}
    owed = or_(_within(obligations.c.rep_id, ids["people"]), _within(obligations.c.team_id, ids["teams"]))
    for table in (reminders, notices):
        db.execute(delete(table).where(table.c.obligation_id.in_(select(obligations.c.id).where(owed))))
    db.execute(delete(obligations).where(owed))
    excused = _within(obligations.c.leave_id, spans.get("leaves", ()))
    db.execute(update(obligations).where(excused).values(leave_id=None))
    rows: Sequence[tuple[Column[int], str]] = (
        (push_slots.c.team_id, "teams"),
        (digests.c.team_id, "teams"),
        (unasked.c.person_id, "people"),
        (dunnings.c.receivable_id, "receivables"),
        (debuts.debuts.c.customer_id, "customers"),
        (debuts.debuts.c.order_id, "orders"),
        (spellings.c.customer_id, "customers"),
    )
    for column, of in rows:
        db.execute(delete(column.table).where(_within(column, spans.get(of, ()))))


def _take_back(db: Connection, batch: Batch, spans: Spans) -> None:
    for table in reversed(ORDER):
        if table.name == "people":
            for start in range(0, len(batch.seats), AT_A_TIME):
                db.execute(delete(memberships).where(_seats(batch.seats[start : start + AT_A_TIME])))
        if column := OF_ITS_ORDER.get(table.name):
            parent = next(iter(table.c[column].foreign_keys)).column.table.name
            db.execute(delete(table).where(_within(table.c[column], spans.get(parent, ()))))
        elif table.name in spans:
            db.execute(delete(table).where(_within(table.c.id, spans[table.name])))
