"""How the money comes in: what was due and what of it was paid (K07a), what is overdue (K08), how long it took (K09).

Money counts by its date at the bank, whatever the day on which it was allocated; a counter-entry by its own date. Goods
that came back are no money: they make what was due smaller. Dates are the team's, spans half-open.
"""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from sales.money import FULL, ZERO, Money, half_up
from sales.records import dataclass
from storage.accounts import allocations, payments, receivables
from storage.engine import Connection
from storage.orders import orders
from storage.shipments import shipments


@dataclass(frozen=True, slots=True)
class Ratio:
    """Numerator and denominator of a rate, both kept so that rates of several teams can be summed before dividing."""

    of: Money
    whole: Money

    @property
    def rate(self) -> int | None:
        """Basis points, rounded once; None where the whole is nothing or below it."""
        return half_up(self.of.minor * FULL, self.whole.minor) if self.whole > ZERO else None


@dataclass(frozen=True, slots=True)
class Wait:
    """How long money took from the shipment to the bank: the sum of days times cents, and the cents."""

    day_cents: int
    cash: Money

    @property
    def tenths(self) -> int | None:
        """The mean in tenths of a day; None without any money."""
        return half_up(10 * self.day_cents, self.cash.minor) if self.cash > ZERO else None


def collected(db: Connection, team_id: int, first: date, end: date) -> Ratio:
    """K07a: of what fell due in a period, how much was paid before its end, however early.

    Money for older debts is not in it, and neither is what is allocated to nothing.
    """
    fell_due = (receivables.c.due_on >= first, receivables.c.due_on < end)
    due = _billed(db, team_id, *fell_due) - _settled(db, team_id, _came_back(end), *fell_due)
    return Ratio(_settled(db, team_id, _paid(end), *fell_due), due)


def collected_for_older(db: Connection, team_id: int, first: date, end: date) -> Money:
    """The part of K08's movement that is money: what was paid in a period for debts that fell due before it."""
    within = and_(payments.c.paid_on >= first, payments.c.paid_on < end)
    return _settled(db, team_id, within, receivables.c.due_on < first)


def overdue(db: Connection, team_id: int, day: date) -> Ratio:
    """K08: of all that was open at the end of a day, how much was past its due date."""
    end = date.fromordinal(day.toordinal() + 1)
    left = shipments.c.shipped_on < end
    settled = or_(_paid(end), _came_back(end))
    late = (left, receivables.c.due_on < day)
    return Ratio(
        _billed(db, team_id, *late) - _settled(db, team_id, settled, *late),
        _billed(db, team_id, left) - _settled(db, team_id, settled, left),
    )


def waited(db: Connection, team_id: int, first: date, end: date) -> Wait:
    """K09: the money that came in within a period, by how long after its shipment; paid ahead is no wait at all.

    A counter-entry takes back, in its own period, the very days that the money it reverses had waited.
    """
    undone = payments.alias("undone")
    came = func.coalesce(undone.c.paid_on, payments.c.paid_on)
    asked = select(shipments.c.shipped_on, came.label("paid_on"), func.sum(allocations.c.amount).label("cash"))
    joined = _joined(asked).outerjoin(undone, undone.c.id == payments.c.reverses_id)
    within = (orders.c.team_id == team_id, payments.c.paid_on >= first, payments.c.paid_on < end)
    rows = db.execute(joined.where(*within).group_by(shipments.c.shipped_on, came)).all()
    days = sum(max(0, (row.paid_on - row.shipped_on).days) * row.cash.minor for row in rows)
    return Wait(days, Money(sum(row.cash.minor for row in rows)))


def _billed(db: Connection, team_id: int, *which: ColumnElement[bool]) -> Money:
    asked = select(func.sum(receivables.c.amount)).join(orders, orders.c.id == receivables.c.order_id)
    joined = asked.join(shipments, shipments.c.id == receivables.c.shipment_id)
    return db.scalar(joined.where(orders.c.team_id == team_id, *which)) or ZERO


def _settled(db: Connection, team_id: int, source: ColumnElement[bool], *which: ColumnElement[bool]) -> Money:
    counted = case((source, allocations.c.amount))
    return db.scalar(_joined(select(func.sum(counted))).where(orders.c.team_id == team_id, *which)) or ZERO


def _joined(asked: Select[Any]) -> Select[Any]:
    whole = allocations.join(receivables, receivables.c.id == allocations.c.receivable_id)
    whole = whole.join(orders, orders.c.id == receivables.c.order_id)
    whole = whole.join(shipments, shipments.c.id == receivables.c.shipment_id)
    return asked.select_from(whole.outerjoin(payments, payments.c.id == allocations.c.payment_id))


def _paid(end: date) -> ColumnElement[bool]:
    return payments.c.paid_on < end


def _came_back(end: date) -> ColumnElement[bool]:
    return and_(allocations.c.return_id.is_not(None), allocations.c.allocated_on < end)
