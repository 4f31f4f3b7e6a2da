"""What a morning has of many teams at once: who is in them, what sold by day, and what went so wrong that it matters.

Each is one question for all teams; a hundred cards ask no more than one.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from sales.customers import Tier
from sales.money import Money
from sales.obligations import State
from sales.orders import number
from sales.records import dataclass
from sales.roles import Role
from storage.accounts import open_items
from storage.approvals import OPEN, approvals
from storage.customers import customers, roots
from storage.engine import Cents, Connection
from storage.figure_indexes import OWING
from storage.measures import Key
from storage.obligations import obligations
from storage.orders import orders
from storage.people import Person, memberships, people
from storage.postings import ledger
from storage.products import products
from storage.returns import return_lines, returns
from storage.visits import standing, visits


@dataclass(frozen=True, slots=True)
class Debt:
    """What a customer owes a team that is long past its due date, and since when the oldest of it is due."""

    team_id: int
    customer: str
    amount: Money
    since: date


@dataclass(frozen=True, slots=True)
class Left:
    """A customer of a tier, whose it is, and when anybody was last there."""

    rep_id: int
    customer: str
    last_on: date


@dataclass(frozen=True, slots=True)
class Back:
    """Goods that came back at one time: of which order, whose, and what they are worth."""

    team_id: int
    order_id: int
    customer: str
    amount: Money

    @property
    def order(self) -> str:
        """The number of its order: `SO-1042`."""
        return number(self.order_id)


@dataclass(frozen=True, slots=True)
class Sold:
    """What was sold of a product, by its code and name."""

    code: str
    name: str
    net: Money


def rosters(db: Connection, team_ids: Collection[int]) -> Mapping[int, list[tuple[Person, Role]]]:
    """Everybody who is in each team now, with their role, in the order in which they joined."""
    seated = memberships.c.team_id.in_(sorted(team_ids)) & memberships.c.left_at.is_(None)
    named = select(memberships.c.team_id, people.c.id, people.c.open_id, people.c.name, memberships.c.role)
    joined = named.join(people, people.c.id == memberships.c.person_id).where(seated)
    found: dict[int, list[tuple[Person, Role]]] = {team_id: [] for team_id in team_ids}
    for row in db.execute(joined.order_by(memberships.c.joined_at, people.c.id)).all():
        found[row[0]].append((Person(row[1], row[2], row[3]), Role(row[4])))
    return found


def sold_by_day(db: Connection, team_ids: Collection[int], first: date, end: date) -> Mapping[int, dict[date, int]]:
    """Net sales in minor units of each team on each local date in `[first, end)`; days without any are absent."""
    span = ledger.c.team_id.in_(sorted(team_ids)) & (ledger.c.day >= first) & (ledger.c.day < end)
    asked = select(ledger.c.team_id, ledger.c.day, func.sum(ledger.c.amount)).where(span)
    found: dict[int, dict[date, int]] = {team_id: {} for team_id in team_ids}
    for team_id, day, amount in db.execute(asked.group_by(ledger.c.team_id, ledger.c.day)).all():
        found[team_id][day] = amount.minor
    return found


def sold_by_product(db: Connection, team_ids: Collection[int], first: date, end: date) -> dict[int, list[Sold]]:
    """What each team sold of what in `[first, end)`, net of what came back, the most first."""
    span = ledger.c.team_id.in_(sorted(team_ids)) & (ledger.c.day >= first) & (ledger.c.day < end)
    net = func.sum(ledger.c.amount)
    who = (ledger.c.team_id, products.c.id, products.c.code, products.c.name)
    asked = select(*who, net).join(products, products.c.id == ledger.c.product_id).where(span).group_by(*who)
    found: dict[int, list[Sold]] = {team_id: [] for team_id in team_ids}
    for row in db.execute(asked.order_by(net.desc(), products.c.id)):
        found[row[0]].append(Sold(row[2], row[3], row[4]))
    return found


def visited_by_day(db: Connection, team_ids: Collection[int], first: date, end: date) -> list[tuple[Key, date, int]]:
    """Standing visits with dates in `[first, end)`, by team, person and date; a joint one counts for both."""
    span = visits.c.team_id.in_(sorted(team_ids)) & (visits.c.visited_on >= first) & (visits.c.visited_on < end)
    groups = (visits.c.team_id, visits.c.rep_id, visits.c.companion_id, visits.c.visited_on)
    rows = db.execute(select(*groups, func.count()).where(span, standing).group_by(*groups)).all()
    counted: dict[tuple[Key, date], int] = {}
    for team_id, rep_id, companion_id, day, count in rows:
        for person in (rep_id, companion_id) if companion_id else (rep_id,):
            place = ((team_id, person), day)
            counted[place] = counted.get(place, 0) + count
    return [(key, day, count) for (key, day), count in counted.items()]


def to_decide(db: Connection, team_ids: Collection[int]) -> Mapping[Key, int]:
    """How many orders of each team wait for whose decision; who has none to make is absent."""
    # Looked up, not joined: whoever plans a join without knowing how few questions are open looks at every order.
    team = select(orders.c.team_id).where(orders.c.id == approvals.c.order_id).scalar_subquery()
    asked = select(team.label("team_id"), approvals.c.approver_id).where(OPEN).subquery()
    rows = db.execute(select(*asked.c, func.count()).group_by(*asked.c))
    return {(row[0], row[1]): row[2] for row in rows if row[0] in team_ids}


def long_overdue(db: Connection, team_ids: Collection[int], due_before: date, least: Money) -> list[Debt]:
    """The customers who owe a team at least so much that was due before a date; merged ones are one."""
    which = (OWING, open_items.c.due_on < due_before, orders.c.team_id.in_(sorted(team_ids)))
    whole = func.sum(open_items.c.open, type_=Cents)
    root = func.coalesce(customers.c.root_id, customers.c.id)
    asked = select(
        orders.c.team_id, root.label("root"), whole.label("open"), func.min(open_items.c.due_on).label("since")
    )
    joined = asked.join(open_items, open_items.c.order_id == orders.c.id).join(
        customers, customers.c.id == orders.c.customer_id
    )
    much = joined.where(*which).group_by(orders.c.team_id, root).having(whole >= least).subquery()
    named = select(much.c.team_id, roots.c.name, much.c.open, much.c.since)
    return [Debt(*row) for row in db.execute(named.join(roots, roots.c.id == much.c.root))]


def last_there(db: Connection, rep_ids: Collection[int], tier: Tier, before: date) -> list[Left]:
    """The customers of a tier that these people own and where somebody was, but for the last time before a date.

    A visit to what was merged into a customer is one to the customer.
    """
    own = select(func.max(visits.c.visited_on)).where(visits.c.customer_id == roots.c.id, standing)
    merged = (
        select(func.max(visits.c.visited_on))
        .join(customers, customers.c.id == visits.c.customer_id)
        .where(customers.c.root_id == roots.c.id, standing)
    )
    there = (own.scalar_subquery().label("own"), merged.scalar_subquery().label("merged"))
    theirs = roots.c.owner_id.in_(sorted(rep_ids)) & (roots.c.tier == tier) & roots.c.merged_into.is_(None)
    asked = select(roots.c.owner_id, roots.c.name, *there).where(theirs)
    # Looked up once for each customer, not again wherever the conditions name it.
    last = asked.cte("last_there").prefix_with("MATERIALIZED")
    long_since = (func.coalesce(last.c.own, last.c.merged) < before) & (
        func.coalesce(last.c.merged, last.c.own) < before
    )
    return [Left(row[0], row[1], _later(row[2], row[3])) for row in db.execute(select(*last.c).where(long_since))]


def missed(db: Connection, team_ids: Collection[int], since: datetime, least: int) -> Mapping[Key, int]:
    """How many reports that were due since an instant each person has missed, of those with so many at least."""
    late = (obligations.c.due_at >= since) & (obligations.c.state == State.MISSED)
    who = (obligations.c.team_id, obligations.c.rep_id)
    asked = select(*who, func.count()).where(obligations.c.team_id.in_(sorted(team_ids)), late).group_by(*who)
    return {(row[0], row[1]): row[2] for row in db.execute(asked.having(func.count() >= least))}


def came_back(db: Connection, team_ids: Collection[int], first: date, end: date, least: Money) -> list[Back]:
    """The returns of local dates in `[first, end)` that are worth so much at least."""
    worth = func.sum(return_lines.c.amount, type_=Cents)
    who: tuple[Any, ...] = (returns.c.id, orders.c.team_id, orders.c.id, customers.c.name)
    joined = (
        returns.join(return_lines, return_lines.c.return_id == returns.c.id)
        .join(orders, orders.c.id == returns.c.order_id)
        .join(customers, customers.c.id == orders.c.customer_id)
    )
    asked = select(*who, worth).select_from(joined)
    span = (returns.c.returned_on >= first) & (returns.c.returned_on < end) & orders.c.team_id.in_(sorted(team_ids))
    return [
        Back(row[1], row[2], row[3], row[4])
        for row in db.execute(asked.where(span).group_by(*who).having(worth >= least))
    ]


def _later(*days: date | None) -> date:
    return max(day for day in days if day)
