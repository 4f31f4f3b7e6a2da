"""How calendars are told: what a special day is, and what a change does to reports that are owed."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.card import Element, block, heading, md, note
from bot.text import Text, joined, same
from bot.words import clock, span
from sales.calendar import DAY, Source, Why
from sales.obligations import VISIT, ReportType
from sales.specials import Special
from storage.consequences import Change

MOST = 6
"""How many changes a card lists; the rest are counted."""

HOLIDAYS: Mapping[str, Text] = {
    "New Year's Day": Text("元旦", "New Year's Day"),
    "Spring Festival": Text("春节", "Spring Festival"),
    "Tomb-sweeping Day": Text("清明节", "Tomb-sweeping Day"),
    "Labour Day": Text("劳动节", "Labour Day"),
    "Dragon Boat Festival": Text("端午节", "Dragon Boat Festival"),
    "Mid-autumn Festival": Text("中秋节", "Mid-Autumn Festival"),
    "National Day": Text("国庆节", "National Day"),
    "Anti-Fascist 70th Day": Text("抗战胜利纪念日", "Victory Day"),
}
"""The holidays of the packaged notices, by the names they have there."""

WHYS: Mapping[Why, Text] = {
    Why.WORKDAY: Text("上班", "work"),
    Why.WEEKEND: Text("周末", "weekend"),
    Why.HOLIDAY: Text("放假", "off"),
    Why.MAKEUP: Text("调休上班", "make-up working day"),
    Why.RULED_OFF: Text("放假", "off"),
    Why.RULED_WORK: Text("上班", "work"),
}
"""What a day is, in a word."""

SOURCES: Mapping[Source, Text] = {
    Source.NOTICE: Text("国务院通知", "State Council notice"),
    Source.FILE: Text("假期文件", "holiday file"),
    Source.COMPANY: Text("公司规定", "company"),
    Source.TEAM: Text("本团队规定", "team"),
    Source.RULE: Text("按法定日期推定", "by law"),
}
"""Who says so."""

PROVISIONAL = Text("暂定", "provisional")
"""The mark of what a notice that is not out yet may still change."""


def holiday(name: str) -> Text | None:
    """What a day is called: a known holiday in both languages, anything else as it was entered; None for no name."""
    return (HOLIDAYS.get(name) or same(name)) if name.strip() else None


def special_line(special: Special) -> Element:
    """One line for special days: when, what, how long, and who says so."""
    days = Text("{n} 天", "{n} days").fill(n=special.days) if special.days > 1 else None
    what = [part for part in (holiday(special.name), WHYS[special.why], days) if part]
    source = [SOURCES[special.source], *([PROVISIONAL] if special.provisional else [])]
    both = "**{days}** {what} <font color='grey'>{source}</font>"
    when = span(special.first, special.last + DAY)
    return md(same(both), days=when, what=joined(what, " "), source=joined(source, " · "))


def changes_block(changes: Sequence[Change], types: Iterable[ReportType], zone: ZoneInfo) -> Element:
    """What happens to reports, a line for each kind of change; alike ones of several people are counted together."""
    names = {kind.name: Text(kind.zh, kind.en) for kind in types} | {VISIT: _VISIT}
    counted = Counter(_alike(change) for change in changes)
    if not counted:
        return note(_NONE)
    lines = [_line(names.get(alike[0]) or same(alike[0]), alike, n, zone) for alike, n in counted.items()]
    more = len(lines) - MOST
    rest = note(Text("还有 {n} 项变化", "{n} more changes").fill(n=more)) if more > 0 else None
    return block(heading(_HEADING), *lines[:MOST], rest)


Alike = tuple[str, str, datetime, datetime, bool, bool]


def _alike(change: Change) -> Alike:
    old, new = change.before, change.after
    return new.type, new.period, old.due_at, new.due_at, change.excuses, change.revives


def _line(name: Text, alike: Alike, n: int, zone: ZoneInfo) -> Element:
    _, period, before, after, excuses, revives = alike
    values = {"before": clock(before.astimezone(zone)), "after": clock(after.astimezone(zone))}
    what = (_EXCUSED if excuses else _REVIVED if revives else _MOVED).fill(**values)
    if n > 1:
        what = Text("{what}（{n} 人）", "{what} ({n} people)").fill(what=what, n=n)
    return md(same("**{name} {period}** {what}"), name=name, period=period, what=what)


_VISIT = Text("拜访报告", "Visit report")
_HEADING = Text("对报告的影响", "What it does to reports")
_NONE = Text("要交的报告和截止时间都不变。", "No report that is owed changes, nor when it is due.")
_EXCUSED = Text("免交", "is not owed")
_REVIVED = Text("恢复应交，截止 {after}", "is owed again, by {after}")
_MOVED = Text("截止 {before} → {after}", "due {before} → {after}")
