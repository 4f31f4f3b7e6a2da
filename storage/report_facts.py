"""What the records say of a rep's week or month: the facts a report begins with, in five questions whatever it holds.

A customer is named as the one it counts as now, after mergers; its number is that one's, too.
"""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, or_, select

from sales.calendar import DAY, Calendar
from sales.customers import Tier, is_quiet
from sales.records import dataclass
from sales.reports import Fact, FactKind
from storage.customers import customers
from storage.engine import Connection
from storage.follow_ups import FollowUp, done_over, missed_over
from storage.plans import State, plans_of
from storage.visits import visits, visits_of

DETAIL = 80
"""How many characters of a text a fact repeats; the record itself has all of it."""

MOST_QUIET = 30
"""How many quiet customers a report counts, those left alone longest first."""

_as_named = customers.alias("as_named")
_root = customers.alias("root")
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
        *_follow_ups(db, rep_id, span, today),
        *_plans(db, rep_id, span, today),
        *_customers(db, rep_id, span, min(span.end - DAY, today)),
    ]
    return sorted(found, key=lambda fact: (_ORDER.index(fact.kind), fact.on or date.min, int(fact.id[2:])))


def _visits(db: Connection, rep_id: int, span: Span) -> Iterator[Fact]:
    """Own ones and those the rep came along to."""
    for visit in visits_of(db, rep_id, span.first, span.end):
        kind = FactKind.VISIT if visit.rep_id == rep_id else FactKind.JOINT_VISIT
        said = visit.findings
        yield Fact(visit.number, kind, said.visited_on, visit.customer, said.outcome[:DETAIL])


def _follow_ups(db: Connection, rep_id: int, span: Span, today: date) -> Iterator[Fact]:
    """Done within the span, whenever they were due; or due within it and not done by its end."""
    done = done_over(db, span.first, span.end, rep_id=rep_id)
    for each in done:
        yield _follow_up(each, FactKind.FOLLOW_UP_DONE, each.settled_on)
    settled = {each.id for each in done}
    for each in missed_over(db, span.first, min(span.end, today), rep_id=rep_id):
        if each.id not in settled:
            yield _follow_up(each, FactKind.FOLLOW_UP_MISSED, each.due_on)


def _follow_up(each: FollowUp, kind: FactKind, on: date | None) -> Fact:
    return Fact(each.number, kind, on, each.customer, each.step[:DETAIL])


def _plans(db: Connection, rep_id: int, span: Span, today: date) -> Iterator[Fact]:
    """Planned visits that were paid, and those whose day went by."""
    for plan in plans_of(db, rep_id, span.first, span.end):
        if plan.state is State.DONE:
            yield Fact(plan.number, FactKind.PLAN_DONE, plan.planned_on, plan.customer, "")
        elif plan.state is State.MISSED or plan.planned_on < today:
            yield Fact(plan.number, FactKind.PLAN_MISSED, plan.planned_on, plan.customer, "")


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
    paid = visits.c.withdrawn_at.is_(None) & (visits.c.visited_on <= today)
    return (
        select(*columns, func.max(visits.c.visited_on).label("last_on"))
        .join(_as_named, or_(_as_named.c.root_id == _root.c.id, _as_named.c.id == _root.c.id))
        .outerjoin(visits, (visits.c.customer_id == _as_named.c.id) & paid)
        .where(_root.c.owner_id == rep_id, _root.c.merged_into.is_(None))
        .group_by(*columns)
    )
