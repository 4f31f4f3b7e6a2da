"""What a company has set, as handlers and pushes go by it."""

from datetime import date
from pathlib import Path

from bot.config import Authority, Settings
from bot.context import House
from bot.text import Text
from sales.attention import Budget
from sales.discounts import DEFAULT, Level, Rule
from sales.kpi import KpiRules
from sales.money import Money
from sales.obligations import MONTHLY, WEEKLY, Every, ReportType
from sales.quiet import QuietHours
from sales.trade import Trade
from scheduler.retention import Terms
from storage.gazettes import Gazettes

_WEEKLY, _MONTHLY = Text("周报", "Weekly report"), Text("月报", "Monthly report")


def report_types(settings: Settings) -> tuple[ReportType, ...]:
    """Every kind of periodic report: the weekly, the monthly, and the company's own."""
    owed = settings.reports
    week = ReportType(WEEKLY, _WEEKLY.zh, _WEEKLY.en, Every.WEEK, owed.weekly_at, makeup_in_week=owed.makeup_in_week)
    month = ReportType(MONTHLY, _MONTHLY.zh, _MONTHLY.en, Every.MONTH, owed.monthly_at, owed.monthly_workday)
    more = (ReportType(own.name, own.zh, own.en, Every(own.every), own.at, own.workday) for own in owed.more)
    return week, month, *more


def trade_of(settings: Settings) -> Trade:
    """What the company has set for its orders."""
    told = settings.orders
    rules = tuple(_rule(each) for each in told.authority) or DEFAULT
    yuan = Money(told.most_amount * 100)
    work = (told.work_from, told.work_until)
    return Trade(told.most_quantity, yuan, told.directors, rules, told.quote_days, *work)


def _rule(told: Authority) -> Rule:
    margin = None if told.margin is None else round(told.margin * 100)
    span = (told.first_on or date.min, told.end_on or date.max)
    whose = (told.group, told.tier, Money(told.from_amount * 100))
    return Rule(Level(told.level), round(told.discount * 100), margin, *whose, *span)


def house_of(settings: Settings) -> House:
    """The settings that handlers and pushes go by."""
    team = settings.team
    return House(
        team.timezone.key,
        team.daily_visit_norm,
        settings.admins.open_ids,
        team.manager_card_at,
        team.team_line_at,
        team.catch_up_until,
        team.rep_card_at,
        team.missing_list_at,
        team.digest_at,
        QuietHours(team.quiet_from, team.quiet_until),
        Gazettes(Path(settings.calendar.folder) if settings.calendar.folder else None),
        report_types(settings),
        trade_of(settings),
        KpiRules(settings.kpi.small_n, settings.kpi.restate_closed),
        Budget(settings.attention.most_a_day, settings.attention.most_escalations),
        settings.tasks.mirror,
    )


def terms_of(settings: Settings) -> Terms:
    """How long what need not be kept for ever is kept."""
    told = settings.retention
    return Terms(told.inbox_days, told.outbox_days, told.audit_days)
