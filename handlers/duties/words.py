"""How obligations are spoken of: their names, what became of them, their rule, and the calendar day of it."""

from datetime import datetime, timedelta
from fractions import Fraction
from math import floor

from bot.changes import holiday
from bot.context import House
from bot.text import Text, joined, same
from bot.words import clock, day
from sales.calendar import Day, Source, Why
from sales.obligations import VISIT, Every, Reason, ReportType, State
from storage.obligations import Obligation

ENOUGH = 5
"""Below so many owed a percentage says nothing, and is not shown."""

HOUR = timedelta(hours=1)
DAYS_FROM = 48
"""From so many hours on days are said."""

STATES = {
    State.PENDING: Text("待交", "to be sent"),
    State.ON_TIME: Text("按时提交", "sent on time"),
    State.LATE: Text("已补交", "sent late"),
    State.EXCUSED: Text("免交", "excused"),
    State.MISSED: Text("未交", "not sent"),
    State.WAIVED: Text("已豁免", "waived"),
}
EXCUSES = {
    Reason.LEAVE: Text("请假", "on leave"),
    Reason.LEFT: Text("已离开团队", "left the team"),
    Reason.CLOSED: Text("本期无需交", "nothing was owed"),
}
_WHY = {
    Why.WORKDAY: Text("工作日", "a working day"),
    Why.WEEKEND: Text("周末", "a weekend"),
    Why.HOLIDAY: Text("放假", "a holiday"),
    Why.MAKEUP: Text("调休上班", "a make-up working day"),
    Why.RULED_OFF: Text("放假", "a day off"),
    Why.RULED_WORK: Text("上班", "a working day by ruling"),
}
_SOURCES = {
    Source.NOTICE: Text("国家放假通知", "the state's notice"),
    Source.FILE: Text("管理员的节假日文件", "the operator's holiday file"),
    Source.COMPANY: Text("公司规定", "the company's ruling"),
    Source.TEAM: Text("团队规定", "the team's ruling"),
    Source.RULE: Text("按周一至周五推算", "the rule of Monday to Friday"),
}
_VISIT = Text("拜访报告", "visit report")


def type_name(house: House, name: str) -> Text:
    """What people call a type of report; one that the config no longer has keeps its short name."""
    if name == VISIT:
        return _VISIT
    kind = type_of(house, name)
    return Text(kind.zh, kind.en) if kind else same(name)


def type_of(house: House, name: str) -> ReportType | None:
    """A periodic type of report by its short name."""
    return next((kind for kind in house.report_types if kind.name == name), None)


def title(house: House, owed: Obligation) -> Text:
    """What an obligation is called: `周报 2026-W10`."""
    return joined([type_name(house, owed.type), same(owed.period)], " ")


def became(owed: Obligation) -> Text:
    """What became of an obligation, with the reason if it has one."""
    state = STATES[owed.state]
    if owed.state is State.EXCUSED and owed.reason in EXCUSES:
        return Text("{state}（{why}）", "{state} ({why})").fill(state=state, why=EXCUSES[owed.reason])
    if owed.state is State.WAIVED and owed.note:
        return Text("{state}（{why}）", "{state} ({why})").fill(state=state, why=owed.note)
    return state


def due_words(owed: Obligation, local: datetime, now: datetime) -> Text:
    """By when it is owed (`local`: on the team's clock), and how long ago that was."""
    due = Text("截止 {at}", "due {at}").fill(at=clock(local))
    hours = (now - owed.due_at) // HOUR
    if hours < 1:
        return due
    past = Text("已过 {n} 小时", "{n} h ago") if hours < DAYS_FROM else Text("已过 {n} 天", "{n} days ago")
    return joined([due, past.fill(n=hours if hours < DAYS_FROM else hours // 24)], " · ")


def rule_words(house: House, name: str) -> Text:
    """The rule by which a type is due, as a sentence."""
    kind = type_of(house, name)
    if kind is None:
        return _VISIT_RULE if name == VISIT else _NO_RULE
    if kind.every is Every.MONTH:
        return _MONTH_RULE.fill(n=kind.workday, nth=_nth(kind.workday), at=f"{kind.at:%H:%M}")
    return (_MAKEUP_RULE if kind.makeup_in_week else _WEEK_RULE).fill(at=f"{kind.at:%H:%M}")


def row_words(of: Day) -> Text:
    """The row of the calendar for a day: whether people work on it, what it is called, and who says so."""
    source = Text("依据：{who}", "by {who}").fill(who=_SOURCES[of.source])
    parts = (_WHY[of.why], holiday(of.name), source, _PROVISIONAL if of.provisional else None)
    said = joined([part for part in parts if part], Text("，", ", "))
    return Text("{day}：{said}", "{day}: {said}").fill(day=day(of.date), said=said)


def percent(rate: Fraction) -> str:
    """A rate with one decimal, half up, as the definitions of the figures have it: `87.5%`."""
    return f"{floor(rate * 1000 + Fraction(1, 2)) / 10:.1f}%"


def _nth(n: int) -> str:
    return {1: "1st", 2: "2nd", 3: "3rd"}.get(n, f"{n}th")


_WEEK_RULE = Text(
    "每周一份，当周周一至周五的最后一个工作日 {at} 前交",
    "one a week, by {at} on the last working day from Monday to Friday",
)
_MAKEUP_RULE = Text(
    "每周一份，当周（含周末调休）的最后一个工作日 {at} 前交",
    "one a week, by {at} on the last working day from Monday to Sunday",
)
_MONTH_RULE = Text(
    "每月一份，次月第 {n} 个工作日 {at} 前交", "one a month, by {at} on the {nth} working day of the next month"
)
_VISIT_RULE = Text(
    "每次拜访一份，下一个上班的上午 12:00 前交", "one for each visit, by noon of the next morning on which you work"
)
_NO_RULE = Text("设置里已没有这类报告", "the settings have this type of report no more")
_PROVISIONAL = Text("暂定（当年放假安排还没公布，不算缺交）", "provisional (not announced yet: nobody is blamed)")
