"""The cards of an absence: the form with what stands, the question, the receipt, and what a receipt turns into."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.card import Card, Element, block, card, columns, facts, heading, md, note, plain, tag
from bot.changes import changes_block
from bot.context import Context
from bot.controls import button, buttons, form, submit
from bot.errors import Problem
from bot.text import Text, joined, same
from bot.views import control, problem_note, run_button
from bot.words import day, span
from handlers.leaves.forms import HALVES, AskLeave, CancelLeave, ChangeLeave, TakeLeave
from handlers.leaves.told import Told, is_private, today
from sales.calendar import DAY
from sales.leaves import AHEAD, LONGEST, TOLD_LATE, Leave
from sales.spans import Half, HalfDays
from storage import leaves
from storage.consequences import Change
from storage.people import Person, Team

MOST = 6
"""How many standing leaves the form lists, the nearest first."""


def number(leave_id: int) -> str:
    """How people name a leave: `L-3`."""
    return f"L-{leave_id}"


def half_days(of: HalfDays) -> Text:
    """A span of half days as people say it: `3月4日 周三 下午`, or from one half day to another."""
    whole = (of.first_half, of.last_half) == (Half.AM, Half.PM)
    if whole:
        return span(of.first, of.last + DAY)
    if (of.first, of.first_half) == (of.last, of.last_half):
        return _half(of.first, of.first_half)
    return joined([_half(of.first, of.first_half), _half(of.last, of.last_half)], Text(" 至 ", " to "))


def form_card(
    ctx: Context,
    person: Person,
    team: Team,
    typed: Mapping[str, object],
    problems: tuple[Problem, ...] = (),
    lost: str = "",
) -> Card:
    """The form for a person's leave, what was not understood quoted above it, what stands below it."""
    stamp = AskLeave(person.id).stamp(to=ctx.open_id, key=ctx.card_key())
    shown = {"first_half": Half.AM.value, "last_half": Half.PM.value, **typed}
    names = ("first_on", "first_half", "last_on", "last_half", "reason")
    asked = [control(AskLeave, name, shown) for name in names]
    title = Text("请假", "Leave")
    return card(
        title,
        problem_note(problems),
        plain(_LOST.fill(words=lost)) if lost else None,
        form("leave", *asked, buttons(submit(Text("下一步", "Next"), "ask", stamp))),
        _standing(ctx, person, team),
        note(_ONE_LINE),
        subtitle=Text("{name} · {team}", "{name} · {team}").fill(name=person.name, team=team.name),
        summary=title,
        icon="calendar_outlined",
    )


def confirm_card(ctx: Context, told: Told, changes: Sequence[Change]) -> Card:
    """Which half days, how much work they hold, and what happens to reports; nothing holds before the press."""
    title = Text("请假：{days}", "Leave: {days}").fill(days=half_days(told.span))
    take = TakeLeave(**told.stamp).stamp(to=ctx.open_id, key=ctx.card_key())  # type: ignore[arg-type]
    change = ChangeLeave(**told.stamp).stamp(to=ctx.open_id)  # type: ignore[arg-type]
    return card(
        title,
        _facts(ctx, told),
        changes_block(changes, ctx.house.report_types, told.team.zone),
        buttons(button(Text("改", "Change"), change), button(_CONFIRM, take, style="primary_filled")),
        subtitle=same(told.person.name),
        summary=title,
        colour="orange",
        tags=(tag(Text("待确认", "to be confirmed"), "orange"),),
        icon="calendar_outlined",
    )


def receipt_card(ctx: Context, told: Told, kept: Leave, changes: Sequence[Change]) -> Card:
    """What was kept, what follows from it, and the way back."""
    title = Text("已登记 {name} 的请假", "Leave of {name} is kept").fill(name=told.person.name)
    return _kept_card(ctx, title, told, kept, changes)


