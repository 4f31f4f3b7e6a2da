"""What a leave, a ruling or a new time zone does to reports that are owed: carried out, or rehearsed and undone."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from sales.obligations import Reason, ReportType, State
from sales.records import dataclass
from storage import ledger, obligations
from storage.calendars import calendar_of
from storage.engine import Connection
from storage.gazettes import Gazettes
from storage.obligations import Obligation
from storage.people import Team, team_of_chat

AT_ONCE = 10
"""So many teams are reckoned while a person waits for the answer; more of them at the scheduler's next tick."""

_BACK, _AHEAD = timedelta(days=45), timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Change:
    """One obligation as it was before, and as it is after."""

    before: Obligation
    after: Obligation

    @property
    def excuses(self) -> bool:
        """Whether nobody owes it any more."""
        return self.after.state is State.EXCUSED

    @property
    def revives(self) -> bool:
        """Whether it was excused and is owed again."""
        return self.before.state is State.EXCUSED and not self.excuses


@dataclass(frozen=True, slots=True)
class Books:
    """What obligations are reckoned by at one instant (`now` is aware), inside a transaction."""

    db: Connection
    gazettes: Gazettes
    types: Sequence[ReportType]
    now: datetime

    def reckon(self, teams: Sequence[Team]) -> None:
        """Bring these teams' obligations up to date, by their settings as they are now in the database."""
        for stale in teams[:AT_ONCE]:
            if team := team_of_chat(self.db, stale.chat_id):
                ledger.reckon(self.db, team, calendar_of(self.db, self.gazettes, team), self.types, self.now)
        for stale in teams[AT_ONCE:]:
            ledger.forget_reckoning(self.db, stale.id)

    def rehearse(self, teams: Sequence[Team], act: Callable[[], object]) -> list[Change]:
        """What `act` would change for these teams; nothing of it is kept."""
        trial = self.db.begin_nested()
        try:
            return self.carry_out(teams, act)
        finally:
            trial.rollback()

    def carry_out(self, teams: Sequence[Team], act: Callable[[], object]) -> list[Change]:
        """Act, reckon, and give what that changed, by due moment; of no more than `AT_ONCE` teams."""
        stale = {team.id for team in ledger.stale_teams(self.db, self.now)}
        self.reckon([team for team in teams[:AT_ONCE] if team.id in stale])
        before = self._kept(teams)
        act()
        self.reckon(teams)
        after = self._kept(teams)
        pairs = [Change(before[key], after[key]) for key in before if key in after]
        return [each for each in pairs if _standing(each.before) != _standing(each.after)]

    def _kept(self, teams: Sequence[Team]) -> dict[int, Obligation]:
        span = (self.now - _BACK, self.now + _AHEAD)
        found = (obligations.due_between(self.db, *span, team_id=team.id) for team in teams[:AT_ONCE])
        return {each.id: each for of_team in found for each in of_team}


def _standing(owed: Obligation) -> tuple[datetime, bool]:
    return owed.due_at, owed.state is State.EXCUSED


def reopen_excused(db: Connection, leave_id: int, now: datetime) -> None:
    """What came due while this leave excused it is owed again: the leave was taken back."""
    excused = (obligations.obligations.c.leave_id == leave_id) & (obligations.obligations.c.state == State.EXCUSED)
    past = select(obligations.obligations.c.id).where(excused, obligations.obligations.c.due_at <= now)
    for obligation_id in db.scalars(past).all():
        if owed := obligations.get_obligation(db, obligation_id):
            obligations.reopen(db, owed, Reason.REOPENED)
