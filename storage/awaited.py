"""What is awaited just now, and from whom: the questions behind reminders, each answered by an index."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, select

from sales.obligations import State
from sales.records import dataclass
from storage.engine import Connection
from storage.obligations import PENDING, Obligation, found_obligations, obligations
from storage.people import people, teams


@dataclass(frozen=True, slots=True)
class Waiting:
    """A pending obligation as far as its time is concerned: whose, in which team, and by when (aware, UTC)."""

    id: int
    type: str
    rep_id: int
    team_id: int
    due_at: datetime
    zone: ZoneInfo


def pending_query(first: datetime, end: datetime) -> Select[Any]:
    """The question of `pending_between`, for whoever wants to know how it is answered."""
    owed = obligations.c
    # Written out as in the partial index, which is short: what was ever settled is not in it.
    due = (owed.due_at >= first) & (owed.due_at < end) & (owed.state == PENDING)
    return (
        select(owed.id, owed.type, owed.rep_id, owed.team_id, owed.due_at, teams.c.timezone)
        .join(teams, teams.c.id == owed.team_id)
        .where(due, teams.c.closed_at.is_(None))
        .order_by(owed.due_at, owed.id)
    )


def pending_between(db: Connection, first: datetime, end: datetime) -> list[Waiting]:
    """What is pending and due in `[first, end)` in any team that is not at rest, by due moment."""
    rows = db.execute(pending_query(first, end))
    return [Waiting(row.id, row.type, row.rep_id, row.team_id, row.due_at, ZoneInfo(row.timezone)) for row in rows]


def hold_pending(db: Connection, obligation_ids: Iterable[int]) -> list[Obligation]:
    """Those of these obligations that are still pending, held until the commit: who settles one waits for it."""
    ids = obligations.c.id.in_(list(obligation_ids)) & (obligations.c.state == State.PENDING)
    held = db.scalars(select(obligations.c.id).where(ids).order_by(obligations.c.id).with_for_update())
    return obligations_of(db, held)


def obligations_of(db: Connection, obligation_ids: Iterable[int]) -> list[Obligation]:
    """Obligations by their ids, by due moment and rep."""
    return found_obligations(db, obligations.c.id.in_(list(obligation_ids)))


def open_ids(db: Connection, person_ids: Iterable[int]) -> dict[int, str]:
    """The open_ids of people by their ids."""
    rows = db.execute(select(people.c.id, people.c.open_id).where(people.c.id.in_(list(person_ids))))
    return {row.id: row.open_id for row in rows}


def lately_due(
    db: Connection, rep_ids: Iterable[int], kinds: Iterable[str], first: datetime, end: datetime
) -> list[Obligation]:
    """What these reps owed of some types with a due moment in `[first, end)`, in whatever state, the oldest first."""
    whose: ColumnElement[bool] = obligations.c.rep_id.in_(list(rep_ids)) & obligations.c.type.in_(list(kinds))
    return found_obligations(db, whose, obligations.c.due_at >= first, obligations.c.due_at < end)
