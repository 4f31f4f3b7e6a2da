"""A team whose obligations are reckoned as of any moment, for tests that need no Feishu."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from sales.leaves import Leave
from sales.obligations import MONTHLY, WEEKLY, Every, ReportType
from sales.spans import Half, HalfDays
from storage import leaves, ledger, obligations
from storage.calendars import calendar_of
from storage.engine import Connection
from storage.gazettes import Gazettes
from storage.obligations import Obligation
from storage.uow import UnitOfWork
from tests.seeds import NOW, person, team_of

T = TypeVar("T")
SHANGHAI = ZoneInfo("Asia/Shanghai")
TYPES = (
    ReportType(WEEKLY, "周报", "weekly report", Every.WEEK, time(18)),
    ReportType(MONTHLY, "月报", "monthly report", Every.MONTH, time(12), workday=2),
)
WEEK = "2026-W10"
AM, PM = Half.AM, Half.PM


def at(clock: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    """A moment of 2026 on a team's wall clock, such as `03-06 18:00`."""
    return datetime.fromisoformat(f"2026-{clock.replace(' ', 'T')}").replace(tzinfo=zone)


def days(first: str, last: str = "", first_half: Half = AM, last_half: Half = PM) -> HalfDays:
    """A span of days of 2026 such as `03-02`, both ends counted."""
    begin, end = at(f"{first} 00:00"), at(f"{last or first} 00:00")
    return HalfDays(begin.date(), first_half, end.date(), last_half)


class Season:
    """A team's obligations in a database; `now` is the moment at which whatever is done happens."""

    def __init__(self, memory: UnitOfWork, chat_id: str = "oc_east") -> None:
        """Look at the team of a group, from the Monday on which it was founded."""
        self.memory = memory
        self.chat_id = chat_id
        self.gazettes = Gazettes()
        self.now = NOW

    def reckon(self, clock: str = "", ahead: timedelta = ledger.AHEAD) -> None:
        """Reckon the team's obligations, as of a moment of 2026 if one is named."""
        self.now = at(clock) if clock else self.now
        self.memory.write(lambda db: self.reckon_in(db, ahead))

    def reckon_in(self, db: Connection, ahead: timedelta = ledger.AHEAD) -> None:
        """The same inside somebody's transaction."""
        team = team_of(db, self.chat_id)
        ledger.reckon(db, team, calendar_of(db, self.gazettes, team), TYPES, self.now, ahead)

    def owed(self, period: str = WEEK, rep: str = "ou_li", kind: str = WEEKLY) -> Obligation | None:
        """What a rep owes for a period, if anything."""
        return self.memory.read(lambda db: obligations.find_obligation(db, person(db, rep).id, kind, period))

    def due(self, period: str = WEEK, rep: str = "ou_li", kind: str = WEEKLY) -> Obligation:
        """The same where there is something."""
        owed = self.owed(period, rep, kind)
        assert owed is not None
        return owed

    def every(self, rep: str = "ou_li") -> list[Obligation]:
        """Everything that a rep ever owed, by due moment."""
        first, end = at("01-01 00:00") - timedelta(days=400), at("12-31 00:00") + timedelta(days=400)
        return self.memory.read(
            lambda db: obligations.due_between(db, first, end, rep_id=person(db, rep).id, states=())
        )

    def away(self, span: HalfDays, rep: str = "ou_li", reason: str = "家里有事") -> Leave:
        """Let a rep be on leave, and reckon."""
        boss = "ou_boss"

        def enter(db: Connection) -> Leave:
            made = leaves.add_leave(db, person(db, rep).id, span, reason, person(db, boss).id, self.now)
            self.reckon_in(db)
            return made

        return self.memory.write(enter)

    def back(self, leave: Leave) -> None:
        """Take a leave back, and reckon."""

        def cancel(db: Connection) -> None:
            leaves.cancel_leave(db, leave.id, self.now)
            self.reckon_in(db)

        self.write(cancel)

    def miss(self, clock: str) -> None:
        """Count as missed what was missed by a moment."""
        self.now = at(clock)
        self.write(lambda db: obligations.mark_missed(db, self.now))

    def send(self, clock: str, period: str = WEEK, rep: str = "ou_li", kind: str = WEEKLY) -> Obligation:
        """Let a rep send a report at a moment."""
        owed = self.due(period, rep, kind)
        return self.memory.write(lambda db: obligations.settle(db, owed, at(clock)))

    def write(self, work: Callable[[Connection], T]) -> T:
        """Do anything to the database."""
        return self.memory.write(work)
