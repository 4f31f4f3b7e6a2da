"""How the invented company has reported: leave, four weeks of weekly reports with their reviews, a draft, and plans."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from playground.company import Company, Habit
from playground.history import CALENDAR, WEEKS, Desk, desk_of, founding_day, past_weeks
from sales.cadence import moment
from sales.obligations import MONTHLY, WEEKLY, ReportType, State
from sales.periods import DAY, Period, week_of
from sales.reports import Verdict, Wording
from sales.spans import Half, HalfDays
from storage import ledger, obligations, people, plans, reports
from storage.customers import find_or_add_customer
from storage.engine import Connection
from storage.leaves import add_leave
from storage.obligations import Obligation
from storage.report_facts import Span, facts_of
from storage.reports import Report

ON_TIME, LATE, MISSED = "o", "l", "m"
EARLY, TARDY = timedelta(minutes=95), timedelta(hours=15, minutes=40)
"""How long before its due moment a report usually comes, and how long after it one that is late."""

WORDINGS = (
    Wording("跑完了重点客户，二期报价都递出去了。", "两家嫌交期长。", "", "把样品送到，约两家签合同。"),
    Wording("新线上的客户多，演示排得满。", "", "演示机只有一台，想借一台。", "跟三家对比测试的结果。"),
    Wording("老客户维护为主，回款到了大半。", "一家对账对不上，财务在查。", "", "把差额对清，再约一次年度框架。"),
)
"""What reps write, taken in turn."""

DRAFT = Wording("二期报价客户认可，样品已寄。", "", "", "下周跟进试用反馈。")
"""What the first rep has written so far this week."""

COMMENTS = ((Verdict.READ, ""), (Verdict.EXCELLENT, "写得清楚，下周照这个来。"), (Verdict.READ, "交期我去和工厂谈。"))
ASKED_MORE = (Verdict.MORE, "漏了试用那家的进展，补一下。")
"""What managers say of reports, taken in turn; and what one of them said of a late one."""


@dataclass(frozen=True, slots=True)
class Calm:
    """By what the past is written: today's date on the teams' clocks, and what is owed in the house."""

    today: date
    zone: ZoneInfo
    types: Sequence[ReportType]

    @property
    def began_at(self) -> datetime:
        """When the first obligations were made."""
        return moment(founding_day(self.today), time(9, 30), self.zone)

    @property
    def week(self) -> Period:
        """The week in which the demonstration begins."""
        return week_of(self.today)


def write_reports(db: Connection, company: Company, calm: Calm) -> int:
    """Make what was owed from the beginning on, and what became of it; tell how many reports came."""
    _leave(db, company, calm)
    for squad in company.squads:
        team = people.team_of_chat(db, squad.chat.chat_id)
        if team:
            ahead = timedelta(days=(calm.today - founding_day(calm.today)).days)
            ledger.reckon(db, team, CALENDAR, calm.types, calm.began_at, ahead + ledger.AHEAD)
    written = 0
    for squad, rep, habit, _ in company.portfolios:
        boss, _seats = people.find_person(db, squad.manager.open_id)
        if boss:
            written += _past(db, desk_of(db, squad, rep), boss, habit, calm)
    obligations.mark_missed(db, moment(calm.today, time(8), calm.zone))
    return written


def _leave(db: Connection, company: Company, calm: Calm) -> None:
    """One rep was away for the first half of a week; another will be on the afternoon on which this week's is due."""
    squad = company.squads[0]
    away, leaving = [desk_of(db, squad, rep) for rep in list(squad.reps)[2:4]]
    monday, friday = past_weeks(calm.today)[-2].first, calm.week.first + 4 * DAY
    past = HalfDays(monday, Half.AM, monday + 2 * DAY, Half.PM)
    coming = HalfDays(friday, Half.PM, friday, Half.PM)
    add_leave(db, away.me.id, past, "回老家", away.me.id, moment(monday - 4 * DAY, time(11), calm.zone))
    add_leave(db, leaving.me.id, coming, "孩子家长会", leaving.me.id, moment(calm.today, time(8, 40), calm.zone))


def _past(db: Connection, desk: Desk, boss: people.Person, habit: Habit, calm: Calm) -> int:
    """The reports of one rep, week by week; what leave excused or a holiday swallowed is not written."""
    written = 0
    for back, (week, how) in enumerate(zip(past_weeks(calm.today), habit.reports, strict=True)):
        owed = obligations.find_obligation(db, desk.me.id, WEEKLY, week.name)
        if owed and owed.state is State.PENDING and how in (ON_TIME, LATE):
            at = owed.due_at + (TARDY if how == LATE else -EARLY)
            report = _sent(db, desk, owed, desk.me.id + back, at)
            obligations.settle(db, owed, at, desk.me.id)
            if back < WEEKS - 1 or desk.me.id % 2:
                said = ASKED_MORE if how == LATE else COMMENTS[(desk.me.id + back) % len(COMMENTS)]
                _reviewed(db, report, said, boss, calm.zone)
            written += 1
    return written + _past_months(db, desk, habit, calm)


def _past_months(db: Connection, desk: Desk, habit: Habit, calm: Calm) -> int:
    """Who was in time with the last week was with the month too; its reports nobody has reviewed yet."""
    if not habit.reports.endswith(ON_TIME) or MISSED in habit.reports:
        return 0
    span = calm.began_at, moment(calm.today, time(), calm.zone)
    due = obligations.due_between(db, *span, rep_id=desk.me.id, kind=MONTHLY, states=[State.PENDING])
    for owed in due:
        _sent(db, desk, owed, desk.me.id, owed.due_at - EARLY)
        obligations.settle(db, owed, owed.due_at - EARLY, desk.me.id)
    return len(due)


def _sent(db: Connection, desk: Desk, owed: Obligation, n: int, at: datetime) -> Report:
    zone = desk.team.zone
    report = reports.open_report(db, desk.me, desk.team.id, owed.type, owed.period, at)
    found = facts_of(db, desk.me.id, Span(owed.first_on, owed.last_on + DAY, zone, CALENDAR), owed.last_on)
    return reports.submit(db, report, WORDINGS[n % len(WORDINGS)], found, at)


def _reviewed(db: Connection, report: Report, said: tuple[Verdict, str], boss: people.Person, zone: ZoneInfo) -> None:
    """The manager looked at it the next working morning."""
    if report.submitted_at:
        next_day = CALENDAR.workday_after(report.submitted_at.astimezone(zone).date())
        reports.review(db, report, *said, boss, moment(next_day, time(8, 50), zone))


def write_plans(db: Connection, company: Company, calm: Calm) -> int:
    """What the first rep has begun: this week's draft, and visits planned for tomorrow; tell how many are planned."""
    squad, rep, _, mine = company.portfolios[0]
    desk, at = desk_of(db, squad, rep), moment(calm.today, time(8, 10), calm.zone)
    draft = reports.open_report(db, desk.me, desk.team.id, WEEKLY, calm.week.name, at)
    reports.save_draft(db, draft, DRAFT, at)
    tomorrow = CALENDAR.workday_after(calm.today)
    for name in mine[1:3]:
        customer = find_or_add_customer(db, name, desk.me.id, at)
        plan = plans.make_plan(db, desk.team, desk.me, customer, tomorrow, at)
        ledger.owe_visit(db, desk.team, desk.me, plan.number, tomorrow, CALENDAR)
    return len(mine[1:3])
