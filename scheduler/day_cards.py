"""The card of somebody's day: one number for what is to do, then each kind of it; and what else came up meanwhile.

It is composed from the database as it is now, so that whatever was done since is gone the next time it changes.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final

from bot.accounts import OWED, owed_line
from bot.asides import beside_button, snooze_panel
from bot.card import (
    Card,
    Element,
    big_number,
    block,
    card,
    columns,
    cut,
    faults,
    heading,
    headline,
    md,
    note,
    plain,
    tag,
)
from bot.controls import buttons
from bot.kpi_cards import achieved, pace_index
from bot.kpi_words import said
from bot.money import brief, exact
from bot.task_views import task_lines
from bot.text import Text, joined, same
from bot.views import follow_up_line, run_button
from bot.words import clock, day
from sales.attention import DAY_CARD
from sales.kpi import Pace
from sales.money import Money, total
from sales.obligations import VISIT
from scheduler.mornings import Morning
from scheduler.push import Occasion
from scheduler.trade_mornings import sections
from storage.day_cards import Told
from storage.follow_ups import FollowUp
from storage.obligations import Obligation
from storage.visits_due import Call

DAY = timedelta(days=1)
MOST: Final = (8, 4, 2, 1)
"""How many rows of a kind the card lists: fewer, where it would not fit; the rest are counted."""

TITLE: Final = Text("今天要做的", "For today")
"""What the card is called."""


def day_card(occasion: Occasion, to: str, morning: Morning | None, told: Sequence[Told] = ()) -> Card:
    """The card for the person with this open_id, with as many rows of each kind as fit on it.

    Without a `morning` it is somebody's who has no customers of their own, or of a day that is not today.
    """
    drawn = (_drawn(occasion, to, morning, told, most) for most in MOST)
    return next((each for each in drawn if not faults(each)), _drawn(occasion, to, None, told[: MOST[-1]], MOST[-1]))


def _drawn(occasion: Occasion, to: str, morning: Morning | None, told: Sequence[Told], most: int) -> Card:
    today, parts = occasion.due.date(), _parts(morning, told)
    number = sum(n for _, n in parts)
    lead = joined([words.fill(n=n) for words, n in parts], Text("，", ", ")) if parts else _DONE
    rows = _rows(occasion, to, morning, most) if morning else []
    return card(
        TITLE,
        headline(big_number(_THINGS.fill(n=number)), note(lead)) if parts else plain(_DONE),
        _told(told, most),
        *rows,
        snooze_panel(DAY_CARD) if parts else None,
        buttons(run_button(Text("今天", "today")), align="left"),
        subtitle=day(today),
        summary=lead,
        icon="calendar_outlined",
        tags=(tag(Text("补发", "Sent late"), "orange"),) if occasion.is_late else (),
    )


def _rows(occasion: Occasion, to: str, morning: Morning, most: int) -> list[Element | None]:
    """What is due by somebody else's clock first: reports and promises; then customers, then money."""
    today = morning.today
    overdue = [each for each in morning.steps if each.due_on < today]
    now = [each for each in morning.steps if each.due_on == today]
    return [
        _reports(occasion, morning.owed),
        task_lines(morning.tasks, today, to),
        _steps(Text("已过期的跟进", "Overdue follow-ups"), overdue, most),
        _steps(Text("今天要跟进", "Follow-ups due today"), now, most),
        *sections(morning.matters, today, to, min(most, 5)),
        _calls(morning.calls, most),
        _money(morning, most),
        _pace(morning.pace),
    ]


def _parts(morning: Morning | None, told: Sequence[Told]) -> list[tuple[Text, int]]:
    """What the one number is made of, without what is none."""
    counted = [(_TOLD, len(told))]
    if morning:
        trade = morning.matters
        counted = [
            (_STEPS, len(morning.steps)),
            (_REPORTS, len(morning.owed)),
            (_TASKS, len(morning.tasks)),
            (_SHIP, trade.to_ship),
            (_PAPERS, len(trade.ends) + len(trade.drafts)),
            (_CALLS, len(morning.calls)),
            (_DUE_MONEY, len(morning.money)),
            *counted,
        ]
    return [(words, n) for words, n in counted if n]


def _told(told: Sequence[Told], most: int) -> Element | None:
    """What came up beside, the newest first, each with the way to it."""
    if not told:
        return None
    rows = [_told_line(each) for each in reversed(told)][:most]
    return block(heading(_ALSO), *rows, _rest(len(told) - len(rows)))


