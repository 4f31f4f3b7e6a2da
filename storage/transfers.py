"""Customers change hands: from a date on they are somebody else's, and past sales go with them only if that is said.

`customers.owner_id` is who has them now, `ownerships` since when; one that begins later is carried out on its day.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import and_, exists, func, insert, or_, select, update

from sales.money import FULL
from sales.orders import BILLED, number
from sales.postings import Reason
from sales.records import dataclass
from storage.audit import note
from storage.customers import Customer, customer_from, customers, roots
from storage.engine import Connection
from storage.orders import order_splits, orders
from storage.ownerships import ownerships
from storage.people import Person, memberships, people
from storage.postings import post

MOST_ORDERS = 300
"""How many orders are credited anew in one go: some seconds' work."""

LATE = 31
"""A change of hands that lies further back, in days, has been carried out long ago."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """Customers (ids of roots) that somebody gets from the company's date `on`, as `by` decided at an instant."""

    customer_ids: Sequence[int]
    to: int
    on: date
    by: int
    at: datetime


def people_called(db: Connection, name: str, team_ids: Collection[int] | None, *, leavers: bool) -> list[Person]:
    """Everybody of this name in some teams (None: in any), those who have left them only where that is asked."""
    of_team = memberships.c.person_id == people.c.id
    asked = select(people.c.id, people.c.open_id, people.c.name).join(memberships, of_team).distinct()
    asked = asked.where(func.lower(people.c.name) == name.lower())
    if team_ids is not None:
        asked = asked.where(memberships.c.team_id.in_(sorted(team_ids)))
    if not leavers:
        asked = asked.where(memberships.c.left_at.is_(None))
    return [Person(*row) for row in db.execute(asked.order_by(people.c.id))]


def person_with(db: Connection, person_id: int) -> Person | None:
    """Somebody by their id."""
    row = db.execute(select(people.c.id, people.c.open_id, people.c.name).where(people.c.id == person_id)).one_or_none()
    return Person(*row) if row else None


def was_in(db: Connection, person_id: int, team_ids: Collection[int]) -> bool:
    """Whether somebody is or was in one of these teams."""
    here = (memberships.c.person_id == person_id) & memberships.c.team_id.in_(sorted(team_ids))
    return db.scalar(select(memberships.c.person_id).where(here).limit(1)) is not None


def customers_to_give(db: Connection, owner_id: int) -> list[Customer]:
    """All customers that somebody has now, merged ones counted once."""
    mine = (roots.c.owner_id == owner_id) & roots.c.merged_into.is_(None)
    asked = select(roots.c.id, roots.c.name, roots.c.owner_id, roots.c.tier).where(mine).order_by(roots.c.id)
    return [customer_from(row) for row in db.execute(asked)]


def past_orders(db: Connection, customer_ids: Collection[int], giver: int, to: int, since: date) -> list[int]:
    """The sales to these customers, confirmed since a date, that are wholly the giver's and that nobody shared by hand.

    Only those of teams that the other is in; the oldest first, at most one more than `MOST_ORDERS`.
    """
    family = or_(customers.c.id.in_(customer_ids), customers.c.root_id.in_(customer_ids))
    theirs = select(memberships.c.team_id).where(memberships.c.person_id == to, memberships.c.left_at.is_(None))
    whole = and_(order_splits.c.order_id == orders.c.id, order_splits.c.rep_id == giver, order_splits.c.share == FULL)
    asked = select(orders.c.id).join(order_splits, whole).join(customers, customers.c.id == orders.c.customer_id)
    sales = (orders.c.confirmed_on >= since) & orders.c.kind.in_(BILLED) & orders.c.shared_at.is_(None)
    found = asked.where(family, sales, orders.c.team_id.in_(theirs)).order_by(orders.c.id).limit(MOST_ORDERS + 1)
    return list(db.scalars(found))


