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
    due = _of(ask.team_ids).where(receivables.c.due_on >= ask.first, receivables.c.due_on < ask.end).cte("owed")
    back = case((_came_back(ask.end), -_SETTLED), else_=0)
    paid = case((_paid(ask.end), _SETTLED), else_=0)
    return _read(
        db, (_billed(due, due.c.amount, literal(0)), _settled(due, back, paid)), Measure.DUE, Measure.COLLECTED
    )


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
    there = _of(team_ids).where(receivables.c.shipment_id.not_in(_left_since(end)))
    since = there.where(not_(OWING), receivables.c.id.in_(_settled_since(end)))
    owed = union_all(there.where(OWING), since).cte(f"owed_{end:%Y%m%d}")
    late = owed.c.due_on < end - DAY
    gone = case((_paid(end) | _came_back(end), -_SETTLED), else_=0)
    yield _billed(owed, owed.c.amount, case((late, owed.c.amount), else_=0))
    yield _settled(owed, gone, case((late, gone), else_=0))


def _of(team_ids: Collection[int]) -> AnySelect:
    """What orders of these teams are owed, piece by piece."""
    what = (receivables.c.id, receivables.c.due_on, _BILLED.label("amount"))
    asked: AnySelect = select(orders.c.team_id, orders.c.rep_id, *what)
    return asked.join(receivables, receivables.c.order_id == orders.c.id).where(orders.c.team_id.in_(team_ids))


def _left_since(end: date) -> Select[tuple[int]]:
    """What was not owed yet: the ids of the few shipments from that day on."""
    return select(shipments.c.id).where(shipments.c.shipped_on >= end)


def _settled_since(end: date) -> CompoundSelect[tuple[int]]:
    """The ids of the receivables that something settled on a day from `end` on."""
    paid = select(allocations.c.receivable_id).join(payments, payments.c.id == allocations.c.payment_id)
    back = select(allocations.c.receivable_id).where(CAME_BACK, allocations.c.allocated_on >= end)
    return union(paid.where(payments.c.paid_on >= end), back)


def _billed(owed: CTE, *sums: ColumnElement[int]) -> AnySelect:
    who = (owed.c.team_id, owed.c.rep_id)
    return select(*who, *(func.sum(each) for each in sums)).group_by(*who)


def _settled(owed: CTE, *sums: ColumnElement[int]) -> AnySelect:
    asked = _billed(owed, *sums).join(allocations, allocations.c.receivable_id == owed.c.id)
    return asked.outerjoin(payments, payments.c.id == allocations.c.payment_id)


def _paid(end: date) -> ColumnElement[bool]:
    return payments.c.paid_on < end


def _came_back(end: date) -> ColumnElement[bool]:
    return CAME_BACK & (allocations.c.allocated_on < end)


def _read(db: Connection, parts: Iterable[AnySelect], *measures: Measure) -> Counted:
    counted: dict[tuple[int, int], dict[str, int]] = {}
    for team_id, rep_id, *amounts in db.execute(union_all(*parts)):
        sums = counted.setdefault((team_id, rep_id), dict.fromkeys((measure.value for measure in measures), 0))
        for measure, amount in zip(measures, amounts, strict=True):
            sums[measure.value] += int(amount)
    return counted
