"""Whom each rep should visit: their customers with the last visit that anybody paid them, for any number of reps."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import func, select

from sales.calendar import Calendar
from sales.customers import Tier, due_next, is_quiet
from sales.records import dataclass
from storage.customers import counts_for, customers, owned_by, roots
from storage.engine import Connection
from storage.visits import visits


@dataclass(frozen=True, slots=True)
class Call:
    """A customer to be visited: whose (a person's id), its tier, and the date of the last visit."""

    rep_id: int
    customer_id: int
    customer: str
    tier: Tier | None
    last_on: date


def calls_due(db: Connection, rep_ids: Collection[int], today: date, calendar: Calendar) -> list[Call]:
    """The customers of these reps whose next visit is due by their tier, or who were left alone too long.

    By tier, A first, then who has waited longest. A customer that was never visited has no date to be due on. One
    question, whatever the number of reps.
    """
    due = [each for each in _last(db, rep_ids, today) if _is_due(each, today, calendar)]
    return sorted(due, key=lambda each: (each.tier or "Z", each.last_on, each.customer_id))


def _is_due(call: Call, today: date, calendar: Calendar) -> bool:
    on = due_next(call.last_on, call.tier, calendar)
    return (on is not None and on <= today) or is_quiet(call.last_on, call.tier, today, calendar)


def _last(db: Connection, rep_ids: Collection[int], today: date) -> list[Call]:
    columns = (roots.c.owner_id, roots.c.id, roots.c.name, roots.c.tier)
    paid = visits.c.withdrawn_at.is_(None) & (visits.c.visited_on <= today)
    asked = (
        select(*columns, func.max(visits.c.visited_on))
        .select_from(customers.join(roots, counts_for).join(visits, visits.c.customer_id == customers.c.id))
        .where(customers.c.id.in_(owned_by(sorted(rep_ids))), roots.c.owner_id.in_(sorted(rep_ids)), paid)
        .group_by(*columns)
    )
    rows = (tuple(row) for row in db.execute(asked))
    return [Call(rep, root, name, Tier(tier) if tier else None, last) for rep, root, name, tier, last in rows]
