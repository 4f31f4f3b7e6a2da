"""What the invented company has sold of late: orders in every state, what left and came back, and who owes what."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count

from playground.company import Company
from playground.goods import write_goods
from playground.history import CALENDAR, Desk, desk_of
from playground.reporting import Calm
from sales.cadence import moment
from sales.money import Money
from sales.orders import Content, Move, Wish
from sales.shipping import Reason
from sales.terms import AT_ONCE, Credit, Terms
from storage import order_moves, payments, people
from storage.customers import find_or_add_customer
from storage.engine import Connection
from storage.goods import Entry, ship, take_back
from storage.orders import Order, hold_order
from storage.payments import Income
from storage.products import Product

NET = Terms(Credit.NET, 30)
MONTHLY = Terms(Credit.MONTHLY, 30)


@dataclass(frozen=True, slots=True)
class Deal:
    """One order as it went: how many days ago it was made, what was ordered at which rate, and what became of it.

    `shipped` is how many days after that how many pieces left (None: everything); `paid` how many days after that how
    many per cent came in; `back` is how many pieces came back.
    """

    ago: int
    wishes: tuple[tuple[str, int, int], ...]
    terms: Terms = NET
    shipped: tuple[tuple[int, int | None], ...] = ()
    paid: tuple[tuple[int, int], ...] = ()
    back: int = 0
    promised: int | None = None
    note: str = ""


DEALS = (
    Deal(142, (("KV-50", 4, 9_500),), NET, ((3, None),), ((50, 40),)),
    Deal(118, (("XH-200", 3, 9_500), ("LF-3", 40, 10_000)), NET, ((4, None),), ((40, 60),)),
    Deal(86, (("XH-100", 6, 10_000),), NET, ((3, None),), ((25, 100),)),
    Deal(78, (("XH-100", 3, 9_500), ("LF-3", 30, 9_500)), NET, ((3, None),), ()),
    Deal(64, (("KV-50", 5, 9_000), ("SM-7", 12, 10_000)), MONTHLY, ((6, None),), (), 1),
    Deal(47, (("XH-200", 2, 9_500),), NET, ((2, None),), ()),
    Deal(38, (("KV-20", 10, 9_200), ("AS-1", 1, 10_000)), NET, ((3, 6), (9, None)), ((30, 50),)),
    Deal(31, (("XH-100", 4, 10_000), ("LF-3", 20, 9_500)), AT_ONCE, ((1, None),), ((1, 100),)),
    Deal(24, (("XH-200E", 1, 9_600),), NET, ((5, None),), (), 0, 6),
    Deal(16, (("SM-7", 30, 9_000), ("LF-3", 60, 9_000)), NET, ((2, None),), ()),
    Deal(12, (("KV-50", 8, 9_400),), MONTHLY, ((6, 3),), (), 0, 13, "余下的等他们二期土建完工"),
    Deal(9, (("XH-100", 2, 10_000), ("AS-1", 2, 10_000)), NET, (), (), 0, 10),
    Deal(5, (("KV-20", 6, 9_500),), NET, (), (), 0, 12),
    Deal(2, (("XH-200", 4, 9_200), ("SM-7", 10, 10_000)), MONTHLY, (), (), 0, 20),
)
"""What customers ordered, taken in turn; all of it within the reps' own authority."""

PER_CUSTOMER = 2
"""How many orders each customer has made."""


def write_trade(db: Connection, company: Company, calm: Calm) -> int:
    """Put the goods on the list and play every order through; tell how many there are."""
    admin = people.meet(db, company.admin.open_id, company.admin.name)
    goods = write_goods(db, admin.id, calm.today, moment(calm.today, time(8), calm.zone))
    turn = count()
    for squad, rep, _, customers in company.portfolios:
        desk = desk_of(db, squad, rep)
        for name in customers:
            for _each in range(PER_CUSTOMER):
                play_deal(db, desk, name, DEALS[next(turn) * 5 % len(DEALS)], goods, calm)
    return next(turn)


def play_deal(db: Connection, desk: Desk, name: str, deal: Deal, goods: dict[str, Product], calm: Calm) -> None:
    """Play one order of a rep's through, with the customer of this name; what it sells is found by its code."""
    made = CALENDAR.workday_to(calm.today - timedelta(days=deal.ago))
    at = moment(made, time(15, 20), calm.zone)
    customer = find_or_add_customer(db, name, desk.me.id, at)
    wishes = tuple(Wish(goods[code].id, n, None, rate) for code, n, rate in deal.wishes)
    promised = made + timedelta(days=deal.promised) if deal.promised else None
    content = Content(wishes, deal.terms, promised, deal.note)
    order = order_moves.add_draft(db, desk.team, desk.me, customer, content, at, at)
    order = order_moves.submit(db, order, desk.me.id, made, at)
    order = order_moves.move(db, order, Move.CONFIRM, desk.me.id, at, on=made)
    left = made
    for days, pieces in deal.shipped:
        left = min(CALENDAR.workday_from(made + timedelta(days=days)), CALENDAR.workday_before(calm.today))
        _ship(db, desk, order.id, pieces, left, moment(left, time(16), calm.zone))
    if deal.back:
        _return(db, desk, order.id, deal.back, CALENDAR.workday_to(left + timedelta(days=8)), calm)
    for days, per_cent in deal.paid:
        _pay(db, desk, order, per_cent, min(left + timedelta(days=days), calm.today - timedelta(days=1)), calm)


def _held(db: Connection, order_id: int) -> Order:
    order = hold_order(db, order_id)
    if order is None:
        msg = f"SO-{order_id} has just been made"
        raise LookupError(msg)
    return order


def _ship(db: Connection, desk: Desk, order_id: int, pieces: int | None, on: date, at: datetime) -> None:
    order = _held(db, order_id)
    leaving = {line.id: line.open if pieces is None else min(pieces, line.open) for line in order.lines if line.open}
    ship(db, order, leaving, Entry(desk.me.id, on, at, at))


def _return(db: Connection, desk: Desk, order_id: int, pieces: int, on: date, calm: Calm) -> None:
    order, at = _held(db, order_id), moment(on, time(11), calm.zone)
    take_back(db, order, {order.lines[0].id: pieces}, Reason.QUALITY, "密封面有划痕", Entry(desk.me.id, on, at, at))


def _pay(db: Connection, desk: Desk, order: Order, per_cent: int, on: date, calm: Calm) -> None:
    at = moment(on, time(17), calm.zone)
    income = Income(order.customer_id, Money(order.amount.part(per_cent, 100).minor), on, (order.id,))
    payments.pay(db, income, desk.me.id, on, at, at)
