"""Money by the rep of the order: what fell due and what of it was paid (K07a), what is open and overdue (K08).

Money counts by its date at the bank, goods that came back by the date on which they were credited; they make what was
due smaller. Nobody can say here that a debt is disputed, so none is set apart.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta

from sqlalchemy import (
    BigInteger,
    ColumnElement,
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
    """What fell due in the span less what came back of it, and what of that was paid before its end, however early."""
    which = (orders.c.team_id.in_(ask.team_ids), receivables.c.due_on >= ask.first, receivables.c.due_on < ask.end)
    back = case((_came_back(ask.end), -_SETTLED), else_=0)
    paid = case((_paid(ask.end), _SETTLED), else_=0)
    parts = (_billed(_BILLED, literal(0)).where(*which), _settled(back, paid).where(*which))
    return _read(db, parts, Measure.DUE, Measure.COLLECTED)


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
    asked = _by_rep(_OPEN, _late(open_items.c.due_on, end, _OPEN)).join(
        open_items, open_items.c.order_id == orders.c.id
    )
    yield asked.where(theirs, OWING, open_items.c.receivable_id.not_in(billed_since))
    settled = _billed(_SETTLED, _late(receivables.c.due_on, end, _SETTLED))
    settled = settled.join(allocations, allocations.c.receivable_id == receivables.c.id)
    settled = settled.where(theirs, receivables.c.id.not_in(billed_since))
    yield settled.join(payments, payments.c.id == allocations.c.payment_id).where(payments.c.paid_on >= end)
    yield settled.where(CAME_BACK, allocations.c.allocated_on >= end)


def _billed_since(end: date) -> Select[tuple[int]]:
    """The ids of the few receivables of what was shipped from that day on."""
    shipped = select(receivables.c.id).join(shipments, shipments.c.id == receivables.c.shipment_id)
    return shipped.where(shipments.c.shipped_on >= end)


def _late(due_on: ColumnElement[date], end: date, amount: ColumnElement[int]) -> ColumnElement[int]:
    return case((due_on < end - DAY, amount), else_=0)


def _by_rep(*sums: ColumnElement[int]) -> AnySelect:
    who = (orders.c.team_id, orders.c.rep_id)
    return select(*who, *(func.sum(each) for each in sums)).group_by(*who)


def _billed(*sums: ColumnElement[int]) -> AnySelect:
    return _by_rep(*sums).join(receivables, receivables.c.order_id == orders.c.id)


def _settled(*sums: ColumnElement[int]) -> AnySelect:
    asked = _billed(*sums).join(allocations, allocations.c.receivable_id == receivables.c.id)
    return asked.outerjoin(payments, payments.c.id == allocations.c.payment_id)


def _paid(end: date) -> ColumnElement[bool]:
    return payments.c.paid_on < end


def _came_back(end: date) -> ColumnElement[bool]:
    return CAME_BACK & (allocations.c.allocated_on < end)


def _read(db: Connection, parts: Iterable[AnySelect], *measures: Measure) -> Counted:
    counted: dict[tuple[int, int], dict[str, int]] = {}
    names = [measure.value for measure in measures]
    for team_id, rep_id, *amounts in db.execute(union_all(*parts)).all():
        sums = counted.setdefault((team_id, rep_id), dict.fromkeys(names, 0))
        for name, amount in zip(names, amounts, strict=True):
            sums[name] += int(amount)
    return counted
