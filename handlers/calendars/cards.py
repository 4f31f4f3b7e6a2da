"""The cards of the calendar: months, a year, and a ruling before and after it is made."""

from collections.abc import Sequence
from datetime import date, datetime

from bot.card import Card, Element, Metric, block, card, facts, heading, metrics, note, tag
from bot.changes import PROVISIONAL, special_line
from bot.context import Context
from bot.text import Text, joined
from bot.words import day
from handlers.calendars.offices import Office
from handlers.calendars.rulings import in_days, rulings_block, whose
from sales.calendar import DAY, Why
from sales.obligations import ReportType, duty
from sales.periods import Period, month_of
from sales.specials import specials
from storage.team_settings import NOWHERE


def months_card(ctx: Context, at: Office, months: Sequence[Period]) -> Card:
    """Working days of each month, its special days, what is due next, and what was ruled here."""
    first, end = months[0].first, months[-1].end
    special = specials(at.calendar, first, end)
    title = Text("工作日历 · {months}", "Calendar · {months}").fill(months=_months(months))
    return card(
        title,
        metrics(*(_month(at, month) for month in months)) if len(months) > 1 else _one(at, months[0]),
        block(heading(_SPECIAL), *map(special_line, special)) if special else note(_NONE_SPECIAL),
        _dues(ctx, at),
        rulings_block(ctx, at),
        note(_source(at, first, end)),
        subtitle=whose(at),
        summary=title,
        icon="calendar_outlined",
        tags=_marks(at, first, end),
    )


def year_card(ctx: Context, at: Office, year: int) -> Card:
    """A year at once: all its working days, those of each month, and every special day."""
    first, end = date(year, 1, 1), date(year + 1, 1, 1)
    title = Text("工作日历 · {year} 年", "Calendar · {year}").fill(year=year)
    months = [month_of(date(year, n + 1, 1)) for n in range(12)]
    made_up = sum(each.days for each in specials(at.calendar, first, end) if each.why is Why.MAKEUP)
    return card(
        title,
        metrics(
            Metric(in_days(len(at.calendar.workdays(first, end))), Text("全年工作日", "Working days of the year")),
            Metric(in_days(made_up), Text("其中调休上班", "of them make-up days")),
        ),
        facts(*((_name(month), in_days(len(at.calendar.workdays(month.first, month.end)))) for month in months)),
        block(heading(_SPECIAL), *map(special_line, specials(at.calendar, first, end))),
        rulings_block(ctx, at),
        note(_source(at, first, end)),
        subtitle=whose(at),
        summary=title,
        icon="calendar_outlined",
        tags=_marks(at, first, end),
    )


def _name(month: Period) -> Text:
    return Text(f"{month.first.month} 月", f"{month.first:%b}")


def _months(months: Sequence[Period]) -> Text:
    named = [Text(f"{each.first.year} 年 {each.first.month} 月", f"{each.first:%B %Y}") for each in months]
    return joined(named, Text("、", ", "))


def _month(at: Office, month: Period) -> Metric:
    worked = at.calendar.workdays(month.first, month.end)
    left = sum(each >= at.today for each in worked)
    label = Text("{month}工作日", "Working days of {month}").fill(month=_name(month))
    ahead = Text("还剩 {n} 天", "{n} left").fill(n=left) if month.first <= at.today <= month.last else None
    return Metric(in_days(len(worked)), label, ahead)


def _one(at: Office, month: Period) -> Element:
    off = (month.end - month.first).days - len(at.calendar.workdays(month.first, month.end))
    return metrics(_month(at, month), Metric(in_days(off), Text("休息日", "Days off")))


def _dues(ctx: Context, at: Office) -> Element | None:
    """When each regular report is due next."""
    pairs = [(kind, _next_due(kind, at, ctx.now)) for kind in ctx.house.report_types]
    known = [(Text("{kind}截止", "{kind} due").fill(kind=Text(k.zh, k.en)), _when(due)) for k, due in pairs if due]
    return facts(*known) if known else None


def _when(due: datetime) -> Text:
    return Text("{day} {at}", "{day} {at}").fill(day=day(due.date()), at=f"{due:%H:%M}")


def _next_due(kind: ReportType, at: Office, now: datetime) -> datetime | None:
    period = kind.period_of(at.today).before
    for _ in range(12):
        owed = duty(kind, period, at.calendar, at.zone)
        if owed and owed.due_at.timestamp() > now.timestamp():
            return owed.due_at.astimezone(at.zone)
        period = period.after
    return None


def _source(at: Office, first: date, end: date) -> Text:
    said = _PROVISIONAL if at.calendar.is_provisional(first, end - DAY) else _ANNOUNCED
    region = at.calendar.region if at.calendar.region != NOWHERE else "—"
    return said.fill(region=region, version=at.calendar.version)


def _marks(at: Office, first: date, end: date) -> tuple[Element, ...]:
    return (tag(PROVISIONAL, "orange"),) if at.calendar.is_provisional(first, end - DAY) else ()


_SPECIAL = Text("放假与调休", "Holidays and make-up days")
_NONE_SPECIAL = Text("没有放假和调休，按周一到周五上班。", "No holidays and no make-up days: Monday to Friday.")
_ANNOUNCED = Text("地区 {region} · 日历版本 {version}", "Region {region} · calendar version {version}")
_PROVISIONAL = Text(
    "部分日期的放假通知还没公布，按周末和法定日期暂定：照常提醒，不计逾期。地区 {region} · 日历版本 {version}",
    "For some days no notice is out yet: they are reckoned from weekends and the law. You are reminded, but nobody is "
    "blamed. Region {region} · calendar version {version}",
)
