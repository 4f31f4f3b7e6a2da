"""What waits for somebody's decision, and who decides in whose place.

Whoever changes rows of an order holds the order first, so that of two who decide at once one comes second.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    ForeignKey,
    Integer,
    Select,
    String,
    Table,
    delete,
    insert,
    literal_column,
    select,
    update,
)

from sales.discounts import Judgement, Level, Over
from sales.money import Money
from sales.orders import Kind
from sales.records import dataclass
from storage.engine import AnyRow, Connection, UTCDateTime, insert_into, metadata, partial_index
from storage.orders import orders
from storage.people import Person, people

OPEN: ColumnElement[bool] = literal_column("decision IS NULL")
"""Written out, not bound: SQLite uses a partial index only if it can read the condition."""

approvals = Table(
    "approvals",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("order_id", ForeignKey("orders.id"), nullable=False, index=True),
    Column("mark", String(64), nullable=False),
    Column("level", String(16), nullable=False),
    Column("approver_id", ForeignKey("people.id"), nullable=False),
    Column("stands_in_for", ForeignKey("people.id")),
    Column("over", JSON, nullable=False),
    Column("asked_by", ForeignKey("people.id"), nullable=False),
    Column("asked_at", UTCDateTime, nullable=False),
    Column("reminded_at", UTCDateTime),
    Column("handed_at", UTCDateTime),
    Column("decision", String(16)),
    Column("decided_by", ForeignKey("people.id")),
    Column("decided_at", UTCDateTime),
    Column("reason", String(500), nullable=False),
    partial_index("ix_approvals_open", OPEN, "approver_id"),
    sqlite_autoincrement=True,
)
"""`mark` is the content that was asked about; `over` says by how much, line by line; `decision` is approved, rejected,
returned, passed (to the next level) or void."""

deputies = Table(
    "deputies",
    metadata,
    Column("person_id", ForeignKey("people.id"), primary_key=True),
    Column("deputy_id", ForeignKey("people.id"), nullable=False),
    Column("named_at", UTCDateTime, nullable=False),
)


class Decision(StrEnum):
    """What became of a question: decided, passed on to the next level, or void since the order was changed."""

    APPROVED = "approved"
    REJECTED = "rejected"
    RETURNED = "returned"
    PASSED = "passed"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked: about which content (`mark`) of which order, judged how, for whom (`by` submitted it), when."""

    order_id: int
    mark: str
    judged: Judgement
    by: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Approval:
    """One question to one person, `approver`; `level` is the level at which they decide.

    `stands_in_for` is the id of whoever should have decided. Undecided while `decision` is None; `decided_by` is a
    name then, empty where the system did it.
    """

    id: int
    team_id: int
    ask: Ask
    level: Level
    approver: Person
    stands_in_for: int | None
    reminded_at: datetime | None
    handed_at: datetime | None
    decision: Decision | None
    decided_by: str
    decided_at: datetime | None
    reason: str

    @property
    def order_id(self) -> int:
        """The order that it is about."""
        return self.ask.order_id

    @property
    def judged(self) -> Judgement:
        """What the matrix said when it was asked."""
        return self.ask.judged


_UNDECIDED = approvals.c.decision.is_(None)
_deciders = people.alias("deciders")
_rows: Select[Any] = (
    select(approvals, orders.c.team_id, people.c.open_id, people.c.name, _deciders.c.name.label("decider"))
    .join(orders, orders.c.id == approvals.c.order_id)
    .join(people, people.c.id == approvals.c.approver_id)
    .outerjoin(_deciders, _deciders.c.id == approvals.c.decided_by)
    .order_by(approvals.c.id)
)


def open_approval(db: Connection, ask: Ask, level: Level, approver: Person, stands_in_for: int | None) -> Approval:
    """Keep a question that somebody is asked."""
    row = {"order_id": ask.order_id, "mark": ask.mark, "level": level.value, "approver_id": approver.id}
    row |= {"stands_in_for": stands_in_for, "over": _told(ask.judged), "asked_by": ask.by, "asked_at": ask.at}
    key = db.execute(insert(approvals), row | {"reason": ""}).inserted_primary_key or (0,)
    return _approval(db.execute(_rows.where(approvals.c.id == key[0])).one())


def find_approval(db: Connection, approval_id: int) -> Approval | None:
    """A question by its id, decided or not."""
    row = db.execute(_rows.where(approvals.c.id == approval_id)).one_or_none()
    return _approval(row) if row else None


