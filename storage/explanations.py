"""What people ask about obligations: which were reminded of and when, what was settled last, how a period stands."""

from datetime import UTC, datetime, time, timedelta

from sqlalchemy import select

from sales.obligations import LAST_HOURS, Reason, State
from sales.periods import Period, named
from sales.records import dataclass
from storage.engine import Connection
from storage.leaves import KeptLeave, find_leave
from storage.obligations import Obligation, found_obligations, obligations
from storage.outages import Outage, outages_since
from storage.people import Person, people
from storage.reminders import reminders

BY_HAND = "by-"
"""How the step of a reminder begins that a manager sent; the local date follows."""

DAY = timedelta(days=1)
LONGEST = 183 * DAY
"""Within so many days of a period's beginning its reports are due, even for who is long on leave."""


@dataclass(frozen=True, slots=True)
class Reminded:
    """One reminder that was made: which step of the ladder, and when (aware)."""

    step: str
    made_at: datetime

    @property
    def is_by_hand(self) -> bool:
        """Whether a manager sent it."""
        return self.step.startswith(BY_HAND)


@dataclass(frozen=True, slots=True)
class Grounds:
    """What an obligation was reckoned from beside its rule: leave, outages that moved it, reminders as they were made.

    The leave may have been taken back since.
    """

    leave: KeptLeave | None
    outages: tuple[Outage, ...]
    reminded: tuple[Reminded, ...]


def grounds_of(db: Connection, owed: Obligation) -> Grounds:
    """What one obligation was reckoned from; three short questions at most."""
    leave = find_leave(db, owed.leave_id) if owed.leave_id else None
    near = outages_since(db, owed.ruled_due_at - LAST_HOURS) if owed.reason is Reason.OUTAGE else []
    made = select(reminders).where(reminders.c.obligation_id == owed.id).order_by(reminders.c.made_at)
    return Grounds(
        leave,
        tuple(down for down in near if down.began_at < owed.due_at),
        tuple(Reminded(row.step, row.made_at) for row in db.execute(made)),
    )


def lately_reminded(db: Connection, rep_id: int, since: datetime) -> list[Obligation]:
    """The obligations of a rep of which they were reminded after `since`, in whatever state, by due moment."""
    made = select(reminders.c.obligation_id).where(reminders.c.made_at > since)
    # What is reminded of is due about then; without the bound every obligation there ever was would be looked at.
    near = (obligations.c.rep_id == rep_id) & (obligations.c.due_at > since)
    return found_obligations(db, near, obligations.c.id.in_(made))


def last_settled(db: Connection, rep_id: int) -> Obligation | None:
    """What a rep sent, was excused from or let off last, by due moment; None for somebody who never owed anything."""
    done = obligations.c.state.in_([State.ON_TIME, State.LATE, State.EXCUSED, State.WAIVED])
    latest = select(obligations.c.id).where(obligations.c.rep_id == rep_id, done)
    newest = latest.order_by(obligations.c.due_at.desc()).limit(1).scalar_subquery()
    found = found_obligations(db, obligations.c.id == newest)
    return found[0] if found else None


def of_period(db: Connection, team_id: int, kind: str, period: Period) -> list[Obligation]:
    """Everybody's obligation in a team for one period of a type, by due moment and rep."""
    begins = datetime.combine(period.first, time(), UTC) - DAY
    due = (obligations.c.due_at >= begins) & (obligations.c.due_at < begins + LONGEST)
    of_kind = (obligations.c.type == kind) & (obligations.c.period == period.name)
    return found_obligations(db, obligations.c.team_id == team_id, due, of_kind)


def last_period_due(db: Connection, team_id: int, kind: str, now: datetime) -> Period | None:
    """The period whose report came due last in a team; None before the first one."""
    due = (obligations.c.team_id == team_id) & (obligations.c.type == kind) & (obligations.c.due_at <= now)
    latest = select(obligations.c.period).where(due).order_by(obligations.c.due_at.desc())
    return named(db.scalar(latest.limit(1)) or "")


def owner_of(db: Connection, owed: Obligation) -> Person:
    """Whose obligation it is, even if they have left the group since."""
    found = select(people.c.id, people.c.open_id, people.c.name).where(people.c.id == owed.rep_id)
    return Person(*db.execute(found).one())