def hand_over(db: Connection, what: Transfer, giver: int | None, today: date) -> int:
    """Let customers be somebody's from a date on, unless they have changed hands since; gives how many are.

    One that is to begin after `today` (the company's date) begins by `carry_out`.
    """
    still = customers.c.id.in_(what.customer_ids) & customers.c.owner_id.is_not_distinct_from(giver)
    held = select(customers.c.id).where(still, customers.c.merged_into.is_(None)).order_by(customers.c.id)
    ids = list(db.scalars(held.with_for_update(key_share=True)))
    if not ids:
        return 0
    for customer_id in ids:
        before = {"owner_id": giver, "to": what.to, "from_on": what.on.isoformat()}
        note(db, what.at, what.by, "transfer", f"C-{customer_id}", before)
    if what.on <= today:
        db.execute(update(customers).where(customers.c.id.in_(ids)).values(owner_id=what.to))
    row = {"owner_id": what.to, "set_at": what.at, "set_by": what.by}
    db.execute(
        insert(ownerships), [row | {"customer_id": of, "from_on": on} for of, on in _dates(db, ids, what, today)]
    )
    return len(ids)


def _dates(db: Connection, ids: Collection[int], what: Transfer, today: date) -> list[tuple[int, date]]:
    """From when it holds, for each; past dates on which something else began hold this from then on, too."""
    later = (ownerships.c.from_on > what.on) & (ownerships.c.from_on <= today)
    known = select(ownerships.c.customer_id, ownerships.c.from_on).where(ownerships.c.customer_id.in_(ids), later)
    return [*((each, what.on) for each in ids), *((row[0], row[1]) for row in db.execute(known.distinct()))]


def credit_anew(db: Connection, order_ids: Collection[int], to: int, by: int, today: date, at: datetime) -> int:
    """Give the whole credit for some sales to somebody else; gives how many. What it was goes to the audit."""
    held = list(
        db.scalars(select(orders.c.id).where(orders.c.id.in_(order_ids)).order_by(orders.c.id).with_for_update())
    )
    _hold_customers(db, held)
    for order_id in held:
        whole = (order_splits.c.order_id == order_id) & (order_splits.c.share == FULL)
        was = db.scalar(select(order_splits.c.rep_id).where(whole))
        note(db, at, by, "transfer", number(order_id), {"shares": {str(was): FULL}})
        db.execute(update(order_splits).where(whole).values(rep_id=to))
        post(db, order_id, Reason.TRANSFER, today, at)
    return len(held)


def _hold_customers(db: Connection, order_ids: Collection[int]) -> None:
    """All at once and in order, before the ledger is held for the first of them."""
    root = func.coalesce(customers.c.root_id, customers.c.id)
    of_orders = select(root).join(orders, orders.c.customer_id == customers.c.id).where(orders.c.id.in_(order_ids))
    held = select(customers.c.id).where(customers.c.id.in_(of_orders)).order_by(customers.c.id)
    db.execute(held.with_for_update(key_share=True)).all()


def carry_out(db: Connection, today: date) -> int:
    """Make whoever has a customer by now its owner, where a change of hands was to begin lately; gives how many."""
    newer = ownerships.alias("newer")
    after = or_(
        newer.c.from_on > ownerships.c.from_on,
        and_(newer.c.from_on == ownerships.c.from_on, newer.c.id > ownerships.c.id),
    )
    overtaken = exists().where(newer.c.customer_id == ownerships.c.customer_id, newer.c.from_on <= today, after)
    lately = (ownerships.c.from_on <= today) & (ownerships.c.from_on > date.fromordinal(today.toordinal() - LATE))
    due = select(ownerships.c.customer_id, ownerships.c.owner_id).join(
        customers, customers.c.id == ownerships.c.customer_id
    )
    other = customers.c.owner_id.is_distinct_from(ownerships.c.owner_id) & customers.c.merged_into.is_(None)
    rows = db.execute(due.where(lately, ~overtaken, other)).all()
    for row in rows:
        db.execute(update(customers).where(customers.c.id == row.customer_id).values(owner_id=row.owner_id))
    return len(rows)
