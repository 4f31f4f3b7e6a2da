"""A ruling on days before and after it is made, and the list of those that hold."""

from collections.abc import Sequence

from bot.card import Card, Element, block, card, columns, facts, heading, md, note, tag
from bot.changes import SOURCES, WHYS, changes_block, holiday
from bot.context import Context
from bot.controls import button, buttons
from bot.text import Text, joined, same
from bot.words import span
from handlers.calendars.forms import LiftRulings, RuleDays
from handlers.calendars.offices import Office, Ruled, Wish, may_rule, ruled
from sales.calendar import DAY, Source, Why
from storage.consequences import AT_ONCE, Change

MOST_RULED = 8
"""How many rulings a card lists, the nearest first."""


def confirm_card(ctx: Context, at: Office, wish: Wish, changes: Sequence[Change], teams: int) -> Card:
    """What a ruling would change; nothing holds before the press."""
    stamp = RuleDays(int(wish.works), wish.first.isoformat(), wish.last.isoformat(), wish.name, at.team_id)
    press = button(_CONFIRM, stamp.stamp(to=ctx.open_id, key=ctx.card_key()), style="primary_filled")
    return card(
        _title(wish),
        _facts(at, wish),
        changes_block(changes, ctx.house.report_types, at.zone),
        note(_LATER) if teams > AT_ONCE else note(_SENT_STAYS),
        buttons(press),
        subtitle=whose(at),
        summary=_title(wish),
        colour="orange",
        tags=(tag(Text("待确认", "to be confirmed"), "orange"),),
        icon="calendar_outlined",
    )


def ruled_card(ctx: Context, at: Office, wish: Wish, changes: Sequence[Change]) -> Card:
    """What holds now, and the way back."""
    return card(
        _title(wish),
        _facts(at, wish),
        changes_block(changes, ctx.house.report_types, at.zone),
        rulings_block(ctx, at),
        subtitle=whose(at),
        summary=_title(wish),
        colour="green",
        icon="succeed_outlined",
    )


def _facts(at: Office, wish: Wish) -> Element:
    differ = [n for n in range((wish.last - wish.first).days + 1) if at.calendar.is_workday(wish.first + DAY * n)]
    off_before = (wish.last - wish.first).days + 1 - len(differ)
    return facts(
        (Text("日期", "Days"), span(wish.first, wish.last + DAY)),
        (Text("范围", "For"), whose(at)),
        (Text("名称", "Name"), holiday(wish.name) or same("—")),
        (Text("其中工作日", "Working days among them"), in_days(len(differ))),
        (Text("其中休息日", "Days off among them"), in_days(off_before)),
    )


def _title(wish: Wish) -> Text:
    days = span(wish.first, wish.last + DAY)
    return Text("日历调整：{days} {what}", "Calendar: {days} {what}").fill(days=days, what=WHYS[_why(works=wish.works)])


def _why(*, works: bool) -> Why:
    return Why.RULED_WORK if works else Why.RULED_OFF


def rulings_block(ctx: Context, at: Office) -> Element | None:
    """What was ruled from today on, with 撤销 for those who may."""
    lines = [_ruled_line(ctx, at, each) for each in ruled(ctx, at)[:MOST_RULED]]
    return block(heading(_RULED), *lines) if lines else None


def _ruled_line(ctx: Context, at: Office, each: Ruled) -> Element:
    when = span(each.first, each.last + DAY)
    what = [part for part in (holiday(each.name), WHYS[_why(works=each.works)]) if part]
    source = SOURCES[Source.TEAM if each.team_id else Source.COMPANY]
    both = same("**{days}** {what} <font color='grey'>{source}</font>")
    line = md(both, days=when, what=joined(what, " "), source=source)
    if not may_rule(ctx, each.team_id):
        return line
    sure = (Text("撤销这项规定？", "Withdraw this ruling?"), Text("报告的截止时间会跟着变。", "Due times follow."))
    stamp = LiftRulings(",".join(map(str, each.ids)), at.team_id).stamp(to=ctx.open_id)
    return columns(line, button(Text("撤销", "Withdraw"), stamp, style="text", confirm=sure), weights=(3, 1))


def whose(at: Office) -> Text:
    """The team's name, or that it is everybody's."""
    return same(at.team.name) if at.team else Text("全公司", "The whole company")


def in_days(count: int) -> Text:
    """A number of days, said as such where the language wants it."""
    return Text("{n} 天", "{n}").fill(n=count)


_CONFIRM = Text("确认", "Confirm")
_RULED = Text("公司和团队的规定", "Ruled by company and team")
_LATER = Text(
    "团队较多，截止时间会在一分钟内重算。已交的报告不受影响。",
    "There are many teams: due times follow within a minute. What was sent stays as it is.",
)
_SENT_STAYS = Text(
    "只影响以后的截止时间，已交的报告不受影响。", "Only due times still ahead move; what was sent stays as it is."
)
