"""Money that came in, and the counter-entries of what was entered wrongly."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, insert, select

from sales.breaches import NotFound, Outdated
from sales.money import ZERO, Money, total
from sales.orders import number as order_number
from sales.receivables import Part, allot
from sales.records import dataclass
from sales.trade_breaches import AlreadyReversed
from storage.accounts import allocations, hold_customer, keep_parts, payments, receivables
from storage.audit import note
from storage.credits import funds_of
from storage.customers import counted_as, counts_for, customers, roots
from storage.engine import AnyRow, Connection
from storage.orders import order_by_id, orders
from storage.people import people
from storage.receivables import OWING, close_if_settled, open_of_orders

__all__ = [
    "Income", "Payment", "Settled", "allocate_rest", "find_payment", "number", "pay", "payments", "reverse", "twin_of",
]  # fmt: skip


def number(payment_id: int) -> str:
    """The short id that people say: `HK-7`."""
    return f"HK-{payment_id}"


@dataclass(frozen=True, slots=True)
class Income:
    """Money that came in, as somebody tells it; `paid_on` is the date at the bank.

    For the orders named, or for whatever the customer owes.
    """

    customer_id: int
    amount: Money
    paid_on: date
    order_ids: tuple[int, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """What a payment settles of one receivable."""

    receivable_id: int
    order_id: int
    due_on: date
    amount: Money

    @property
    def order(self) -> str:
        """The number of the order: `SO-1042`."""
        return order_number(self.order_id)


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that came in, or the counter-entry of such; the customer is the one it counts for.

    `reversed_by` is the id of its counter-entry; `order_id` the one order it was paid for.
    """

    id: int
    customer_id: int
    customer: str
    amount: Money
    paid_on: date
    order_id: int | None
    note: str
    reverses_id: int | None
    reversed_by: int | None
    person_id: int
    person: str
    entered_at: datetime
    parts: tuple[Settled, ...]

    @property
    def number(self) -> str:
        """The short id that people say: `HK-7`."""
        return number(self.id)

    @property
    def left(self) -> Money:
        """What of it settles nothing yet."""
        return self.amount - total([part.amount for part in self.parts])


def pay(db: Connection, income: Income, by: int, today: date, said_at: datetime, at: datetime) -> Payment:
    """Keep money that came in and settle with it what is open, the oldest due first; orders paid up are closed.

    Of the orders named if any were; else of all that the customer owes. What is left waits for the one order that was
    named, or is the customer's. `today` is the team's date.
    """
    held = _hold_orders(db, _concerned(income))
    customer_id = hold_customer(db, income.customer_id)
    meant = held[0] if len(income.order_ids) == 1 and held else None
    row = {"customer_id": _entered_for(db, meant) or customer_id, "amount": income.amount, "paid_on": income.paid_on}
    row |= {"order_id": meant, "note": income.note, "person_id": by, "said_at": said_at, "entered_at": at}
    payment_id: int = db.execute(insert(payments), row).inserted_primary_key[0]  # type: ignore[index]
    note(db, at, by, "pay", number(payment_id), {"amount": income.amount.minor, "orders": list(income.order_ids)})
    owed = open_of_orders(db, held)
    parts, _ = allot(owed, income.amount)
    keep_parts(db, parts, today, at, payment_id=payment_id)
    settled = {part.receivable_id for part in parts}
    _close(db, {one.order_id for one in owed if one.id in settled}, by, today, at)
    return _payment(db, payment_id)


def allocate_rest(db: Connection, customer_id: int, by: int, today: date, at: datetime) -> Money:
    """Settle what a customer owes with what is left of their money, the oldest first; gives how much that was.

    Money that waits for an order goes to no other.
    """
    held = _hold_orders(db, _owing(customer_id))
    root = hold_customer(db, customer_id)
    used = ZERO
    for fund in funds_of(db, root):
        theirs = [one for one in open_of_orders(db, held) if fund.order_id in (None, one.order_id)]
        parts, rest = allot(theirs, fund.left)
        keep_parts(db, parts, today, at, payment_id=fund.payment_id, return_id=fund.return_id)
        used += fund.left - rest
    if used:
        note(db, at, by, "allocate", f"C-{root}", {"amount": used.minor})
        _close(db, held, by, today, at)
    return used


def reverse(db: Connection, payment_id: int, by: int, today: date, at: datetime) -> Payment:
    """Add the counter-entry of a payment, dated today, which takes back all that it settled; gives that entry.

    Raises `NotFound` and, for what has been reversed or is a counter-entry itself, `AlreadyReversed`.
    """
    before = find_payment(db, payment_id)
    if before is None:
        raise NotFound(number(payment_id))
    held = _hold_orders(db, orders.c.id.in_(_touched(before)))
    hold_customer(db, before.customer_id)
    payment = _payment(db, payment_id)
    if payment.reverses_id or payment.reversed_by:
        raise AlreadyReversed(payment.number)
    if not _touched(payment) <= set(held):
        # It was allocated to another order between the two looks; whoever presses again will see that.
        raise Outdated(payment.number)
    counter_id = _add_counter(db, payment, by, today, at)
    note(db, at, by, "reverse", payment.number, {"amount": payment.amount.minor, "by": counter_id})
    mirrored = [Part(part.receivable_id, -part.amount) for part in payment.parts]
    keep_parts(db, mirrored, today, at, payment_id=counter_id)
    _close(db, held, by, today, at)
    return _payment(db, counter_id)


