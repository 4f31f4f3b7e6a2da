"""What the matrix says of an order, with what must be looked up for it: other orders, old prices, how often before."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final, Protocol

from sqlalchemy import func, select

from sales.discounts import Judgement, Level, Whole, rate
from sales.money import Money
from sales.orders import STANDING, State
from sales.records import dataclass
from sales.roles import Role
from sales.trade import Trade
from storage.approvals import Decision, asked_about
from storage.approvals import approvals as asked
from storage.authority import matrix_on
from storage.customers import counted_as, customers, find_customer
from storage.engine import Connection
from storage.orders import Order, order_lines, orders, orders_where
from storage.people import Team, find_person, people

TOGETHER: Final = timedelta(hours=24)
"""What a rep sells a customer within this time is one sale to the matrix."""

LOOKED_BACK: Final = timedelta(days=90)
"""Over which time the over-authority rate is taken."""

SHOWN: Final = 5
"""How many old prices of a product an approver sees."""

_COUNTED = (*STANDING, State.SUBMITTED, State.APPROVING)


class Company(Protocol):
    """Of the settings of the house, what is needed to judge."""

    @property
    def trade(self) -> Trade:
        """What is set for orders."""

    @property
    def admins(self) -> frozenset[str]:
        """Who looks after the installation, by open_id."""


@dataclass(frozen=True, slots=True)
class OldPrice:
    """What a customer once paid for a piece of a product, net: on which local date, in which order."""

    product_id: int
    on: date
    price: Money
    number: str


@dataclass(frozen=True, slots=True)
class Habit:
    """Of how many lines with a list price that a rep submitted, how many were beyond the rep's authority (K18)."""

    over: int
    lines: int

    @property
    def rate(self) -> int | None:
        """Basis points; None where there are too few lines to say."""
        return rate(self.over, self.lines)


def judge(
    db: Connection, order: Order, house: Company, team: Team, now: datetime, level: Level | None = None
) -> Judgement:
    """Judge an order at the prices on its lines, by the submitter's level: that of its rep if none is given.

    The day is the team's of `now`; what else was submitted in the last 24 hours counts with it.
    """
    customer = find_customer(db, order.customer_id)
    tier = customer.tier.value if customer and customer.tier else ""
    matrix = matrix_on(db, house.trade.rules, tier, now.astimezone(team.zone).date())
    own = level or level_of(db, house, team, order.rep_id)
    return matrix.judge(order.lines, sold_beside(db, order, now), own, order.content.kind)


def level_of(db: Connection, house: Company, team: Team, person_id: int) -> Level:
    """At which level a person stands for the orders of a team: by the config, else by their role there."""
    person, role = _standing(db, team, person_id)
    if person in (house.trade.directors or house.admins):
        return Level.DIRECTOR
    return Level.MANAGER if role is Role.MANAGER else Level.REP


def hold_customer(db: Connection, customer_id: int) -> None:
    """Hold a customer until the commit, so that two orders submitted at once see each other. For a write only."""
    db.execute(select(customers.c.id).where(customers.c.id == customer_id).with_for_update())


def sold_beside(db: Connection, order: Order, now: datetime) -> dict[int, Whole]:
    """By product: what the same rep sold the same customer for the same purpose in the 24 hours up to `now`."""
    beside = orders_where(
        db,
        orders.c.rep_id == order.rep_id,
        orders.c.customer_id.in_(counted_as(order.customer_id)),
        orders.c.id != order.id,
        orders.c.kind == order.content.kind.value,
        orders.c.state.in_(_COUNTED),
        orders.c.submitted_at > now - TOGETHER,
    )
    found: dict[int, Whole] = {}
    for other in reversed(beside):
        for line in other.lines:
            whole = found.get(line.product_id, Whole())
            numbers = tuple(dict.fromkeys((*whole.numbers, other.number)))
            found[line.product_id] = Whole(whole.list_amount, whole.amount, numbers).with_lines([line])
    return found


def old_prices(db: Connection, order: Order) -> list[OldPrice]:
    """What this customer paid for the products of an order before, at most five times each, the latest first."""
    return [price for product_id in _products(order) for price in _old_prices(db, order, product_id)]


def _products(order: Order) -> Iterable[int]:
    return dict.fromkeys(line.product_id for line in order.lines)


def _old_prices(db: Connection, order: Order, product_id: int) -> Iterable[OldPrice]:
    paid = (
        select(orders.c.id, orders.c.confirmed_on, order_lines.c.amount, order_lines.c.quantity)
        .join(order_lines, order_lines.c.order_id == orders.c.id)
        .where(
            orders.c.customer_id.in_(counted_as(order.customer_id)),
            orders.c.id != order.id,
            orders.c.state.in_(STANDING),
            orders.c.kind == order.content.kind.value,
            order_lines.c.product_id == product_id,
        )
        .order_by(orders.c.confirmed_on.desc(), orders.c.id.desc())
    )
    for row in db.execute(paid.limit(SHOWN)):
        yield OldPrice(product_id, row.confirmed_on, row.amount.part(1, row.quantity), f"SO-{row.id}")


def habit_of(db: Connection, rep_id: int, now: datetime) -> Habit:
    """How often a rep's orders of the last 90 days went beyond their authority; lines without list price are left out.

    An order counts as it was submitted last; what was voided by a change counts no more.
    """
    mine = (orders.c.rep_id == rep_id) & (orders.c.submitted_at > now - LOOKED_BACK)
    listed = order_lines.c.list_price.is_not(None)
    submitted = mine & (orders.c.state != State.DRAFT)
    count = select(func.count()).select_from(orders.join(order_lines, order_lines.c.order_id == orders.c.id))
    lines = db.scalar(count.where(submitted, listed)) or 0
    same = (asked.c.order_id == orders.c.id) & (asked.c.mark == orders.c.mark)
    stands = asked.c.decision.is_distinct_from(Decision.VOID.value)
    ids = db.scalars(select(orders.c.id).distinct().join(asked, same).where(submitted, stands))
    return Habit(sum(_lines_over(db, order_id) for order_id in ids.all()), lines)


def _lines_over(db: Connection, order_id: int) -> int:
    said = [each.judged for each in asked_about(db, order_id) if each.decision is not Decision.VOID]
    return len({over.no for over in said[-1].over if over.has_list}) if said else 0


def _standing(db: Connection, team: Team, person_id: int) -> tuple[str, Role | None]:
    """A person's open_id, and their role in a team while they are in it."""
    row = db.execute(select(people.c.open_id).where(people.c.id == person_id)).one()
    _, seats = find_person(db, row.open_id)
    return row.open_id, next((seat.role for seat in seats if seat.team.id == team.id), None)
