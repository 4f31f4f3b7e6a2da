"""Money by the rep of the order: what fell due and what of it was paid (K07a), what is open and overdue (K08).

Money counts by its date at the bank, goods that came back by the date on which they were credited; they make what was
due smaller. Nobody can say here that a debt is disputed, so none is set apart.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    FromClause,
    Select,
    case,
    func,
    literal,
    select,
    type_coerce,
    union_all,
)

from sales.measures import Measure
from storage.accounts import allocations, open_items, payments, receivables
from storage.engine import Connection
from storage.figure_indexes import CAME_BACK, OWING
from storage.measures import AnySelect, Ask, Counted, today_of
from storage.orders import orders
from storage.shipments import shipments

DAY = timedelta(days=1)
_OPEN: ColumnElement[int] = type_coerce(open_items.c.open, BigInteger)
_BILLED: ColumnElement[int] = type_coerce(receivables.c.amount, BigInteger)
_SETTLED: ColumnElement[int] = type_coerce(allocations.c.amount, BigInteger)


def collected(db: Connection, ask: Ask) -> Counted:
    """What fell due in the span less what came back of it, and what of that was paid before its end, however early.

    What was paid is not looked up: it is what was billed less what is open, what came back and what was paid later.
    """
    theirs, due = orders.c.team_id.in_(ask.team_ids), _due_in(ask, receivables.c.due_on)
    # Found before anything is joined to it: PostgreSQL would rather read all orders there ever were.
    found = select(receivables.c.order_id, _BILLED.label("amount")).where(*due)
    billed = found.cte("billed").prefix_with("MATERIALIZED")
    amount, settled = func.sum(billed.c.amount), func.sum(_SETTLED)
    back = func.sum(case((allocations.c.allocated_on < ask.end, _SETTLED), else_=0))
    parts = (
        _of_orders(amount, amount).join(billed, billed.c.order_id == orders.c.id),
        _still_open(literal(0), -func.sum(_OPEN)).where(*_due_in(ask, open_items.c.due_on)),
        _settled(allocations, -back, -settled).where(CAME_BACK, *due),
        _paid(_settled(allocations, literal(0), -settled)).where(payments.c.paid_on >= ask.end, *due),
    )
    return _read(db, [part.where(theirs) for part in parts], Measure.DUE, Measure.COLLECTED)


def _due_in(ask: Ask, due_on: ColumnElement[date]) -> tuple[ColumnElement[bool], ...]:
    return due_on >= ask.first, due_on < ask.end


def overdue(db: Connection, ask: Ask) -> Counted:
    """What was open at the end of the span's last day, or is today if that is earlier, and what of it was past due.

    Of all that was ever owed it looks at what is open, and at what was settled since that day.
    """
    ends = {team.id: min(ask.end, today_of(ask, team) + DAY) for team in ask.teams}
    days = {end: [team_id for team_id, each in ends.items() if each == end] for end in ends.values()}
    parts = (part for end, team_ids in days.items() for part in _open_at(end, team_ids))
    return _read(db, parts, Measure.OPEN, Measure.OVERDUE)


def _open_at(end: date, team_ids: Collection[int]) -> Iterator[AnySelect]:
    """The questions whose answers add up to what was open at the end of the day before `end`.

    That is what is open now but for what was billed since, and what settled something older since.
    """
    theirs, billed_since = orders.c.team_id.in_(team_ids), _billed_since(end)
    still = _still_open(*_with_late(_OPEN, open_items.c.due_on, end))
    yield still.where(theirs, open_items.c.receivable_id.not_in(billed_since))
    older, paid = (theirs, receivables.c.id.not_in(billed_since)), _paid_since(end)
    yield _settled(paid, *_with_late(paid.c.amount, receivables.c.due_on, end)).where(*older)
    back = _settled(allocations, *_with_late(_SETTLED, receivables.c.due_on, end)).where(*older)
    yield back.where(CAME_BACK, allocations.c.allocated_on >= end)


def _billed_since(end: date) -> Select[tuple[int]]:
    """The ids of the few receivables of what was shipped from that day on."""
    shipped = select(receivables.c.id).join(shipments, shipments.c.id == receivables.c.shipment_id)
    return shipped.where(shipments.c.shipped_on >= end)


def _with_late(amount: ColumnElement[int], due_on: ColumnElement[date], end: date) -> tuple[ColumnElement[int], ...]:
    """The sum of an amount, and of what of it was past due at the end of the day before `end`."""
    return func.sum(amount), func.sum(case((due_on < end - DAY, amount), else_=0))


def _of_orders(*sums: ColumnElement[int]) -> AnySelect:
    who = (orders.c.team_id, orders.c.rep_id)
    return select(*who, *sums).group_by(*who)


def _still_open(*sums: ColumnElement[int]) -> AnySelect:
    return _of_orders(*sums).join(open_items, open_items.c.order_id == orders.c.id).where(OWING)


def _settled(by: FromClause, *sums: ColumnElement[int]) -> AnySelect:
    """Sums over rows that settle receivables."""
    asked = _of_orders(*sums).join(receivables, receivables.c.order_id == orders.c.id)
    return asked.join(by, by.c.receivable_id == receivables.c.id)


def _paid_since(end: date) -> CTE:
    """What came to the bank from that day on, of which receivables: little, so everything else is looked up for it."""
    asked = _paid(select(allocations.c.receivable_id, _SETTLED.label("amount")))
    return asked.where(payments.c.paid_on >= end).cte().prefix_with("MATERIALIZED")


def _paid(settled: AnySelect) -> AnySelect:
    return settled.join(payments, payments.c.id == allocations.c.payment_id)


def _read(db: Connection, parts: Iterable[AnySelect], *measures: Measure) -> Counted:
    counted: dict[tuple[int, int], dict[str, int]] = {}
    names = [measure.value for measure in measures]
    for team_id, rep_id, *amounts in db.execute(union_all(*parts)).all():
        sums = counted.setdefault((team_id, rep_id), dict.fromkeys(names, 0))
        for name, amount in zip(names, amounts, strict=True):
            sums[name] += int(amount)
    return counted
