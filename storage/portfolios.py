"""Whose customers are whose at the end of a day: for each rep of each team, with the tier of that day.

A customer counts in its owner's team: the one that they are in, the oldest seat of several, or the one that they left
last. What merged customers went through counts for the one at the end of their mergers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, ScalarSelect, Select, Table, func, select, union_all

from sales.customers import Tier
from storage.customers import customers
from storage.engine import AnyRow, Connection
from storage.measures import AnySelect, Ask, Key, today_of
from storage.ownerships import ownerships, tierings
from storage.people import Team, memberships
from storage.visits import visits

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Held:
    """A customer by its id, whose it is in which team, and its tier; `since` is when it was known and had any tier."""

    id: int
    key: Key
    tier: Tier | None
    since: date


class Last(NamedTuple):
    """The latest of some visits to a customer: its date, its id, and its score."""

    on: date
    visit_id: int
    score: int | None


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The customers of some teams at the end of a local date, and by their ids the latest visits to them."""

    day: date
    held: tuple[Held, ...]
    last: Mapping[int, Last]


def portfolios(db: Connection, ask: Ask, which: ColumnElement[bool]) -> list[Portfolio]:
    """The customers of all teams at the end of the span, or today: one portfolio for each date that it is somewhere.

    `which` says which visits are looked for; three questions for each date.
    """
    days: dict[date, dict[int, Team]] = {}
    for team in ask.teams:
        days.setdefault(min(ask.end - DAY, today_of(ask, team)), {})[team.id] = team
    return [_portfolio(db, day, teams, which) for day, teams in days.items()]


def _portfolio(db: Connection, day: date, teams: Mapping[int, Team], which: ColumnElement[bool]) -> Portfolio:
    seated = select(memberships.c.person_id).where(memberships.c.team_id.in_(list(teams)))
    homes = _homes(db, seated)
    owned = select(ownerships.c.customer_id).where(ownerships.c.owner_id.in_(seated))
    held = tuple(
        Held(row.id, (team.id, row.owner_id), Tier(row.tier) if row.tier else None, _since(row, team))
        for row in db.execute(_owned(owned, day))
        if (team := teams.get(homes.get(row.owner_id, 0)))
    )
    last: dict[int, Last] = {}
    for customer_id, *answer in db.execute(_visited(owned, day, which)):
        found = Last(*answer)
        last[customer_id] = max(last.get(customer_id, found), found)
    return Portfolio(day, held, last)


def _homes(db: Connection, seated: Select[tuple[int]]) -> dict[int, int]:
    """The team that each person's customers count in."""
    seats = select(memberships).where(memberships.c.person_id.in_(seated))
    row = memberships.c
    rows = db.execute(seats.order_by(row.left_at.is_(None), row.left_at, row.joined_at.desc(), row.team_id.desc()))
    return {row.person_id: row.team_id for row in rows}


def _since(row: AnyRow, team: Team) -> date:
    created: date = row.created_at.astimezone(team.zone).date()
    tiered: date | None = row.tiered_on
    return max(created, tiered) if tiered else created


def _owned(owned: Select[tuple[int]], day: date) -> AnySelect:
    first = select(func.min(tierings.c.from_on)).where(
        tierings.c.customer_id == customers.c.id, tierings.c.tier.is_not(None)
    )
    columns = (customers.c.id, customers.c.created_at, first.scalar_subquery().label("tiered_on"))
    held = (_on(ownerships, ownerships.c.owner_id, day), _on(tierings, tierings.c.tier, day))
    asked: AnySelect = select(*columns, held[0].label("owner_id"), held[1].label("tier"))
    return asked.where(customers.c.id.in_(owned), customers.c.merged_into.is_(None))


def _on(table: Table, column: ColumnElement[Any], day: date) -> ScalarSelect[Any]:
    """What held for the customer of the question around it on a day."""
    rows = select(column).where(table.c.customer_id == customers.c.id, table.c.from_on <= day)
    return rows.order_by(table.c.from_on.desc(), table.c.id.desc()).limit(1).scalar_subquery()


def _visited(owned: Select[tuple[int]], day: date, which: ColumnElement[bool]) -> AnySelect:
    """The latest visit to each customer, and to each that was merged into it."""
    paid = select(visits.c.id).where(visits.c.customer_id == customers.c.id, visits.c.visited_on <= day, which)
    latest = paid.order_by(visits.c.visited_on.desc(), visits.c.id.desc()).limit(1).scalar_subquery().label("visit_id")
    own = select(customers.c.id, latest).where(customers.c.id.in_(owned), customers.c.merged_into.is_(None))
    merged = select(customers.c.root_id, latest)
    merged = merged.where(customers.c.root_id.in_(owned), customers.c.merged_into.is_not(None))
    each = union_all(own, merged).subquery()
    found: AnySelect = select(each.c.id, visits.c.visited_on, visits.c.id, visits.c.score)
    return found.join(visits, visits.c.id == each.c.visit_id)
