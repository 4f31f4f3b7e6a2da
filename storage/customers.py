"""The customers that visits are paid to, one row for all spellings that differ in form only.

Customers that were merged count as one, the root; what belongs to any of them belongs to it.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    Column,
    CompoundSelect,
    ForeignKey,
    Integer,
    Select,
    String,
    Table,
    bindparam,
    func,
    or_,
    select,
    union,
    update,
)

from sales.customers import Tier
from sales.names import name_key
from sales.records import dataclass
from storage.audit import note
from storage.engine import AnyRow, Connection, UTCDateTime, insert_into, metadata
from storage.ownerships import own, put_in_tier
from storage.people import memberships, people, teams
from storage.prepared import Prepared
from storage.spellings import KEY, Sort, Spelling, add_spelling, called, fitting

LONGEST = 2 * KEY
"""Words of more characters are nobody's name: a key has fewer than a name with its spaces and signs, but not so few."""

customers = Table(
    "customers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(200), nullable=False),
    Column("key", String(KEY), nullable=False, unique=True),
    Column("root_id", ForeignKey("customers.id"), index=True),
    Column("merged_into", ForeignKey("customers.id")),
    Column("owner_id", ForeignKey("people.id"), index=True),
    Column("tier", String(1)),
    Column("created_at", UTCDateTime, nullable=False),
    Column("created_by", ForeignKey("people.id"), nullable=False),
)
"""`root_id` is the customer that this one counts as: itself (or null), or the one at the end of its mergers."""


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer in the spelling that was given first, always the one at the end of its mergers."""

    id: int
    name: str
    owner_id: int | None = None
    tier: Tier | None = None

    @property
    def number(self) -> str:
        """The short id under which the audit knows it: `C-12`."""
        return f"C-{self.id}"


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose customer it is, and the ids of the open teams that this person is in now: none for who has left."""

    id: int
    name: str
    team_ids: frozenset[int]


roots = customers.alias("roots")
counts_for = roots.c.id == func.coalesce(customers.c.root_id, customers.c.id)
"""Joins a customer with the one that it counts as."""
_roots: Select[tuple[int, str, int | None, str | None]] = select(
    roots.c.id, roots.c.name, roots.c.owner_id, roots.c.tier
).select_from(customers.join(roots, counts_for))
_by_key = Prepared(_roots.where(customers.c.key == bindparam("key")))
_by_id = _roots.where(customers.c.id == bindparam("id"))


def find_or_add_customer(db: Connection, name: str, by: int, at: datetime) -> Customer:
    """The customer meant by `name`, added when there is none yet; `by` is the id of the person who names it.

    The name kept is the first one, so the caller sees what the name was taken for. Who names a new one owns it.
    """
    return find_by_name(db, name) or _add(db, name, by, at)


def _add(db: Connection, name: str, by: int, at: datetime) -> Customer:
    key = {"key": fitting(name_key(name))}
    new = insert_into(db, customers).values(name=name, **key, owner_id=by, created_at=at, created_by=by)
    is_new = db.scalar(new.on_conflict_do_nothing(index_elements=["key"]).returning(customers.c.id))
    added = customer_from(_by_key.first(db, key))
    if is_new is not None:
        add_spelling(db, Spelling(is_new, name, Sort.NAME, by, at))
        own(db, is_new, by, (at - _WESTERNMOST).date(), by, at)
    return added


def find_by_name(db: Connection, words: str) -> Customer | None:
    """The customer that is called exactly so, form aside, by its name or an alias; None if none is."""
    if len(words) > LONGEST:
        return None
    key = name_key(words)
    if row := _by_key.first(db, {"key": fitting(key)}):
        return customer_from(row)
    other = called(db, key)
    return find_customer(db, other) if other is not None else None


def is_merged(db: Connection, words: str) -> bool:
    """Whether the customer that was first called so has been merged into another."""
    gone = select(customers.c.id).where(
        customers.c.key == fitting(name_key(words)), customers.c.merged_into.is_not(None)
    )
    return db.scalar(gone) is not None


