"""The ledger of obligations, kept in step with what it follows from: the team's people, calendar, leave and outages.

Reckoning is idempotent, and may be done at any time by anybody. It makes what will be owed, moves what is still ahead,
and excuses what leave or leaving has ended. What was sent, waived or has come due stays as it is, but for two
kindnesses: leave told afterwards excuses a miss, and an outage over the due moment moves it.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache, partial

from sqlalchemy import delete, select, update

from sales.calendar import Calendar
from sales.leaves import Attendance, Leave
from sales.obligations import VISIT, Duty, Reason, ReportType, State, duty, for_person, owes_from, spared, visit_due
from sales.periods import Period
from sales.records import dataclass
from sales.roles import Role
from storage import obligations
from storage.engine import Connection
from storage.leaves import leaves_of
from storage.obligations import Obligation
from storage.outages import Outage, outages_since
from storage.people import Person, Team, memberships, open_teams, team_of_chat, teams
from storage.reminders import reminders

AHEAD = timedelta(days=35)
"""How far ahead obligations are made."""

BACK = timedelta(days=45)
"""How far back leave told late still excuses: a month's report is due in the month after."""

SETTLED = (State.ON_TIME, State.LATE, State.WAIVED)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What one reckoning of one team goes by."""

    team: Team
    calendar: Calendar
    now: datetime
    outages: Sequence[Outage]

    def wanted(self, owed: Duty, period: Period, attendance: Attendance) -> Duty:
        """What somebody owes, with their leave and the outages counted in."""
        mine = for_person(owed, period, attendance, self.team.zone)
        return mine if mine.state is State.EXCUSED else spared(mine, self.outages)


def reckon(
    db: Connection,
    team: Team,
    calendar: Calendar,
    types: Sequence[ReportType],
    now: datetime,
    ahead: timedelta = AHEAD,
) -> None:
    """Bring a team's obligations up to date as of `now` (aware), with those of the next days up to `ahead`."""
    today = now.astimezone(team.zone).date()
    sheet = _Sheet(team, calendar, now, outages_since(db, now - BACK))
    reps = _reps(db, team)
    leaves = leaves_of(db, reps, today - BACK, today + ahead)
    kept = {(each.rep_id, each.type, each.period): each for each in _kept(db, reps, today)}
    owed = [pair for kind in types for pair in _periods(kind, today, ahead, sheet)]
    owes = cache(partial(owes_from, calendar=calendar))  # most reps joined on the same day
    new: list[tuple[int, int, Duty]] = []
    for rep, since in reps.items():
        attendance = Attendance(calendar, leaves.get(rep, ()))
        for period, kind, base in owed:
            old = kept.get((rep, kind.name, period.name))
            mine = base if base and owes(since, period) else None
            wanted = sheet.wanted(mine, period, attendance) if mine else None
            if old:
                _follow(db, old, wanted, sheet)
            elif wanted and wanted.due_at > now:
                new.append((team.id, rep, wanted))
    _reckon_visits(db, [each for each in kept.values() if each.type == VISIT], leaves, sheet)
    obligations.add_duties(db, new, calendar.version)
    _let_go(db, team, reps, now)
    db.execute(update(teams).where(teams.c.id == team.id).values(reckoned_on=today))


def stale_teams(db: Connection, now: datetime) -> list[Team]:
    """The teams whose obligations have not been reckoned on their local date, or must be again."""
    reckoned = dict(tuple(row) for row in db.execute(select(teams.c.id, teams.c.reckoned_on)))
    return [team for team in open_teams(db) if reckoned[team.id] != now.astimezone(team.zone).date()]


def hold_stale(db: Connection, team: Team, now: datetime) -> Team | None:
    """The team, held until the commit, unless somebody else has reckoned it meanwhile. For a write only."""
    held = db.execute(select(teams.c.reckoned_on).where(teams.c.id == team.id).with_for_update()).scalar_one()
    return None if held == now.astimezone(team.zone).date() else team_of_chat(db, team.chat_id)


def forget_reckoning(db: Connection, team_id: int | None = None) -> None:
    """Have a team (None: every team) reckoned again at the next tick."""
    every = update(teams).values(reckoned_on=None)
    db.execute(every if team_id is None else every.where(teams.c.id == team_id))


def let_rest(db: Connection, team: Team, now: datetime) -> None:
    """Excuse what is pending in a team whose group the bot has left; who is in another team owes it there."""
    _let_go(db, team, (), now)


def file_visit(
    db: Connection, team: Team, rep: Person, number: str, visited_on: date, at: datetime, calendar: Calendar
) -> None:
    """Note that a visit (`V-12`) was reported at `at`: that was owed by noon of the rep's next working morning."""
    due = visit_due(visited_on, Attendance(calendar), team.zone)
    owed = _visit_duty(number, visited_on, due, calendar)
    if at > due:
        # Only who seems late needs their leave and the outages looked up.
        leaves = leaves_of(db, [rep.id], visited_on, visited_on + BACK).get(rep.id, ())
        due = visit_due(visited_on, Attendance(calendar, leaves), team.zone)
        owed = spared(_visit_duty(number, visited_on, due, calendar), outages_since(db, at - BACK))
    obligations.add_settled(db, team.id, rep.id, owed, calendar.version, at)


def owe_visit(db: Connection, team: Team, rep: Person, number: str, planned_on: date, calendar: Calendar) -> None:
    """Make the obligation to report a planned visit (`P-7`)."""
    leaves = leaves_of(db, [rep.id], planned_on, planned_on + BACK).get(rep.id, ())
    due = visit_due(planned_on, Attendance(calendar, leaves), team.zone)
    owed = _visit_duty(number, planned_on, due, calendar)
    obligations.add_duties(db, [(team.id, rep.id, owed)], calendar.version)


