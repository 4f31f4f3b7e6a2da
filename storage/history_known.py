"""What a database knows before a history comes in: by the words under which files name people, teams and goods."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache

from sqlalchemy import func, select

from sales.names import name_key
from sales.prices import PriceRow
from sales.records import dataclass
from storage.customers import counts_for, customers, roots
from storage.engine import Connection
from storage.leaves import leaves
from storage.people import Team, every_team, memberships, people
from storage.products import price_rows, product_key, products
from storage.spellings import fitting, spellings
from storage.targets import targets


@dataclass(frozen=True, slots=True)
class Since:
    """Somebody's place in a team, from an instant to another (None: still)."""

    person_id: int
    team_id: int
    first: datetime
    last: datetime | None


@dataclass(frozen=True, slots=True)
class Known:
    """Ids by words: people by open_id, teams by `name_key`, customers by each spelling's key, products by theirs.

    `goals` and `absences` are what there is already, as (level, key, kpi, product, period) and as (person's id, first
    day, its half, last day, its half).
    """

    people: Mapping[str, int]
    teams: Mapping[str, Team]
    places: Sequence[Since]
    customers: Mapping[str, int]
    products: Mapping[str, int]
    prices: Mapping[int, Sequence[PriceRow]]
    goals: frozenset[tuple[str, ...]]
    absences: frozenset[tuple[object, ...]]

    def customer(self, name: str) -> int | None:
        """The id of the customer that is called so, the one at the end of its mergers."""
        return self.customers.get(_key(name))

    def product(self, code: str) -> int | None:
        """The id of the product with this code, be it off the list."""
        return self.products.get(product_key(code))

    def team(self, name: str) -> Team | None:
        """The team that is called so, the oldest of several."""
        return self.teams.get(name_key(name))


def known(db: Connection) -> Known:
    """Everything that files may name, in eight questions."""
    goods = {row.key: row.id for row in db.execute(select(products.c.key, products.c.id))}
    return Known(
        {row.open_id: row.id for row in db.execute(select(people.c.open_id, people.c.id))},
        {name_key(team.name): team for team in reversed(every_team(db))},
        [Since(row.person_id, row.team_id, row.joined_at, row.left_at) for row in db.execute(select(memberships))],
        _customers(db),
        goods,
        _prices(db, list(goods.values())),
        _goals(db),
        _absences(db),
    )


def _prices(db: Connection, ids: Sequence[int]) -> dict[int, list[PriceRow]]:
    found: dict[int, list[PriceRow]] = {}
    for start in range(0, len(ids), _AT_A_TIME):
        found |= price_rows(db, ids[start : start + _AT_A_TIME])
    return found


def _customers(db: Connection) -> dict[str, int]:
    """Spellings first, the names over them: a name says more than what another customer is called beside its own."""
    root = func.coalesce(customers.c.root_id, customers.c.id)
    called = select(spellings.c.key, root).join(customers, customers.c.id == spellings.c.customer_id)
    found = dict(tuple(row) for row in db.execute(called.order_by(spellings.c.customer_id.desc())))
    named = select(customers.c.key, roots.c.id).select_from(customers.join(roots, counts_for))
    return found | dict(tuple(row) for row in db.execute(named))


def _goals(db: Connection) -> frozenset[tuple[str, ...]]:
    said = targets.c
    asked = select(said.scope_kind, said.scope_key, said.kpi, said.product, said.period)
    return frozenset(tuple(row) for row in db.execute(asked.where(said.withdrawn_at.is_(None))))


def _absences(db: Connection) -> frozenset[tuple[object, ...]]:
    said = leaves.c
    asked = select(said.person_id, said.first_on, said.first_half, said.last_on, said.last_half)
    return frozenset(tuple(row) for row in db.execute(asked.where(said.cancelled_at.is_(None))))


@lru_cache(65_536)
def _key(name: str) -> str:
    return fitting(name_key(name))


_AT_A_TIME = 500