def find_customer(db: Connection, customer_id: int) -> Customer | None:
    """The customer with this id, or the one it was merged into."""
    row = db.execute(_by_id, {"id": customer_id}).one_or_none()
    return customer_from(row) if row else None


def customer_from(row: AnyRow) -> Customer:
    """A customer from a row of `roots`."""
    return Customer(row.id, row.name, row.owner_id, Tier(row.tier) if row.tier else None)


def counted_as(customer_id: int) -> Select[tuple[int]]:
    """A subquery of the ids of everybody that counts as this customer, itself among them."""
    return select(customers.c.id).where(or_(customers.c.id == customer_id, customers.c.root_id == customer_id))


def owned_by(owners: Select[tuple[int]] | CompoundSelect[Any] | Collection[int]) -> CompoundSelect[tuple[int]]:
    """A subquery of the ids of all customers of these people, those merged into them among them.

    Two lookups by index: a condition on what a customer counts as would look at every customer there is.
    """
    of_them = customers.c.owner_id.in_(owners) & customers.c.merged_into.is_(None)
    standing = select(customers.c.id).where(of_them)
    return union(standing, select(customers.c.id).where(customers.c.root_id.in_(standing)))


def customers_of(db: Connection, owner_id: int, most: int) -> list[Customer]:
    """A person's customers, the most important first, then by name."""
    mine = _roots.where(customers.c.owner_id == owner_id, customers.c.merged_into.is_(None))
    ordered = mine.order_by(func.coalesce(customers.c.tier, "Z"), customers.c.id.desc()).limit(most)
    return [customer_from(row) for row in db.execute(ordered)]


def count_customers(db: Connection, owner_id: int) -> int:
    """How many customers a person owns, merged ones counted once."""
    mine = (customers.c.owner_id == owner_id) & customers.c.merged_into.is_(None)
    return db.scalar(select(func.count()).select_from(customers).where(mine)) or 0


def owner_of(db: Connection, customer: Customer) -> Owner | None:
    """Who owns the customer, with the teams they are in; None where nobody ever did."""
    seated = (memberships.c.person_id == people.c.id) & memberships.c.left_at.is_(None)
    is_open = teams.c.founded_at.is_not(None) & teams.c.closed_at.is_(None)
    joined = people.outerjoin(memberships.join(teams, (teams.c.id == memberships.c.team_id) & is_open), seated)
    asked = select(people.c.id, people.c.name, teams.c.id.label("team_id")).select_from(joined)
    rows = db.execute(asked.where(people.c.id == customer.owner_id)).all()
    if not rows:
        return None
    return Owner(rows[0].id, rows[0].name, frozenset(row.team_id for row in rows if row.team_id is not None))


_WESTERNMOST = timedelta(hours=12)
"""How far the latest clock is behind UTC: a new customer is somebody's from that day on, wherever they are."""


def give(db: Connection, customer: Customer, to: int, by: int, at: datetime, on: date | None = None) -> bool:
    """Make a person the owner, unless the customer has changed hands since it was read; tells whether they are.

    `on` is the company's date from which sales are theirs; today's in UTC unless it is said.
    """
    same = customers.c.owner_id.is_not_distinct_from(customer.owner_id)
    taken = update(customers).where(customers.c.id == customer.id, same).values(owner_id=to)
    if db.scalar(taken.returning(customers.c.id)) is None:
        return False
    note(db, at, by, "own", customer.number, {"owner_id": customer.owner_id})
    own(db, customer.id, to, on or at.date(), by, at)
    return True


def rank(db: Connection, customer: Customer, tier: Tier | None, by: int, at: datetime, on: date | None = None) -> None:
    """Put the customer into a tier, or (None) into none; what it was before goes to the audit.

    `on` is the company's date from which sales count in it; today's in UTC unless it is said.
    """
    note(db, at, by, "rank", customer.number, {"tier": customer.tier})
    db.execute(update(customers).where(customers.c.id == customer.id).values(tier=tier))
    put_in_tier(db, customer.id, tier, on or at.date(), at)