def _visit_duty(number: str, on: date, due: datetime, calendar: Calendar) -> Duty:
    return Duty(VISIT, number, on, on, due, due, calendar.is_provisional(on, due.date()))


def _reps(db: Connection, team: Team) -> dict[int, date]:
    """The reps whose reports belong to this team, and the local date since when they are in it.

    Who is a rep in two teams reports once, in the one they joined first.
    """
    here = select(memberships.c.person_id).where(memberships.c.team_id == team.id)
    rows = db.execute(
        select(memberships.c.person_id, memberships.c.team_id, memberships.c.joined_at, teams.c.founded_at)
        .join(teams, teams.c.id == memberships.c.team_id)
        .where(memberships.c.person_id.in_(here), memberships.c.left_at.is_(None), memberships.c.role == Role.REP)
        .where(teams.c.founded_at.is_not(None), teams.c.closed_at.is_(None))
        .order_by(memberships.c.joined_at, memberships.c.team_id)
    )
    homes: dict[int, tuple[int, datetime]] = {}
    for person, where, joined, founded in rows:
        homes.setdefault(person, (where, max(joined, founded)))
    return {person: at.astimezone(team.zone).date() for person, (where, at) in homes.items() if where == team.id}


def _kept(db: Connection, reps: dict[int, date], today: date) -> list[Obligation]:
    return obligations.for_periods(db, list(reps), today - BACK)


def _periods(
    kind: ReportType, today: date, ahead: timedelta, sheet: _Sheet
) -> Iterator[tuple[Period, ReportType, Duty | None]]:
    """Every period of a kind that leave can still excuse or that will be owed soon, with what anybody owes for it."""
    period = kind.period_of(today - BACK)
    while period.first <= today + ahead:
        yield period, kind, duty(kind, period, sheet.calendar, sheet.team.zone)
        period = period.after


def _follow(db: Connection, old: Obligation, wanted: Duty | None, sheet: _Sheet) -> None:
    """Let one obligation follow what is wanted now, as far as it may still move."""
    if old.state in SETTLED or old.reason is Reason.WITHDRAWN:
        return
    if old.due_at <= sheet.now:
        _forgive(db, old, wanted, sheet)
    elif wanted is None:
        if old.state is State.PENDING:
            obligations.excuse(db, old, Reason.CLOSED, sheet.now)
    elif _differs(old, wanted, sheet) and (wanted.due_at > sheet.now or wanted.state is State.EXCUSED):
        # A ruling on a day that has begun must not make anybody late: what would be due in the past stays as it was.
        _move(db, old, wanted, sheet)


def _forgive(db: Connection, old: Obligation, wanted: Duty | None, sheet: _Sheet) -> None:
    """What has come due moves no more, but for leave told late and for an outage over the due moment."""
    if wanted is None or not old.is_open:
        return
    on_leave = wanted.state is State.EXCUSED and wanted.reason is Reason.LEAVE
    was_down = wanted.reason is Reason.OUTAGE and wanted.ruled_due_at == old.ruled_due_at
    if on_leave or (was_down and wanted.due_at > old.due_at):
        _move(db, old, wanted, sheet)


def _differs(old: Obligation, wanted: Duty, sheet: _Sheet) -> bool:
    now_held = (old.team_id, old.due_at, old.state, old.reason, old.first_on, old.provisional, old.calendar_version)
    would_be = (sheet.team.id, wanted.due_at, wanted.state, wanted.reason, wanted.first_on, wanted.provisional)
    return now_held != (*would_be, sheet.calendar.version)


def _move(db: Connection, old: Obligation, wanted: Duty, sheet: _Sheet) -> None:
    obligations.move_duty(db, old, sheet.team.id, wanted, sheet.calendar.version)
    if old.due_at != wanted.due_at:
        # A new due moment is reminded of anew.
        db.execute(delete(reminders).where(reminders.c.obligation_id == old.id))


def _reckon_visits(
    db: Connection, kept: Sequence[Obligation], leaves: Mapping[int, Sequence[Leave]], sheet: _Sheet
) -> None:
    """Planned visits wait for a report until noon of the next working morning, whichever that turns out to be."""
    for old in kept:
        if old.state is State.PENDING and old.due_at > sheet.now:
            attendance = Attendance(sheet.calendar, leaves.get(old.rep_id, ()))
            due = visit_due(old.first_on, attendance, sheet.team.zone)
            wanted = spared(_visit_duty(old.period, old.first_on, due, sheet.calendar), sheet.outages)
            if _differs(old, wanted, sheet):
                _move(db, old, wanted, sheet)


def _let_go(db: Connection, team: Team, reps: Collection[int], now: datetime) -> None:
    """Excuse those who are no rep here any more; what they owe goes with them to the team they are in now."""
    for old in obligations.pending_of_others(db, team.id, reps):
        home = _home(db, old.rep_id)
        if home is None:
            obligations.excuse(db, old, Reason.LEFT, now)
        elif home != team.id:
            forget_reckoning(db, home)


def _home(db: Connection, rep_id: int) -> int | None:
    found = (
        select(memberships.c.team_id)
        .join(teams, teams.c.id == memberships.c.team_id)
        .where(memberships.c.person_id == rep_id, memberships.c.left_at.is_(None), memberships.c.role == Role.REP)
        .where(teams.c.founded_at.is_not(None), teams.c.closed_at.is_(None))
        .order_by(memberships.c.joined_at, memberships.c.team_id)
    )
    team_id: int | None = db.scalar(found.limit(1))
    return team_id
