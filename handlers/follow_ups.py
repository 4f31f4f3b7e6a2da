"""Next steps that come back: done with one press, put off to another day, or given up."""

from collections.abc import Mapping
from datetime import date

from bot.card import Card, Element, block, card, md, note
from bot.context import Context, Reply
from bot.controls import button, buttons, form, submit
from bot.errors import Problem
from bot.form import Form, carried, day
from bot.router import Part, Router
from bot.text import Text, same
from bot.views import control, problem_note, run_button
from bot.words import day as day_words
from sales import visits as rules
from sales.breaches import AlreadySettled, NextStepInPast, NextStepTooFar, NotFound, NotYours
from sales.records import dataclass
from storage import follow_ups
from storage.follow_ups import FollowUp, State, number

MOST = 8
"""How many the card lists; the rest are counted."""

router = Router(Part.VISITS)


@dataclass(frozen=True)
class Finish(Form):
    """The buttons 完成 and 不跟了 of one follow-up; `state` is what becomes of it."""

    follow_up_id: int = carried(0)
    state: str = carried(State.DONE.value)


@dataclass(frozen=True)
class AskMove(Form):
    """The button 改期 of one follow-up."""

    follow_up_id: int = carried(0)


@dataclass(frozen=True)
class Move(Form):
    """The card that asks for another day."""

    follow_up_id: int = carried(0)
    next_step_on: date | None = day(Text("改到哪天", "Which day"), required=True)


@router.command(Text("跟进", "follow"), Text("看待跟进的事", "See your open follow-ups"), aliases=("gj",))
def show(ctx: Context, _: str) -> Reply:
    """Everything open of the asker, the earliest due first."""
    return Reply(list_card(ctx))


@router.press(Finish)
def finish(ctx: Context, pressed: Finish) -> Reply:
    """Mark one as done, or as given up, today."""
    due = _open(ctx, pressed.follow_up_id)
    state = State.DROPPED if pressed.state == State.DROPPED else State.DONE
    follow_ups.finish(ctx.db, due, state, ctx.today, ctx.now)
    return Reply(list_card(ctx), _FINISHED[state].fill(customer=due.customer, step=due.step[:40]))


@router.press(AskMove)
def ask_move(ctx: Context, pressed: AskMove) -> Reply:
    """Turn the list into the question for another day."""
    due = _open(ctx, pressed.follow_up_id)
    return Reply(move_card(ctx, due, {"next_step_on": due.due_on.isoformat()}))


def ask_again(
    ctx: Context, hidden: Mapping[str, object], typed: Mapping[str, object], problems: tuple[Problem, ...]
) -> Card:
    """The question once more, with the day that was picked and why it cannot be."""
    found = hidden.get("follow_up_id")
    return move_card(ctx, _open(ctx, found if isinstance(found, int) else 0), typed, problems)


@router.press(Move, redraw=ask_again)
def move(ctx: Context, filled: Move) -> Reply:
    """Let it come back on the day picked, and show the list again."""
    due = _open(ctx, filled.follow_up_id)
    to = filled.next_step_on or ctx.today
    if to < ctx.today:
        raise NextStepInPast(ctx.today)
    if to > ctx.today + rules.PLANNED:
        raise NextStepTooFar(ctx.today + rules.PLANNED)
    follow_ups.move(ctx.db, due, to, ctx.now)
    said = Text("已改到 {day}：{customer}", "Moved to {day}: {customer}")
    return Reply(list_card(ctx), said.fill(day=day_words(to), customer=due.customer))


def _open(ctx: Context, follow_up_id: int) -> FollowUp:
    """The asker's own open follow-up."""
    due = follow_ups.hold(ctx.db, follow_up_id)
    if due is None:
        raise NotFound(number(follow_up_id))
    if due.rep_id != ctx.me.id:
        raise NotYours(due.number)
    if due.state is not State.OPEN:
        raise AlreadySettled(due.number)
    return due


def list_card(ctx: Context) -> Card:
    """One box for each, its buttons inside; what is overdue says since when."""
    due = follow_ups.open_of(ctx.db, ctx.me.id)
    late = sum(each.due_on < ctx.today for each in due)
    more = note(Text("还有 {n} 项，处理完会接着列出", "{n} more, listed as these are done").fill(n=len(due) - MOST))
    lead = Text("待跟进 {n} 项，过期 {late} 项", "{n} open, {late} overdue").fill(n=len(due), late=late)
    return card(
        Text("待跟进", "Follow-ups"),
        *(_box(ctx, each) for each in due[:MOST]),
        more if len(due) > MOST else None,
        None if due else note(_NONE),
        None if due else buttons(run_button(Text("拜访", "visit"))),
        subtitle=lead,
        summary=lead,
        icon="calendar_outlined",
    )


def _box(ctx: Context, due: FollowUp) -> Element:
    days = (ctx.today - due.due_on).days
    when = _LATE.fill(day=day_words(due.due_on), n=days) if days > 0 else _DUE.fill(day=day_words(due.due_on))
    to = ctx.me.open_id
    sure = (Text("不再跟进？", "Give it up?"), Text("它不会再提醒。", "It will not come back."))
    row = (
        button(Text("完成", "Done"), Finish(due.id).stamp(to=to), style="primary"),
        button(Text("改期", "Move"), AskMove(due.id).stamp(to=to)),
        button(Text("不跟了", "Give up"), Finish(due.id, State.DROPPED.value).stamp(to=to), style="text", confirm=sure),
    )
    colour = "orange" if days > 0 else "grey"
    line = f"**{{customer}}** {{step}}\n<font color='{colour}'>{{when}} · {{number}}</font>"
    said = md(same(line), customer=due.customer, step=due.step[:200], when=when, number=rules.number(due.visit_id))
    return block(said, buttons(*row))


def move_card(ctx: Context, due: FollowUp, typed: Mapping[str, object], problems: tuple[Problem, ...] = ()) -> Card:
    """Asks for the day on which a follow-up is to come back."""
    title = Text("改期：{customer}", "Move: {customer}").fill(customer=due.customer)
    stamp = Move(due.id).stamp(to=ctx.open_id, key=ctx.card_key())
    row = buttons(submit(Text("改期", "Move"), "move", stamp))
    picked = control(Move, "next_step_on", typed, required=True)
    return card(
        title,
        problem_note(problems),
        form("moving", picked, row),
        buttons(run_button(Text("跟进", "follow"))),
        subtitle=same(due.step[:60] or "—"),
        summary=title,
        icon="calendar_outlined",
    )


_FINISHED = {
    State.DONE: Text("已完成：{customer} {step}", "Done: {customer} {step}"),
    State.DROPPED: Text("不再跟进：{customer} {step}", "Given up: {customer} {step}"),
}
_DUE = Text("{day}", "{day}")
_LATE = Text("{day}，过期 {n} 天", "{day}, {n} days overdue")
_NONE = Text(
    "没有待跟进的事。记拜访时写上下一步和日期，到那天会提醒。",
    "Nothing is open. A next step with a date comes back then.",
)
