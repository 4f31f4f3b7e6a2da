"""What the records say of a rep's week or month: the facts a report begins with. Four questions, whatever it holds.

A customer is named as the one it counts as now, after mergers; its number is that one's, too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, literal_column, or_, select, union_all

from sales.calendar import DAY, Calendar
from sales.customers import Tier, is_quiet
from sales.reports import Fact, FactKind
from storage.customers import customers
from storage.engine import AnyRow, Connection
from storage.follow_ups import follow_ups
from storage.plans import plans
from storage.visits import visits

DETAIL = 80
"""How many characters of a text a fact repeats; the record itself has all of it."""

MOST_QUIET = 30
"""How many quiet customers a report counts, those left alone longest first."""

_as_named = customers.alias("as_named")
_root = customers.alias("root")
_counts_as = _root.c.id == func.coalesce(_as_named.c.root_id, _as_named.c.id)
_standing = visits.c.withdrawn_at.is_(None)
_ORDER = tuple(FactKind)


@dataclass(frozen=True, slots=True)
class Span:
    """The half-open local dates `[first, end)` that a report is about, on the wall clock of its team."""

    first: date
    end: date
    zone: ZoneInfo
    calendar: Calendar

    def holds(self, at: datetime) -> bool:
        """Whether an instant lies in the span."""
        return self.first <= at.astimezone(self.zone).date() < self.end


def facts_of(db: Connection, rep_id: int, span: Span, today: date) -> list[Fact]:
    """The facts of a rep as they are known on `today`, by kind and date.

    A rep in two teams has one report: it holds what they did in both. What is due is missed from the day after.
    """
    found = [
        *_visits(db, rep_id, span),
        *_follow_ups(db, rep_id, span, min(span.end, today)),
        *_plans(db, rep_id, span, min(span.end, today)),
        *_customers(db, rep_id, span, min(span.end - DAY, today)),
    ]
    return sorted(found, key=lambda fact: (_ORDER.index(fact.kind), fact.on or date.min, int(fact.id[2:])))


def _visits(db: Connection, rep_id: int, span: Span) -> Iterator[Fact]:
    """Own ones and those the rep came along to."""
    said = (visits.c.id, visits.c.visited_on, visits.c.outcome, visits.c.customer_id)
    within = _standing & (visits.c.visited_on >= span.first) & (visits.c.visited_on < span.end)
    own = select(*said, literal_column("1").label("own")).where(visits.c.rep_id == rep_id, within)
    joint = select(*said, literal_column("0").label("own")).where(visits.c.companion_id == rep_id, within)
    both = union_all(own, joint.where(visits.c.rep_id != rep_id)).subquery()
    found = select(both, _root.c.name).join(_as_named, _as_named.c.id == both.c.customer_id).join(_root, _counts_as)
    for row in db.execute(found):
        kind = FactKind.VISIT if row.own else FactKind.JOINT_VISIT
        yield Fact(f"V-{row.id}", kind, row.visited_on, row.name, row.outcome[:DETAIL])


def _follow_ups(db: Connection, rep_id: int, span: Span, today: date) -> Iterator[Fact]:
    """Done within the span, whenever they were due; or due within it and not done by its end."""
    done = (follow_ups.c.state == "done") & (follow_ups.c.settled_on >= span.first)
    due = (follow_ups.c.state == "open") & (follow_ups.c.due_on >= span.first) & (follow_ups.c.due_on < today)
    found = _with_customer(select(follow_ups, _root.c.name), follow_ups.c.customer_id)
    for row in db.execute(found.where(follow_ups.c.rep_id == rep_id, or_(done, due))):
        if fact := _follow_up(row, span, today):
            yield fact


def _follow_up(row: AnyRow, span: Span, today: date) -> Fact | None:
    detail = row.step[:DETAIL]
    if row.state == "done" and row.settled_on < span.end:
        return Fact(f"F-{row.id}", FactKind.FOLLOW_UP_DONE, row.settled_on, row.name, detail)
    if span.first <= row.due_on < today:
        return Fact(f"F-{row.id}", FactKind.FOLLOW_UP_MISSED, row.due_on, row.name, detail)
    return None


def _plans(db: Connection, rep_id: int, span: Span, today: date) -> Iterator[Fact]:
    """Planned visits that were paid, and those whose day went by; moved and dropped ones are no plans of that day."""
    within = (plans.c.planned_on >= span.first) & (plans.c.planned_on < span.end)
    still = plans.c.settled_at.is_(None) & (plans.c.planned_on < today)
    found = _with_customer(select(plans, _root.c.name), plans.c.customer_id)
    for row in db.execute(found.where(plans.c.rep_id == rep_id, within, plans.c.visit_id.is_not(None) | still)):
        kind = FactKind.PLAN_DONE if row.visit_id else FactKind.PLAN_MISSED
        yield Fact(f"P-{row.id}", kind, row.planned_on, row.name, "")


def _customers(db: Connection, rep_id: int, span: Span, today: date) -> Iterator[Fact]:
    """Of the customers that are the rep's: those they brought in within the span, and those left alone too long."""
    quiet = []
    for row in db.execute(_owned(rep_id, today)):
        if row.created_by == rep_id and span.holds(row.created_at):
            on = row.created_at.astimezone(span.zone).date()
            yield Fact(f"C-{row.id}", FactKind.NEW_CUSTOMER, on, row.name, row.tier or "")
        elif is_quiet(row.last_on, Tier(row.tier) if row.tier else None, today, span.calendar):
            quiet.append(Fact(f"C-{row.id}", FactKind.QUIET_CUSTOMER, row.last_on, row.name, row.tier or ""))
    yield from sorted(quiet, key=lambda fact: (fact.on or date.min, fact.id))[:MOST_QUIET]


def _owned(rep_id: int, today: date) -> Select[tuple[object, ...]]:
    """The rep's customers with the date of the last visit that anybody paid them up to a day."""
    columns = (_root.c.id, _root.c.name, _root.c.tier, _root.c.created_at, _root.c.created_by)
    paid = (visits.c.customer_id == _as_named.c.id) & _standing & (visits.c.visited_on <= today)
    return (
        select(*columns, func.max(visits.c.visited_on).label("last_on"))
        .join(_as_named, or_(_as_named.c.root_id == _root.c.id, _as_named.c.id == _root.c.id))
        .outerjoin(visits, paid)
        .where(_root.c.owner_id == rep_id, _root.c.merged_into.is_(None))
        .group_by(*columns)
    )


def _with_customer(rows: Select[tuple[object, ...]], customer_id: object) -> Select[tuple[object, ...]]:
    return rows.join(_as_named, _as_named.c.id == customer_id).join(_root, _counts_as)
