"""What a report is about: whose it is, of which type and period, what is owed for it and what is written so far."""

from dataclasses import replace
from datetime import datetime, time

from bot.context import Context
from bot.errors import Refusal
from bot.form import OUTDATED
from bot.text import Text, same
from bot.words import span
from sales import periods
from sales import reports as rules
from sales.cadence import moment
from sales.obligations import LONG_PAST, MONTHLY, WEEKLY, Every, ReportType, State
from sales.periods import Period
from sales.records import dataclass
from sales.reports import Fact, Verdict
from sales.roles import Role
from storage import people, report_facts
from storage.obligations import Obligation, find_obligation, open_obligations
from storage.people import Person, Team
from storage.report_facts import Span
from storage.reports import Report, find_report

HAND_IN = Text("交", "report")
"""The command for a report of any type."""

COMMANDS = {WEEKLY: Text("周报", "weekly"), MONTHLY: Text("月报", "monthly")}
"""The commands of the types that every installation has."""


@dataclass(frozen=True, slots=True)
class Subject:
    """One report, begun or not. `owed` is None when none was ever owed, `report` when nothing is written."""

    rep: Person
    kind: ReportType
    period: Period
    team: Team
    owed: Obligation | None
    report: Report | None

    @property
    def title(self) -> Text:
        """What it is called: `周报 2026-W10`."""
        return Text("{name} {period}", "{name} {period}").fill(name=name_of(self.kind), period=self.period.name)

    @property
    def days(self) -> Text:
        """From when to when, and whose."""
        return Text("{rep} · {days}", "{rep} · {days}").fill(rep=same(self.rep.name), days=self.when)

    @property
    def when(self) -> Text:
        """From when to when; a week after weeks off covers those, too."""
        return span(self.owed.first_on if self.owed else self.period.first, self.period.end)

    @property
    def asked(self) -> str:
        """What one types to get to it."""
        word = COMMANDS.get(self.kind.name)
        return f"{word.zh if word else f'{HAND_IN.zh} {self.kind.zh}'} {self.period.name}"

    @property
    def is_let_off(self) -> bool:
        """Whether it was owed but is not any more: for leave, or by the manager's word."""
        return self.owed is not None and self.owed.state in (State.EXCUSED, State.WAIVED)

    @property
    def due_at(self) -> datetime | None:
        """When it is due, on the team's wall clock; None when nothing is owed."""
        return self.owed.due_at.astimezone(self.team.zone) if self.owed else None

    @property
    def locked_at(self) -> datetime:
        """From when on a change needs a reason; one that nobody asked for is open for a day after it came."""
        submitted = self.report.submitted_at if self.report else None
        base = self.due_at or submitted or moment(self.period.end, time(0), self.team.zone)
        return rules.changeable_until(base).astimezone(self.team.zone)

    def is_locked(self, at: datetime) -> bool:
        """Whether a change of what is handed in needs a reason now: not when the manager asked for more."""
        if self.report is None or not self.report.is_submitted:
            return False
        asked_for_more = self.report.review is not None and self.report.review.verdict is Verdict.MORE
        return at >= self.locked_at and not asked_for_more

    def is_long_past(self, at: datetime) -> bool:
        """Whether it never came and is so old that the manager must let it come."""
        if self.report and (self.report.is_submitted or _lasts(self.report.allowed_until, at)):
            return False
        due = self.due_at or moment(self.period.end, time(0), self.team.zone)
        return at > rules.acceptable_until(due)


def _lasts(until: datetime | None, at: datetime) -> bool:
    return until is not None and at <= until


def name_of(kind: ReportType) -> Text:
    """What people call a type of report."""
    return Text(kind.zh, kind.en)


def kind_of(ctx: Context, name: str) -> ReportType:
    """A type of report by the name it has in buttons; one that the config no longer has makes a card outdated."""
    found = next((kind for kind in ctx.house.report_types if kind.name == name), None)
    if found is None:
        raise Refusal(OUTDATED)
    return found


def fits(kind: ReportType, period: Period) -> bool:
    """Whether a report of this type can be of this period: a week's of a week."""
    return period.is_week == (kind.every is Every.WEEK)


def period_of(name: str) -> Period:
    """A period by the name it has in buttons."""
    period = periods.named(name)
    if period is None:
        raise Refusal(OUTDATED)
    return period


def owed_now(ctx: Context, kind: ReportType) -> Period:
    """The period whose report a member has to write now: what is due first and not long past, else the current one."""
    for owed in open_obligations(ctx.db, ctx.me.id, ctx.now - LONG_PAST):
        if owed.type == kind.name and owed.first_on <= ctx.today and (period := periods.named(owed.period)):
            return period
    return kind.period_of(ctx.today)


def subject_of(ctx: Context, rep: Person, kind: ReportType, period: Period) -> Subject:
    """Everything known of a report of a rep; in the team that it is owed to, or was written for."""
    owed = find_obligation(ctx.db, rep.id, kind.name, period.name)
    report = find_report(ctx.db, rep.id, kind.name, period.name)
    team_id = report.team_id if report and report.version else owed.team_id if owed else None
    return Subject(rep, kind, period, team_of(ctx, team_id), owed, report)


def subject_of_report(ctx: Context, report: Report) -> Subject:
    """The same for a report at hand."""
    found = subject_of(ctx, report.rep, kind_of(ctx, report.type), period_of(report.period))
    return replace(found, report=report)


def team_of(ctx: Context, team_id: int | None) -> Team:
    """The team a report belongs to, as the asker may know it; else the team this is about."""
    seated = next((seat.team for seat in ctx.seats if seat.team.id == team_id), None)
    if seated or not ctx.is_admin:
        return seated or ctx.team
    every = people.open_teams(ctx.db)
    return next((team for team in every if team.id == team_id), None) or ctx.team


def facts(ctx: Context, subject: Subject) -> list[Fact]:
    """What the records say now of the time that a report covers."""
    first = subject.owed.first_on if subject.owed else subject.period.first
    calendar = ctx.calendar_of(subject.team)
    days = Span(first, subject.period.end, subject.team.zone, calendar)
    return report_facts.facts_of(ctx.db, subject.rep.id, days, ctx.now.astimezone(subject.team.zone).date())


def plan_before(ctx: Context, subject: Subject) -> str:
    """What the rep planned in the report before this one, as handed in; empty when there is none."""
    before = subject.period.before
    if subject.owed and subject.owed.first_on < subject.period.first:
        before = subject.kind.period_of(subject.owed.first_on).before
    report = find_report(ctx.db, subject.rep.id, subject.kind.name, before.name)
    return report.wording.next_plan if report else ""


def may_read(ctx: Context, report: Report) -> bool:
    """Whether the asker may read a report: whose it is, a manager of its team, an admin."""
    mine = ctx.person is not None and ctx.person.id == report.rep.id
    return mine or manages(ctx, report.team_id)


def manages(ctx: Context, team_id: int) -> bool:
    """Whether the asker answers for a team: its manager, or an admin."""
    return ctx.is_admin or any(seat.team.id == team_id and seat.role is Role.MANAGER for seat in ctx.seats)


def managers_of(ctx: Context, subject: Subject) -> list[Person]:
    """Who reviews a report: the managers of its team, but never the one who wrote it."""
    roster = people.roster(ctx.db, subject.team)
    return [person for person, role in roster if role is Role.MANAGER and person.id != subject.rep.id]
