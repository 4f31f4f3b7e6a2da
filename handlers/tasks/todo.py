"""What is to be done: one's own tasks, next steps and reports by day; for managers, by person."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from bot.card import Card, Element, block, card, columns, cut, heading, md, note, panel
from bot.context import Context, Reply
from bot.controls import button, buttons
from bot.router import Part, Router
from bot.task_forms import LIST, FinishTask, ShowTask
from bot.task_views import TODO, task_line
from bot.text import Text, joined, same
from bot.views import Run, run_button
from bot.words import day
from handlers.tasks.team_todo import MOST_GIVEN, seen_line, team_card
from sales import visits
from sales.breaches import ManagersOnly
from sales.obligations import VISIT
from sales.records import dataclass
from storage import follow_ups, obligations, tasks
from storage.follow_ups import FollowUp
from storage.obligations import Obligation
from storage.tasks import Task

MOST = 12
"""How many things one's own list shows; the rest are counted."""

OWED = timedelta(days=14)
"""How far back and ahead reports are looked for."""

TEAM_WORDS = {"team", Text("本队", "team").zh, Text("团队", "team").zh, Text("全队", "team").zh}

router = Router(Part.VISITS)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do by a day, as a line of the list."""

    on: date
    line: Element


@router.command(
    TODO,
    Text("看我的待办：任务、跟进、待交报告", "See what you have to do: tasks, next steps, reports"),
    aliases=("db",),
    example=Text("待办 本队", "todo team"),
)
def show(ctx: Context, said: str) -> Reply:
    """The asker's own list, or that of the team they manage."""
    if said.strip().casefold() not in TEAM_WORDS:
        return Reply(list_card(ctx))
    if ctx.managed is None:
        raise ManagersOnly
    return Reply(team_card(ctx, ctx.managed.team))


def list_card(ctx: Context) -> Card:
    """Everything the asker has to do, the most urgent first, and what they asked of others folded away."""
    items = sorted(_items(ctx), key=lambda item: item.on)
    late = sum(item.on < ctx.today for item in items)
    lead = Text("{n} 项，过期 {late} 项", "{n} to do, {late} overdue").fill(n=len(items), late=late)
    more = len(items) - MOST
    return card(
        Text("我的待办", "To do"),
        *_sections(items[:MOST], ctx.today),
        note(Text("还有 {n} 项，处理完会接着列出", "{n} more, listed as these are done").fill(n=more))
        if more > 0
        else None,
        None if items else note(_NONE),
        _given(ctx),
        buttons(run_button(Text("任务", "task")), run_button(Text("跟进", "follow"))),
        subtitle=lead,
        summary=lead,
        icon="todo_outlined",
    )


def _items(ctx: Context) -> Iterator[Item]:
    """In three questions."""
    for task in tasks.open_of(ctx.db, ctx.me.id):
        yield Item(task.until, _task(ctx, task))
    for step in follow_ups.open_of(ctx.db, ctx.me.id):
        yield Item(step.due_on, _step(ctx, step))
    yield from _reports(ctx)


def _task(ctx: Context, task: Task) -> Element:
    to = ctx.me.open_id
    done = FinishTask(task.id, task.version, LIST).stamp(to=to)
    row = buttons(
        button(Text("看", "See"), ShowTask(task.id).stamp(to=to), style="text"),
        button(Text("完成", "Done"), done, style="text"),
    )
    return columns(task_line(task, ctx.today), row, weights=(4, 3))


def _step(ctx: Context, step: FollowUp) -> Element:
    return _other(ctx, step.due_on, step.customer, _FOLLOW.fill(step=cut(step.step, 60)), step.visit_id)


def _other(ctx: Context, on: date, name: str, what: Text, visit_id: int) -> Element:
    colour = "red" if on < ctx.today else "grey"
    both = f"**{{name}}** {{what}}\n<font color='{colour}'>{{rest}}</font>"
    rest = joined([day(on), same(visits.number(visit_id))], " · ")
    see = button(Text("处理", "See"), Run(Text("跟进", "follow").zh).stamp(), style="text")
    return columns(md(same(both), name=name, what=what, rest=rest), buttons(see), weights=(3, 2))


def _reports(ctx: Context) -> Iterator[Item]:
    """Reports still to be sent, those of visits counted by day, as there may be many."""
    zone = ctx.team.zone
    owed = [
        each for each in obligations.open_obligations(ctx.db, ctx.me.id, ctx.now - OWED) if each.due_at < ctx.now + OWED
    ]
    kinds = {kind.name: Text(kind.zh, kind.en) for kind in ctx.house.report_types}
    for each in owed:
        if each.type in kinds:
            on = each.due_at.astimezone(zone).date()
            yield Item(on, _report(ctx, on, kinds[each.type], each))
    days = Counter(each.due_at.astimezone(zone).date() for each in owed if each.type == VISIT)
    for on, n in days.items():
        what = Text("拜访记录 {n} 份", "{n} visit reports").fill(n=n)
        yield Item(on, _due(ctx, on, what, Text("拜访", "visit")))


def _report(ctx: Context, on: date, kind: Text, owed: Obligation) -> Element:
    return _due(ctx, on, Text("{kind} {period}", "{kind} {period}").fill(kind=kind, period=owed.period), kind)


def _due(ctx: Context, on: date, what: Text, word: Text) -> Element:
    colour = "red" if on < ctx.today else "grey"
    write = button(Text("填写", "Write"), Run(word.zh).stamp(), style="text")
    said = md(same(f"**{{what}}**\n<font color='{colour}'>{{day}}</font>"), what=what, day=day(on))
    return columns(said, buttons(write), weights=(3, 2))


def _sections(items: Sequence[Item], today: date) -> Iterator[Element]:
    """By how urgent it is: overdue, today, tomorrow, this week, later."""
    for title, first, end in _spans(today):
        found = [item.line for item in items if first <= item.on < end]
        if found:
            yield block(heading(title), *found)


def _spans(today: date) -> Iterator[tuple[Text, date, date]]:
    one = timedelta(days=1)
    monday = today + timedelta(days=7 - today.weekday())
    yield Text("已过期", "Overdue"), date.min, today
    yield Text("今天", "Today"), today, today + one
    yield Text("明天", "Tomorrow"), today + one, today + one * 2
    yield Text("本周", "This week"), today + one * 2, max(monday, today + one * 2)
    yield Text("以后", "Later"), max(monday, today + one * 2), date.max


def _given(ctx: Context) -> Element | None:
    """What the asker waits for from others."""
    given = tasks.given_by(ctx.db, ctx.me.id)
    if not given:
        return None
    title = Text("我布置的（{n} 项未完成）", "Asked of others ({n} open)").fill(n=len(given))
    return panel(title, *(seen_line(ctx, each) for each in given[:MOST_GIVEN]))


_NONE = Text(
    "没有待办。发「任务 周五前 寄样」就能记一项。", 'Nothing to do. "task by Friday send sample" adds something.'
)
_FOLLOW = Text("跟进：{step}", "Next step: {step}")
