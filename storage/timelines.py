"""What happened with a customer, and with all that were merged into it: the latest visits, the open next steps."""

from datetime import date

from sqlalchemy import func, select

from sales.records import dataclass
from storage.customers import counted_as
from storage.engine import Connection
from storage.follow_ups import follow_ups
from storage.people import people
from storage.visits import visits


@dataclass(frozen=True, slots=True)
class Call:
    """One visit in a timeline: `said` is its outcome, else its purpose."""

    id: int
    on: date
    kind: str
    rep: str
    said: str


@dataclass(frozen=True, slots=True)
class Promise:
    """A next step that is still open, and whose it is."""

    step: str
    on: date
    rep: str


@dataclass(frozen=True, slots=True)
class Rating:
    """The last willingness that was asked: `score` out of `of` points."""

    score: int
    of: int


_stands = visits.c.withdrawn_at.is_(None)


def last_calls(db: Connection, customer_id: int, most: int) -> list[Call]:
    """The latest standing visits, the last one first."""
    columns = (visits.c.id, visits.c.visited_on, visits.c.kind, people.c.name, visits.c.outcome, visits.c.purpose)
    asked = select(*columns).join(people, people.c.id == visits.c.rep_id)
    asked = asked.where(visits.c.customer_id.in_(counted_as(customer_id)), _stands)
    rows = db.execute(asked.order_by(visits.c.visited_on.desc(), visits.c.id.desc()).limit(most))
    return [Call(row.id, row.visited_on, row.kind, row.name, row.outcome or row.purpose) for row in rows]


def count_calls(db: Connection, customer_id: int) -> int:
    """How many standing visits there are."""
    mine = visits.c.customer_id.in_(counted_as(customer_id))
    return db.scalar(select(func.count()).select_from(visits).where(mine, _stands)) or 0


def last_rating(db: Connection, customer_id: int) -> Rating | None:
    """The willingness noted at the latest visit at which it was; None where it never was."""
    asked = select(visits.c.score, visits.c.score_of).where(visits.c.customer_id.in_(counted_as(customer_id)))
    rated = asked.where(_stands, visits.c.score.is_not(None), visits.c.score_of > 0)
    row = db.execute(rated.order_by(visits.c.visited_on.desc(), visits.c.id.desc()).limit(1)).one_or_none()
    return Rating(row.score, row.score_of) if row else None


def promises(db: Connection, customer_id: int, most: int) -> list[Promise]:
    """The open next steps, the earliest first."""
    asked = select(follow_ups.c.step, follow_ups.c.due_on, people.c.name)
    mine = follow_ups.c.customer_id.in_(counted_as(customer_id)) & follow_ups.c.settled_at.is_(None)
    rows = db.execute(
        asked.join(people, people.c.id == follow_ups.c.rep_id).where(mine).order_by(follow_ups.c.due_on).limit(most)
    )
    return [Promise(row.step, row.due_on, row.name) for row in rows]
