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
    due = _due(ask)
    amount, left, settled = func.sum(due.c.amount), func.sum(_OPEN), func.sum(_SETTLED)
    back = func.sum(case((allocations.c.allocated_on < ask.end, _SETTLED), else_=0))
    parts = (
        _of(due, amount, amount),
        _of(due, literal(0), -left).join(open_items, open_items.c.receivable_id == due.c.id),
        _settled(_of(due, -back, -settled), due.c.id).where(CAME_BACK),
        _paid_since(ask.end, _settled(_of(due, literal(0), -settled), due.c.id)),
    )
    return _read(db, parts, Measure.DUE, Measure.COLLECTED)


def _due(ask: Ask) -> CTE:
    """What fell due in the span, with whose it is."""
    # Each is looked up once and for itself: PostgreSQL would rather read all orders there ever were.
    found = select(receivables.c.id, receivables.c.order_id, _BILLED.label("amount"))
    span = found.where(receivables.c.due_on >= ask.first, receivables.c.due_on < ask.end)
    billed = span.cte("billed").prefix_with("MATERIALIZED")
    asked = select(billed.c.id, billed.c.amount, orders.c.team_id, orders.c.rep_id)
    asked = asked.join(orders, orders.c.id == billed.c.order_id).where(orders.c.team_id.in_(ask.team_ids))
    return asked.cte("due").prefix_with("MATERIALIZED")


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
    still = _of(orders, *_with_late(_OPEN, open_items.c.due_on, end))
    still = still.join(open_items, open_items.c.order_id == orders.c.id)
    yield still.where(theirs, OWING, open_items.c.receivable_id.not_in(billed_since))
    older = _of(orders, *_with_late(_SETTLED, receivables.c.due_on, end))
    older = older.join(receivables, receivables.c.order_id == orders.c.id)
    settled = _settled(older, receivables.c.id).where(theirs, receivables.c.id.not_in(billed_since))
    yield _paid_since(end, settled)
    yield settled.where(CAME_BACK, allocations.c.allocated_on >= end)


def _billed_since(end: date) -> Select[tuple[int]]:
    """The ids of the few receivables of what was shipped from that day on."""
    shipped = select(receivables.c.id).join(shipments, shipments.c.id == receivables.c.shipment_id)
    return shipped.where(shipments.c.shipped_on >= end)


def _with_late(amount: ColumnElement[int], due_on: ColumnElement[date], end: date) -> tuple[ColumnElement[int], ...]:
    """The sum of an amount, and of what of it was past due at the end of the day before `end`."""
    return func.sum(amount), func.sum(case((due_on < end - DAY, amount), else_=0))


def _of(whose: FromClause, *sums: ColumnElement[int]) -> AnySelect:
    """A question for sums by the team and the rep of a table that has both."""
    who = (whose.c.team_id, whose.c.rep_id)
    return select(*who, *sums).group_by(*who)


def _settled(asked: AnySelect, receivable_id: ColumnElement[int]) -> AnySelect:
    return asked.join(allocations, allocations.c.receivable_id == receivable_id)


def _paid_since(end: date, settled: AnySelect) -> AnySelect:
    """Of what settled something, what came to the bank from a day on."""
    paid = settled.join(payments, payments.c.id == allocations.c.payment_id)
    return paid.where(payments.c.paid_on >= end)


def _read(db: Connection, parts: Iterable[AnySelect], *measures: Measure) -> Counted:
    counted: dict[tuple[int, int], dict[str, int]] = {}
    names = [measure.value for measure in measures]
    for team_id, rep_id, *amounts in db.execute(union_all(*parts)).all():
        sums = counted.setdefault((team_id, rep_id), dict.fromkeys(names, 0))
        for name, amount in zip(names, amounts, strict=True):
            sums[name] += int(amount)
    return counted