def asked_about(db: Connection, order_id: int) -> list[Approval]:
    """Every question that was ever asked about an order, the oldest first."""
    return [_approval(row) for row in db.execute(_rows.where(approvals.c.order_id == order_id))]


def open_about(db: Connection, order_id: int) -> list[Approval]:
    """The questions about an order that nobody has decided."""
    return [_approval(row) for row in db.execute(_rows.where(approvals.c.order_id == order_id, _UNDECIDED))]


def waiting(db: Connection, approver_id: int | None = None) -> list[Approval]:
    """What waits for one person, or (None) for anybody, the oldest first."""
    whose = () if approver_id is None else (approvals.c.approver_id == approver_id,)
    return [_approval(row) for row in db.execute(_rows.where(_UNDECIDED, *whose))]


def close(
    db: Connection, order_id: int, decision: Decision, by: int | None, at: datetime, reason: str = ""
) -> list[Approval]:
    """Settle everything open about a held order at once, by a person (None: the system); gives what was open."""
    found = open_about(db, order_id)
    values = {"decision": decision.value, "decided_by": by, "decided_at": at, "reason": reason}
    db.execute(update(approvals).where(approvals.c.id.in_([each.id for each in found])).values(**values))
    return found


def take_reminders(db: Connection, approval_ids: Iterable[int], at: datetime) -> list[int]:
    """Claim the one reminder of each of these; gives the ids of those still open that had none yet."""
    mine = approvals.c.id.in_(sorted(approval_ids))
    free = select(approvals.c.id).where(mine, _UNDECIDED, approvals.c.reminded_at.is_(None)).order_by(approvals.c.id)
    ids = [row.id for row in db.execute(free.with_for_update())]
    db.execute(update(approvals).where(approvals.c.id.in_(ids)).values(reminded_at=at))
    return ids


def take_handing_over(db: Connection, approval_id: int, at: datetime) -> bool:
    """Claim the handing over of an open question of a held order; False when it was claimed or decided before."""
    free = (approvals.c.id == approval_id) & _UNDECIDED & approvals.c.handed_at.is_(None)
    return db.scalar(update(approvals).where(free).values(handed_at=at).returning(approvals.c.id)) is not None


def name_deputy(db: Connection, person: Person, deputy: Person, at: datetime) -> None:
    """Let somebody decide for a person while they are away, in place of whoever was named before."""
    row = insert_into(db, deputies).values(person_id=person.id, deputy_id=deputy.id, named_at=at)
    again = {"deputy_id": deputy.id, "named_at": at}
    db.execute(row.on_conflict_do_update(index_elements=["person_id"], set_=again))


def drop_deputy(db: Connection, person: Person) -> bool:
    """Let nobody stand in any more; tells whether somebody did."""
    return (
        db.scalar(delete(deputies).where(deputies.c.person_id == person.id).returning(deputies.c.person_id)) is not None
    )


def deputy_of(db: Connection, person_id: int) -> Person | None:
    """Who was named to decide in a person's place."""
    named = select(people.c.id, people.c.open_id, people.c.name).join(deputies, deputies.c.deputy_id == people.c.id)
    row = db.execute(named.where(deputies.c.person_id == person_id)).one_or_none()
    return Person(*row) if row else None


def _approval(row: AnyRow) -> Approval:
    ask = Ask(row.order_id, row.mark, _judged(row.over), row.asked_by, row.asked_at)
    approver = Person(row.approver_id, row.open_id, row.name)
    decision = Decision(row.decision) if row.decision else None
    handled = (row.stands_in_for, row.reminded_at, row.handed_at, decision)
    by = (row.decider or "", row.decided_at, row.reason)
    return Approval(row.id, row.team_id, ask, Level(row.level), approver, *handled, *by)


def _told(judged: Judgement) -> dict[str, Any]:
    """A judgement as JSON; money in minor units."""
    lines = [
        asdict(over) | {"from_amount": over.from_amount.minor, "joint_list": over.joint_list.minor}
        for over in judged.over
    ]
    return {"own": judged.own.value, "kind": judged.kind.value, "lines": lines}


def _judged(told: Mapping[str, Any]) -> Judgement:
    over = (_over(line) for line in told["lines"])
    return Judgement(Level(told["own"]), tuple(over), Kind(told["kind"]))


def _over(told: Mapping[str, Any]) -> Over:
    money = {name: Money(told[name]) for name in ("from_amount", "joint_list")}
    return Over(**{**told, **money, "level": Level(told["level"]), "joined": tuple(told["joined"])})
