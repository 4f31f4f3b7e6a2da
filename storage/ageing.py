"""How old what is owed is: the sums by bucket, and the customers who owe most of what is overdue."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, func, select

from sales.money import ZERO, Money
from sales.receivables import Bucket
from sales.records import dataclass
from storage.accounts import owed, receivables
from storage.engine import Connection
from storage.receivables import Whose


@dataclass(frozen=True, slots=True)
class Age:
    """What stands in one bucket: how much, of how many shipments."""

    amount: Money = ZERO
    count: int = 0


@dataclass(frozen=True, slots=True)
class Debtor:
    """A customer who is late: how much of it is overdue, and since when the oldest is due."""

    customer_id: int
    customer: str
    overdue: Money
    since: date


def ageing(db: Connection, whose: Whose, today: date) -> Mapping[Bucket, Age]:
    """The buckets of what is open, all of them, in one question."""
    open_ones = owed.where(*whose.which).subquery()
    place = _place(open_ones.c.due_on, today)
    asked = select(place.label("place"), func.sum(open_ones.c.open).label("open"), func.count().label("n"))
    rows = db.execute(asked.group_by(place)).all()
    return dict.fromkeys(Bucket, Age()) | {Bucket(row.place): Age(row.open, row.n) for row in rows}


def debtors(db: Connection, whose: Whose, today: date, most: int) -> list[Debtor]:
    """The customers with the most overdue, the largest first; merged ones are one."""
    late = owed.where(*whose.which, receivables.c.due_on < today).subquery()
    summed = func.sum(late.c.open)
    who = (late.c.root, late.c.customer)
    asked = select(*who, summed.label("overdue"), func.min(late.c.due_on).label("since")).group_by(*who)
    rows = db.execute(asked.order_by(summed.desc(), late.c.root).limit(most))
    return [Debtor(row.root, row.customer, row.overdue, row.since) for row in rows]


def _place(due_on: ColumnElement[date], today: date) -> ColumnElement[Any]:
    """The fewest days of the bucket that a due date stands in, as `sales.receivables.bucket` has it."""
    oldest_first = sorted((each.value for each in Bucket if each.value), reverse=True)
    cases = [(due_on <= today - timedelta(days=days), days) for days in oldest_first]
    return case(*cases, else_=Bucket.NOT_DUE.value)
