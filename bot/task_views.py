"""Tasks as lines of any card: what, for whom, until when; and a team's tasks counted."""

from collections.abc import Sequence
from datetime import date

from bot.card import Element, block, columns, cut, heading, md, note
from bot.controls import button, buttons
from bot.task_forms import MORNING, FinishTask
from bot.text import Text, joined, same
from bot.views import run_button
from bot.words import day
from sales.stretches import Stretch
from storage import tasks
from storage.engine import Connection
from storage.people import Team
from storage.tasks import Task

MOST = 6
"""How many tasks a card lists that is about other things, too; the rest are counted."""

TODO = Text("待办", "todo")
"""The word under which one's own list is found."""

_SHORT = 80


def task_lines(due: Sequence[Task], today: date, to: str) -> Element | None:
    """The part of the day card of the person with the open_id `to`: the tasks that `storage.tasks.tasks_due` gives.

    What is overdue stands first and says since when; each has the button that does it. None where there are none.
    """
    if not due:
        return None
    late = sum(each.until < today for each in due)
    title = _WITH_LATE if late else _TITLE
    more = note(Text("还有 {n} 项", "{n} more").fill(n=len(due) - MOST)) if len(due) > MOST else None
    lines = [_morning_line(each, today, to) for each in due[:MOST]]
    rest = buttons(run_button(TODO), align="left") if more else None
    return block(heading(title.fill(n=len(due), late=late)), *lines, more, rest)


def _morning_line(task: Task, today: date, to: str) -> Element:
    done = FinishTask(task.id, task.version, MORNING).stamp(to=to)
    finish = buttons(button(Text("完成", "Done"), done, style="text"))
    return columns(task_line(task, today), finish, weights=(4, 1))


def task_line(task: Task, today: date, *, with_owner: bool = False) -> Element:
    """One task in a list: what, for which customer, until when, its number, and whose it is or from whom."""
    late = task.is_open and task.until < today
    who = _OWNER.fill(name=task.owner) if with_owner else _ASKER.fill(name=task.asker)
    named = with_owner or task.asker_id != task.owner_id
    until = _TODAY if task.is_open and task.until == today else when(task, today)
    parts = [until, *([who] if named else []), same(task.number)]
    colour = "red" if late else "grey"
    both = f"**{{what}}** {{customer}}\n<font color='{colour}'>{{rest}}</font>"
    return md(same(both), what=cut(task.what, _SHORT), customer=task.customer, rest=joined(parts, " · "))


def when(task: Task, today: date) -> Text:
    """Until when a task is promised: the day, and by how many days it is late."""
    days = (today - task.until).days
    if days <= 0 or not task.is_open:
        return _UNTIL_TODAY.fill(day=day(task.until)) if days == 0 else _UNTIL.fill(day=day(task.until))
    return (_LATE if days > 1 else _LATE_ONE).fill(day=day(task.until), n=days)


def task_summary(db: Connection, team: Team, stretch: Stretch, today: date) -> Text | None:
    """One line for a group: how many of a span's tasks were done, and how many are overdue today; nobody is named.

    None where the team had none to do and none is overdue. One question.
    """
    found = tasks.summary(db, team.id, stretch.first, stretch.end, today)
    if not found.due and not found.overdue:
        return None
    line = _SUMMARY if found.due else _ONLY_LATE
    return line.fill(done=found.done, due=found.due, overdue=found.overdue)


_TITLE = Text("任务 {n} 项", "Tasks: {n}")
_WITH_LATE = Text("任务 {n} 项，过期 {late} 项", "Tasks: {n}, {late} overdue")
_UNTIL = Text("{day}前", "by {day}")
_TODAY = Text("今天", "today")
_UNTIL_TODAY = Text("今天（{day}）", "today ({day})")
_LATE_ONE = Text("{day}，过期 {n} 天", "{day}, {n} day overdue")
_LATE = Text("{day}，过期 {n} 天", "{day}, {n} days overdue")
_OWNER = Text("{name}负责", "{name}")
_ASKER = Text("{name}布置", "from {name}")
_SUMMARY = Text("任务完成 {done}/{due}，逾期 {overdue} 项", "Tasks done {done}/{due}, {overdue} overdue")
_ONLY_LATE = Text("任务逾期 {overdue} 项", "Tasks overdue: {overdue}")