def twin_of(db: Connection, income: Income) -> int | None:
    """The id of the newest standing payment of the same customer, amount and date, which may be the same money."""
    back = payments.alias("back")
    undone = select(back.c.id).where(back.c.reverses_id == payments.c.id).exists()
    theirs = payments.c.customer_id.in_(counted_as(income.customer_id))
    alike = (payments.c.amount == income.amount) & (payments.c.paid_on == income.paid_on)
    asked = select(func.max(payments.c.id)).where(theirs, alike, payments.c.reverses_id.is_(None), ~undone)
    found: int | None = db.scalar(asked)
    return found


def find_payment(db: Connection, payment_id: int) -> Payment | None:
    """A payment by its id, with what it settles."""
    back = payments.alias("back")
    undone = select(back.c.id).where(back.c.reverses_id == payments.c.id).scalar_subquery()
    named = (roots.c.id.label("root"), roots.c.name.label("customer"), people.c.name.label("person"))
    asked = select(payments, *named, undone.label("reversed_by"))
    joined = asked.join(customers, customers.c.id == payments.c.customer_id).join(roots, counts_for)
    of_it = joined.join(people, people.c.id == payments.c.person_id).where(payments.c.id == payment_id)
    row = db.execute(of_it).one_or_none()
    return _from(row, _parts(db, payment_id)) if row else None


def _payment(db: Connection, payment_id: int) -> Payment:
    found = find_payment(db, payment_id)
    if found is None:
        raise NotFound(number(payment_id))
    return found


def _from(row: AnyRow, parts: tuple[Settled, ...]) -> Payment:
    who = (row.root, row.customer)
    undoes = (row.reverses_id, row.reversed_by)
    said = (row.amount, row.paid_on, row.order_id, row.note)
    return Payment(row.id, *who, *said, *undoes, row.person_id, row.person, row.entered_at, parts)


def _parts(db: Connection, payment_id: int) -> tuple[Settled, ...]:
    settled = (receivables.c.id, receivables.c.order_id, receivables.c.due_on)
    asked = select(*settled, func.sum(allocations.c.amount).label("amount")).join(
        receivables, receivables.c.id == allocations.c.receivable_id
    )
    of_it = asked.where(allocations.c.payment_id == payment_id).group_by(*settled)
    rows = db.execute(of_it.order_by(receivables.c.due_on, receivables.c.id))
    return tuple(Settled(*row) for row in rows)


def _add_counter(db: Connection, payment: Payment, by: int, today: date, at: datetime) -> int:
    entered_for = select(payments.c.customer_id).where(payments.c.id == payment.id).scalar_subquery()
    row = {"amount": -payment.amount, "paid_on": today, "order_id": payment.order_id, "reverses_id": payment.id}
    row |= {"note": "", "person_id": by, "said_at": at, "entered_at": at}
    adding = insert(payments).values(**row, customer_id=entered_for)
    counter_id: int = db.execute(adding.returning(payments.c.id)).scalar_one()
    return counter_id


def _concerned(income: Income) -> ColumnElement[bool]:
    """The orders that may be settled, some of which may be about to ship."""
    if income.order_ids:
        return orders.c.id.in_(income.order_ids) & orders.c.customer_id.in_(counted_as(income.customer_id))
    return _owing(income.customer_id)


def _owing(customer_id: int) -> ColumnElement[bool]:
    return orders.c.customer_id.in_(counted_as(customer_id)) & orders.c.state.in_(OWING)


def _hold_orders(db: Connection, which: ColumnElement[bool]) -> list[int]:
    """The ids of the orders, each held until the commit, in the order of their ids, as everybody does."""
    return list(db.scalars(select(orders.c.id).where(which).order_by(orders.c.id).with_for_update()))


def _touched(payment: Payment) -> set[int]:
    named = {payment.order_id} if payment.order_id else set()
    return {part.order_id for part in payment.parts} | named


def _entered_for(db: Connection, order_id: int | None) -> int | None:
    """The very customer an order was entered for, to whom its money belongs should a merger be undone."""
    return db.scalar(select(orders.c.customer_id).where(orders.c.id == order_id)) if order_id else None


def _close(db: Connection, order_ids: Iterable[int], by: int, today: date, at: datetime) -> None:
    for order_id in order_ids:
        close_if_settled(db, order_by_id(db, order_id), by, today, at)
