"""A team's list of what is to be done: who has how much, and which tasks are overdue."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from bot.card import Card, Element, block, card, columns, heading, md, note
from bot.context import Context
from bot.controls import button, buttons
from bot.task_forms import ShowTask
from bot.task_views import task_line
from bot.text import Text, joined, same
from bot.views import run_button
from sales.tasks import AHEAD
from storage import follow_ups, tasks
from storage.follow_ups import FollowUp
from storage.people import Team
from storage.tasks import Task

MOST_GIVEN, MOST_PEOPLE = 8, 20
"""How many tasks and how many people such a list names."""


def team_card(ctx: Context, team: Team) -> Card:
    """Who has how much to do, the most overdue first, and the tasks that are overdue. Two questions."""
    today = ctx.now.astimezone(team.zone).date()
    open_tasks = tasks.open_in(ctx.db, team.id)
    steps = follow_ups.open_to(ctx.db, today + AHEAD, team_id=team.id)
    late = [each for each in open_tasks if each.until < today]
    lead = Text("任务 {n} 项，过期 {late} 项", "{n} tasks, {late} overdue").fill(n=len(open_tasks), late=len(late))
    lines = _people(open_tasks, steps, today)
    more = len(lines) - MOST_PEOPLE
    return card(
        Text("{team} 的待办", "To do in {team}").fill(team=team.name),
        block(*lines[:MOST_PEOPLE]) if lines else note(_NOBODY),
        note(Text("还有 {n} 人", "{n} more people").fill(n=more)) if more > 0 else None,
        block(heading(_LATE.fill(n=len(late))), *(seen_line(ctx, each) for each in late[:MOST_GIVEN]))
        if late
        else None,
        buttons(run_button(Text("任务", "task"))),
        subtitle=lead,
        summary=lead,
        icon="todo_outlined",
    )


def _people(open_tasks: Sequence[Task], steps: Sequence[FollowUp], today: date) -> list[Element]:
    """A line for each person: open and overdue tasks, open and overdue next steps."""
    names = {each.rep_id: each.rep for each in steps} | {each.owner_id: each.owner for each in open_tasks}
    has, late = Counter(each.owner_id for each in open_tasks), _late(open_tasks, today)
    owes, behind = Counter(each.rep_id for each in steps), Counter(e.rep_id for e in steps if e.due_on < today)
    order = sorted(names, key=lambda who: (-late[who] - behind[who], -has[who] - owes[who], names[who]))
    return [_person(names[who], (has[who], late[who]), (owes[who], behind[who])) for who in order]


def _late(open_tasks: Sequence[Task], today: date) -> Counter[int]:
    return Counter(each.owner_id for each in open_tasks if each.until < today)


def _person(name: str, of_tasks: tuple[int, int], of_steps: tuple[int, int]) -> Element:
    colour = "red" if of_tasks[1] or of_steps[1] else "grey"
    said = joined([_count(_TASKS, *of_tasks), _count(_STEPS, *of_steps)], " · ")
    return md(same(f"**{{name}}** <font color='{colour}'>{{said}}</font>"), name=name, said=said)


def _count(words: Text, n: int, late: int) -> Text:
    said = words.fill(n=n)
    return joined([said, _OVERDUE.fill(n=late)], Text("，", ", ")) if late else said


def seen_line(ctx: Context, task: Task) -> Element:
    """A task of somebody else in a list, with the button that shows it."""
    see = button(Text("看", "See"), ShowTask(task.id).stamp(to=ctx.me.open_id), style="text")
    return columns(task_line(task, ctx.today, with_owner=True), buttons(see), weights=(4, 1))


_NOBODY = Text("团队里没有未完成的任务和跟进。", "Nobody in the team has a task or next step open.")
_LATE = Text("过期的任务（{n} 项）", "Overdue tasks ({n})")
_TASKS = Text("任务 {n}", "tasks {n}")
_STEPS = Text("跟进 {n}", "next steps {n}")
_OVERDUE = Text("过期 {n}", "{n} overdue")
