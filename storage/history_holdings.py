"""Who owned customers, in which tier they were, and who was in which team on a day, for many orders at once."""

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import Table, select

from sales.records import dataclass
from storage.engine import Connection
from storage.ownerships import ownerships, tierings
from storage.people import memberships

Dated = Mapping[int, tuple[Sequence[date], Sequence[Any]]]
"""By customer: from which days on what held, both in the order of the days."""

AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class Holdings:
    """What `storage.ownerships` and `storage.order_credit` say of one customer or person, without asking each time."""

    owners: Dated
    tiers: Dated
    seats: Mapping[tuple[int, int], datetime | None]

    def owner(self, customer_id: int, on: date) -> int | None:
        """Who owned a customer on a local date."""
        owner: int | None = _as_of(self.owners, customer_id, on)
        return owner

    def tier(self, customer_id: int, on: date) -> str | None:
        """In which tier a customer was on a local date."""
        tier: str | None = _as_of(self.tiers, customer_id, on)
        return tier

    def is_of(self, team_id: int, person_id: int, on: date) -> bool:
        """Whether somebody was in a team on a date: they have joined, and not left before it."""
        if (team_id, person_id) not in self.seats:
            return False
        left = self.seats[team_id, person_id]
        return left is None or left >= datetime.combine(on, time(), UTC)


def holdings_of(db: Connection, customer_ids: Collection[int]) -> Holdings:
    """What is known of some customers at the end of their mergers, and of everybody's places."""
    seats = {(row.team_id, row.person_id): row.left_at for row in db.execute(select(memberships))}
    ids = sorted(customer_ids)
    return Holdings(_dated(db, ownerships, "owner_id", ids), _dated(db, tierings, "tier", ids), seats)


def _dated(db: Connection, table: Table, what: str, ids: Sequence[int]) -> Dated:
    found: dict[int, tuple[list[date], list[Any]]] = {}
    for start in range(0, len(ids), AT_A_TIME):
        some = table.c.customer_id.in_(ids[start : start + AT_A_TIME])
        asked = select(table.c.customer_id, table.c.from_on, table.c[what]).where(some)
        for customer_id, day, value in db.execute(asked.order_by(table.c.from_on, table.c.id)):
            days, values = found.setdefault(customer_id, ([], []))
            days.append(day)
            values.append(value)
    return found


def _as_of(dated: Dated, customer_id: int, on: date) -> Any:
    days, values = dated.get(customer_id, ((), ()))
    place = bisect_right(days, on)
    return values[place - 1] if place else None
