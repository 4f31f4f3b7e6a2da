"""Whose customers are whose at the end of a day: for each rep of each team, with the tier of that day.

A customer counts in its owner's team: the one that they are in, the oldest seat of several, or the one that they left
last. What merged customers went through counts for the one at the end of their mergers.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Column, ColumnElement, Select, select, union_all

from sales.customers import Tier
from sales.records import dataclass
from storage.customers import customers
from storage.engine import Connection
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
    visit_id: int = 0
    score: int | None = None


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The customers of some teams at the end of a local date, and by their ids the latest visits to them."""

    day: date
    held: tuple[Held, ...]
    last: Mapping[int, Last]


def portfolios(db: Connection, ask: Ask, which: ColumnElement[bool], *, days_only: bool = False) -> list[Portfolio]:
    """The customers of all teams at the end of the span, or today: one portfolio for each date that it is somewhere.

    `which` says which visits are looked for, of which `days_only` looks up nothing but the date; four questions for
    each date.
    """
    days: dict[date, dict[int, Team]] = {}
    for team in ask.teams:
        days.setdefault(min(ask.end - DAY, today_of(ask, team)), {})[team.id] = team
    wanted = (visits.c.visited_on,) if days_only else (visits.c.visited_on, visits.c.id, visits.c.score)
    return [_portfolio(db, day, teams, which, wanted) for day, teams in days.items()]


def _portfolio(
    db: Connection, day: date, teams: Mapping[int, Team], which: ColumnElement[bool], wanted: Sequence[Column[Any]]
) -> Portfolio:
    seated = select(memberships.c.person_id).where(memberships.c.team_id.in_(list(teams)))
    owned = select(ownerships.c.customer_id).where(ownerships.c.owner_id.in_(seated))
    last: dict[int, Last] = {}
    for customer_id, *answer in db.execute(_visited(owned, day, which, wanted)):
        if answer[0]:
            found = Last(*answer)
            last[customer_id] = max(last.get(customer_id, found), found)
    return Portfolio(day, tuple(_held(db, day, teams, _homes(db, seated), owned)), last)


def _held(
    db: Connection, day: date, teams: Mapping[int, Team], homes: Mapping[int, int], owned: Select[tuple[int]]
) -> Iterator[Held]:
    tiers = _tiers(db, owned, day)
    zones = {team.id: team.zone for team in teams.values()}
    asked = select(ownerships.c.customer_id, ownerships.c.owner_id, customers.c.created_at)
    there = asked.join(customers, customers.c.id == ownerships.c.customer_id).where(customers.c.merged_into.is_(None))
    mine = there.where(ownerships.c.customer_id.in_(owned), ownerships.c.from_on <= day)
    rows = db.execute(mine.order_by(ownerships.c.from_on, ownerships.c.id))
    owners = {customer_id: (owner, created_at) for customer_id, owner, created_at in rows}
    for customer_id, (owner, created_at) in owners.items():
        if (team_id := homes.get(owner or 0, 0)) in zones:
            created = created_at.astimezone(zones[team_id]).date()
            known = tiers.get(customer_id, ())
            since = next((max(created, on) for tier, on in known if tier), created)
            yield Held(customer_id, (team_id, owner), Tier(known[-1][0]) if known and known[-1][0] else None, since)


def _homes(db: Connection, seated: Select[tuple[int]]) -> dict[int, int]:
    """The team that each person's customers count in."""
    seats = select(memberships).where(memberships.c.person_id.in_(seated))
    row = memberships.c
    rows = db.execute(seats.order_by(row.left_at.is_(None), row.left_at, row.joined_at.desc(), row.team_id.desc()))
    return {row.person_id: row.team_id for row in rows}


def _tiers(db: Connection, owned: Select[tuple[int]], day: date) -> dict[int, list[tuple[str | None, date]]]:
    """By customer its tiers from when on, up to a day; the last is the one on that day."""
    rows = select(tierings.c.customer_id, tierings.c.tier, tierings.c.from_on)
    there = rows.where(tierings.c.customer_id.in_(owned), tierings.c.from_on <= day)
    found: dict[int, list[tuple[str | None, date]]] = {}
    for customer_id, tier, on in db.execute(there.order_by(tierings.c.from_on, tierings.c.id)):
        found.setdefault(customer_id, []).append((tier, on))
    return found


def _visited(
    owned: Select[tuple[int]], day: date, which: ColumnElement[bool], wanted: Sequence[Column[Any]]
) -> AnySelect:
    """The latest visit to each customer, and to each that was merged into it; nothing where there is none.

    Each column is looked up by itself: a join to the visits found would read all visits there are on PostgreSQL.
    """
    paid = (visits.c.customer_id == customers.c.id, visits.c.visited_on <= day, which)
    newest = (visits.c.visited_on.desc(), visits.c.id.desc())
    latest = [
        select(each).where(*paid).order_by(*newest).limit(1).scalar_subquery().label(f"latest_{each.name}")
        for each in wanted
    ]
    own: AnySelect = select(customers.c.id, *latest).where(customers.c.id.in_(owned), customers.c.merged_into.is_(None))
    merged = select(customers.c.root_id, *latest)
    found: Any = union_all(own, merged.where(customers.c.root_id.in_(owned), customers.c.merged_into.is_not(None)))
    return found  # type: ignore[no-any-return]