def told_card(ctx: Context, told: Told, kept: Leave, changes: Sequence[Change]) -> Card:
    """The same for the person, when their manager told it."""
    by = ctx.person.name if ctx.person else ctx.open_id[:8]
    return _kept_card(ctx, Text("{by} 帮你登记了请假", "{by} has told leave of yours").fill(by=by), told, kept, changes)


def _kept_card(ctx: Context, title: Text, told: Told, kept: Leave, changes: Sequence[Change]) -> Card:
    return card(
        title,
        _facts(ctx, told),
        changes_block(changes, ctx.house.report_types, told.team.zone),
        buttons(_back(kept)),
        subtitle=same(told.team.name),
        summary=title,
        colour="green",
        tags=(tag(same(number(kept.id)), "green"),),
        icon="succeed_outlined",
    )


def cancelled_card(ctx: Context, told: Told, kept: Leave, changes: Sequence[Change]) -> Card:
    """What a receipt turns into: the days stand as a record, and what they excused is owed again."""
    title = Text("请假 {number} 已撤回", "Leave {number} is taken back").fill(number=number(kept.id))
    return card(
        title,
        plain(half_days(told.span)),
        changes_block(changes, ctx.house.report_types, told.team.zone) if changes else None,
        buttons(run_button(Text("请假", "leave"))),
        subtitle=same(told.person.name),
        summary=title,
        colour="grey",
    )


def _facts(ctx: Context, told: Told) -> Element:
    reason = [(Text("事由", "Reason"), same(told.reason))] if told.reason and is_private(ctx) else []
    return facts(
        (Text("时间", "When"), half_days(told.span)), (Text("其中工作日", "Working days"), _worked(ctx, told)), *reason
    )


def _worked(ctx: Context, told: Told) -> Text:
    """How many working days the half days hold, in halves: `1.5`."""
    calendar = ctx.calendar_of(told.team)
    leave = Leave(0, told.span, "")
    days = calendar.workdays(told.span.first, told.span.last + DAY)
    halves = sum(leave.covers(each, half) for each in days for half in Half)
    if not halves:
        return Text("0 天，本来就休息", "0: days off anyway")
    return Text("{n} 天", "{n}").fill(n=f"{halves / 2:g}")


def _standing(ctx: Context, person: Person, team: Team) -> Element | None:
    """The leave that stands and may still matter, each with its way back."""
    since = today(ctx, team) - TOLD_LATE
    found = leaves.leaves_of(ctx.db, [person.id], since, today(ctx, team) + AHEAD + LONGEST).get(person.id, [])
    lines = [_line(ctx, each) for each in found[-MOST:]]
    return block(heading(Text("已登记的请假", "Leave that stands")), *lines) if lines else None


def _line(ctx: Context, each: Leave) -> Element:
    said = [same(number(each.id)), *([same(each.reason)] if each.reason and is_private(ctx) else [])]
    both = same("**{days}** <font color='grey'>{said}</font>")
    return columns(md(both, days=half_days(each.span), said=joined(said, " · ")), _back(each, "text"), weights=(3, 1))


def _back(kept: Leave, style: str = "default") -> Element:
    sure = (Text("撤回 {number}？", "Take {number} back?").fill(number=number(kept.id)), _OWED_AGAIN)
    return button(Text("撤回", "Withdraw"), CancelLeave(kept.id).stamp(), style=style, confirm=sure)


def _half(of: date, half: Half) -> Text:
    return Text("{day} {half}", "{day} {half}").fill(day=day(of), half=HALVES[half])


_CONFIRM = Text("确认", "Confirm")
_OWED_AGAIN = Text("因请假免交的报告会恢复应交。", "Reports that it excused will be owed again.")
_LOST = Text("没看懂「{words}」里的日期，请在下面选。", "I found no dates in “{words}”: please choose them below.")
_ONE_LINE = Text(
    "也可以一句话：请假 周三下午 · 请假 12-01 到 12-03 看病。31 天内的病假可以补。",
    'In one line, too: "leave Wed afternoon", "leave 12-01 to 12-03 flu". Sick leave can be told 31 days late.',
)
