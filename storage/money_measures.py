"""Money by the rep of the order: what fell due and what of it was paid (K07a), what is open and overdue (K08).

Money counts by its date at the bank, goods that came back by the date on which they were credited; they make what was
due smaller. Nobody can say here that a debt is disputed, so none is set apart.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    CompoundSelect,
    Select,
    case,
    func,
    literal,
    not_,
    select,
    type_coerce,
    union,
    union_all,
)

from sales.measures import Measure
from storage.accounts import allocations, payments, receivables
from storage.engine import Connection
from storage.figure_indexes import CAME_BACK, OWING
from storage.measures import AnySelect, Ask, Counted, today_of
from storage.orders import orders
from storage.shipments import shipments

DAY = timedelta(days=1)
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

    Of all that was ever owed it looks at what is not paid yet, and at what was paid since that day.
    """
    ends = {team.id: min(ask.end, today_of(ask, team) + DAY) for team in ask.teams}
    days = {end: [team_id for team_id, each in ends.items() if each == end] for end in ends.values()}
    parts = (part for end, team_ids in days.items() for part in _open_at(end, team_ids))
    return _read(db, parts, Measure.OPEN, Measure.OVERDUE)


def _open_at(end: date, team_ids: Collection[int]) -> Iterator[AnySelect]:
    """The questions whose answers add up to what was open at the end of the day before `end`."""
    late = receivables.c.due_on < end - DAY
    gone = case((_paid(end) | _came_back(end), -_SETTLED), else_=0)
    there = (orders.c.team_id.in_(team_ids), receivables.c.shipment_id.not_in(_left_since(end)))
    # In the order of the index on what is owed, so that nothing has to be sorted or kept for the second question.
    for which in ((OWING,), (not_(OWING), receivables.c.id.in_(_settled_since(end)))):
        yield _billed(_BILLED, case((late, _BILLED), else_=0)).where(*there, *which)
        yield _settled(gone, case((late, gone), else_=0)).where(*there, *which)


def _left_since(end: date) -> Select[tuple[int]]:
    """What was not owed yet: the ids of the few shipments from that day on."""
    return select(shipments.c.id).where(shipments.c.shipped_on >= end)


def _settled_since(end: date) -> CompoundSelect[tuple[int]]:
    """The ids of the receivables that something settled on a day from `end` on."""
    paid = select(allocations.c.receivable_id).join(payments, payments.c.id == allocations.c.payment_id)
    back = select(allocations.c.receivable_id).where(CAME_BACK, allocations.c.allocated_on >= end)
    return union(paid.where(payments.c.paid_on >= end), back)


def _billed(*sums: ColumnElement[int]) -> AnySelect:
    who = (orders.c.team_id, orders.c.rep_id)
    asked: AnySelect = select(*who, *(func.sum(each) for each in sums)).group_by(*who)
    return asked.join(receivables, receivables.c.order_id == orders.c.id)


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
