"""The cards that ask: for a new task, for another day, for a colleague, for a reason."""

from collections.abc import Mapping

from bot.card import Card, Element, card, cut, note, panel
from bot.context import Context
from bot.controls import Option, button, buttons, form, submit
from bot.doubles import which_one
from bot.errors import Problem
from bot.form import Form
from bot.task_cards import Said, task_card
from bot.task_forms import DropTask, HandOverTask, PostponeTask, ShowTask
from bot.task_news import team_of
from bot.text import Text, same
from bot.views import control, problem_note
from handlers.tasks.forms import MORE, GiveTask
from handlers.tasks.rights import colleagues, may_drop, today_of
from storage import people, task_moves
from storage.tasks import State, Task

MOST_OFFERED = 40
"""How many colleagues a form offers; others are named with @ in a line."""


def own_card(ctx: Context, task: Task, line: Text | None = None) -> Card:
    """A task as it stands, for the one who asks."""
    why = task_moves.why_dropped(ctx.db, task) if task.state is State.DROPPED else ""
    today = today_of(ctx, team_of(ctx, task))
    return task_card(task, today, Said(line=line, why=why), may_drop=may_drop(ctx, task))


def form_card(ctx: Context, blank: GiveTask, typed: Mapping[str, object], problems: tuple[Problem, ...] = ()) -> Card:
    """The form of a new task, with what is said of it already; `owner` is a person's id."""
    stamp = blank.stamp(to=ctx.open_id, key=ctx.card_key())
    shown = {"owner": str(ctx.me.id), **typed}
    wrong = {problem.field for problem in problems}
    return card(
        _TITLE,
        problem_note(problems),
        note(_UNREAD.fill(words=cut(blank.unread, 200))) if blank.unread else None,
        form(
            "task",
            control(GiveTask, "what", shown),
            control(GiveTask, "owner", shown, _offered(ctx, str(shown["owner"]))),
            control(GiveTask, "due_on", shown),
            which_one(ctx, GiveTask, blank.asked, shown),
            control(GiveTask, "customer", shown),
            _more(shown, wrong),
            buttons(submit(Text("布置", "Give"), "give", stamp)),
        ),
        note(_ONE_LINE),
        subtitle=Text("{name} · {team}", "{name} · {team}").fill(name=ctx.me.name, team=ctx.team.name),
        summary=_TITLE,
        icon="todo_outlined",
    )


def _more(typed: Mapping[str, object], wrong: set[str]) -> Element:
    is_open = any(typed.get(name) for name in MORE) or not wrong.isdisjoint(MORE)
    return panel(_MORE, *(control(GiveTask, name, typed) for name in MORE), expanded=is_open)


def _offered(ctx: Context, chosen: str) -> list[Option]:
    """Oneself, whoever is chosen already, and the others."""
    known = colleagues(ctx)
    picked = [each for each in known.values() if str(each.person.id) == chosen]
    everybody = {each.person.id: each.person for each in [*list(known.values())[:1], *picked, *known.values()]}
    mine = Text("我自己（{name}）", "Myself ({name})")
    return [
        Option(str(person.id), mine.fill(name=person.name) if person.id == ctx.me.id else same(person.name))
        for person in list(everybody.values())[:MOST_OFFERED]
    ]


def postpone_card(ctx: Context, task: Task, typed: Mapping[str, object], problems: tuple[Problem, ...] = ()) -> Card:
    """Asks for the day to which a task is put off."""
    title = Text("延期：{what}", "Postpone: {what}").fill(what=cut(task.what, 40))
    blank = PostponeTask(task.id, task.version)
    fields = (control(PostponeTask, "due_on", typed), control(PostponeTask, "reason", typed))
    count = note(_COUNTED.fill(n=task.postponed)) if task.postponed else None
    return _asking(ctx, title, blank, fields, Text("延期", "Postpone"), problems, count)


def hand_over_card(ctx: Context, task: Task, typed: Mapping[str, object], problems: tuple[Problem, ...] = ()) -> Card:
    """Asks for the colleague of the task's team who takes it over."""
    title = Text("转交：{what}", "Hand over: {what}").fill(what=cut(task.what, 40))
    everybody = people.roster(ctx.db, team_of(ctx, task))
    others = [Option(str(person.id), same(person.name)) for person, _ in everybody if person.id != task.owner_id]
    if not others:
        return own_card(ctx, task, Text("团队里没有别人可以转交。", "There is nobody else in the team."))
    fields = (
        control(HandOverTask, "to", typed, others[:MOST_OFFERED], required=True),
        control(HandOverTask, "reason", typed),
    )
    blank = HandOverTask(task.id, task.version)
    return _asking(ctx, title, blank, fields, Text("转交", "Hand over"), problems)


def drop_card(ctx: Context, task: Task, typed: Mapping[str, object], problems: tuple[Problem, ...] = ()) -> Card:
    """Asks why a task is called off."""
    title = Text("取消：{what}", "Call off: {what}").fill(what=cut(task.what, 40))
    fields = (control(DropTask, "reason", typed),)
    return _asking(ctx, title, DropTask(task.id, task.version), fields, Text("取消任务", "Call it off"), problems)


def _asking(
    ctx: Context,
    title: Text,
    blank: PostponeTask | HandOverTask | DropTask,
    fields: tuple[Element, ...],
    word: Text,
    problems: tuple[Problem, ...],
    below: Element | None = None,
) -> Card:
    stamp: dict[str, object] = Form.stamp(blank, to=ctx.open_id, key=ctx.card_key())
    back = button(Text("返回", "Back"), ShowTask(blank.task_id).stamp(to=ctx.open_id), style="text")
    return card(
        title,
        problem_note(problems),
        form("task_change", *fields, buttons(submit(word, "change", stamp))),
        below,
        buttons(back),
        subtitle=Text("任务 T-{n}", "Task T-{n}").fill(n=blank.task_id),
        summary=title,
        icon="todo_outlined",
    )


_TITLE = Text("布置任务", "A new task")
_MORE = Text("预期结果、来源、开始日期", "Expected result, source, start")
_UNREAD = Text("没看懂：{words}", "Not understood: {words}")
_COUNTED = Text("已延期 {n} 次。第三次延期会告诉经理。", "Put off {n} times. With the third time the manager is told.")
_ONE_LINE = Text(
    "也可以一句话：任务 @李四 周五前 寄样 #客户", "In one line, too: task @Li Si by Friday send sample #customer"
)