def _told_line(told: Told) -> Element:
    item: Mapping[str, str] = told.item or {}
    words = plain(Text(item["zh"], item["en"]))
    if not item["say"]:
        return words
    return columns(words, buttons(beside_button(Text("去看", "See"), item["say"])), weights=(4, 1))


def _rest(more: int) -> Element | None:
    return note(Text("还有 {n} 项", "{n} more").fill(n=more)) if more > 0 else None


def _steps(title: Text, steps: Sequence[FollowUp], most: int) -> Element | None:
    if not steps:
        return None
    lines = [follow_up_line(each, with_rep=False) for each in steps[:most]]
    return block(heading(title), *lines, _rest(len(steps) - most))


def _reports(occasion: Occasion, owed: Sequence[Obligation]) -> Element | None:
    """Which reports are due today; visit reports are counted, as there may be many."""
    zone, kinds = occasion.team.zone, {kind.name: Text(kind.zh, kind.en) for kind in occasion.house.report_types}
    visits = [each for each in owed if each.type == VISIT]
    lines = [_line(kinds[each.type], each.due_at.astimezone(zone)) for each in owed if each.type in kinds]
    if visits:
        counted = Text("拜访记录 {n} 份", "{n} visit reports").fill(n=len(visits))
        lines.append(_line(counted, min(each.due_at for each in visits).astimezone(zone)))
    if not lines:
        return None
    return block(heading(Text("今天要交", "Reports due today")), plain(joined(lines, "\n")))


def _line(what: Text, due: datetime) -> Text:
    return joined([what, same("·"), clock(due)], " ")


def _calls(calls: Sequence[Call], most: int) -> Element | None:
    """Whom to visit, by tier: the counts in the heading, the first of them beneath it."""
    if not calls:
        return None
    tiers = [(tier, len(list(of))) for tier, of in groupby(calls, key=lambda each: each.tier)]
    counts = joined([_TIER.fill(tier=tier or _NO_TIER, n=n) for tier, n in tiers], " · ")
    lines = [_call(each) for each in calls[:most]]
    return block(heading(_VISITS.fill(counts=counts)), *lines, _rest(len(calls) - most))


def _call(call: Call) -> Element:
    last = Text("上次 {day}", "last {day}").fill(day=day(call.last_on))
    rest = joined([same(call.tier), last], " · ") if call.tier else last
    return md(same("**{customer}** <font color='grey'>{rest}</font>"), customer=cut(call.customer, 60), rest=rest)


def _money(morning: Morning, most: int) -> Element | None:
    """What is due or overdue, exact in sum and one by one; the reader is its rep."""
    due = morning.money
    if not due:
        return None
    title = Text("待收 {n} 笔，共 {amount}", "To collect: {n}, {amount}")
    title = title.fill(n=len(due), amount=exact(total([each.open for each in due])))
    lines = [owed_line(each, morning.today, with_customer=True) for each in due[: min(most, 5)]]
    rest = _rest(len(due) - len(lines))
    return block(heading(title), *lines, rest, buttons(run_button(OWED), align="left"))


def _pace(pace: Pace | None) -> Element | None:
    """One's own month in one line; no comparison where nobody has set a target."""
    if pace is None:
        return None
    net = Text("本月销售 {n}", "This month {n}").fill(n=brief(Money(pace.net)))
    if not pace.target:
        return note(net)
    share = Text("目标 {of} 的 {n}", "{n} of {of}").fill(of=brief(Money(pace.target)), n=said(achieved(pace)))
    parts = [net, share]
    if pace.index is not None:
        parts.append(Text("进度 {n}", "pace {n}").fill(n=said(pace_index(pace))))
    return note(joined(parts, " · "))


_THINGS = Text("{n} 件", "{n} to do")
_DONE = Text("今天的都办完了。", "Everything for today is done.")
_ALSO = Text("提醒", "Reminders")
_STEPS = Text("跟进 {n} 项", "Follow-ups {n}")
_REPORTS = Text("待交 {n} 份", "reports due {n}")
_TASKS = Text("任务 {n} 项", "tasks {n}")
_SHIP = Text("待发 {n} 单", "to ship {n}")
_PAPERS = Text("报价和草稿 {n} 份", "quotes and drafts {n}")
_CALLS = Text("该拜访 {n} 家", "to visit {n}")
_DUE_MONEY = Text("待收 {n} 笔", "to collect {n}")
_TOLD = Text("提醒 {n} 条", "reminders {n}")
_VISITS = Text("该拜访的客户：{counts}", "Customers to visit: {counts}")
_TIER = Text("{tier} {n} 家", "{tier} {n}")
_NO_TIER = Text("未分级", "no tier")
