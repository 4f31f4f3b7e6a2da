"""The debts behind what was collected and what is overdue: one row for each shipment that is owed."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, case, func, not_, or_, select, type_coerce, union

from storage.accounts import allocations, payments, receivables
from storage.customers import roots
from storage.figure_indexes import CAME_BACK, OWING
from storage.figure_parts import Question, Wanted, columns, joined
from storage.measures import today_of
from storage.orders import orders
from storage.people import people
from storage.shipments import shipments

DAY = timedelta(days=1)
ORDER = "SO-"
_AMOUNT, _SETTLED = (type_coerce(table.c.amount, BigInteger) for table in (receivables, allocations))


def fallen_due(wanted: Wanted) -> Sequence[Question]:
    """What fell due in the span (K07a): what was paid of each before its end, and what was due less what came back."""
    ask = wanted.ask
    paid = _settled(payments.c.paid_on < ask.end)
    back = _settled(CAME_BACK & (allocations.c.allocated_on < ask.end))
    asked = _debts(wanted, paid, _AMOUNT - back)
    return [asked.where(receivables.c.due_on >= ask.first, receivables.c.due_on < ask.end)]


def overdue(wanted: Wanted) -> Sequence[Question]:
    """What was past due at the end of the span, or is today (K08)."""
    return [asked.where(receivables.c.due_on < end - DAY) for asked, end in _open(wanted)]


def outstanding(wanted: Wanted) -> Sequence[Question]:
    """All that was open then, and what of it was past due (K08's rate)."""
    return [asked for asked, _ in _open(wanted)]


def _open(wanted: Wanted) -> Iterator[tuple[Question, date]]:
    """For each date that it is somewhere: what is not paid yet, and what was paid since that day."""
    ends = {min(wanted.ask.end, today_of(wanted.ask, team) + DAY) for team in wanted.ask.teams}
    for end in sorted(ends):
        there = [team.id for team in wanted.ask.teams if min(wanted.ask.end, today_of(wanted.ask, team) + DAY) == end]
        gone = _settled(or_(payments.c.paid_on < end, CAME_BACK & (allocations.c.allocated_on < end)))
        still = _AMOUNT - gone
        late = case((receivables.c.due_on < end - DAY, still), else_=0)
        asked = _debts(wanted, late, still).where(orders.c.team_id.in_(there), shipments.c.shipped_on < end)
        asked = asked.having(still != 0)
        yield asked.where(OWING), end
        yield asked.where(not_(OWING), receivables.c.id.in_(_settled_since(end))), end


def _settled_since(end: date) -> Any:
    paid = select(allocations.c.receivable_id).join(payments, payments.c.id == allocations.c.payment_id)
    back = select(allocations.c.receivable_id).where(CAME_BACK, allocations.c.allocated_on >= end)
    return union(paid.where(payments.c.paid_on >= end), back)


def _settled(which: ColumnElement[bool]) -> ColumnElement[int]:
    """What settles the receivable of a row, of some allocations only."""
    return func.coalesce(func.sum(case((which, _SETTLED), else_=0)), 0)


def _debts(wanted: Wanted, of: ColumnElement[int], per: ColumnElement[int]) -> Question:
    told = columns(receivables.c.due_on, ORDER, receivables.c.order_id, of, per)
    whole = receivables.join(orders, orders.c.id == receivables.c.order_id)
    whole = whole.join(shipments, shipments.c.id == receivables.c.shipment_id)
    whole = whole.outerjoin(allocations, allocations.c.receivable_id == receivables.c.id)
    whole = whole.outerjoin(payments, payments.c.id == allocations.c.payment_id)
    asked = joined(select(*told).select_from(whole), orders.c.rep_id, receivables.c.customer_id)
    mine = asked.where(*wanted.whose(orders.c.team_id, orders.c.rep_id))
    names = (people.c.name, roots.c.name)
    return mine.group_by(receivables.c.id, receivables.c.due_on, receivables.c.order_id, receivables.c.amount, *names)
