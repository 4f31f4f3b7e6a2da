"""A task on a card of its own, as whoever it concerns gets to read it."""

from collections.abc import Sequence
from datetime import date

from bot.card import Card, Element, card, cut, facts, md, note, plain, tag
from bot.controls import button, buttons
from bot.task_forms import AskDrop, AskHandOver, AskPostpone, FinishTask, ReopenTask
from bot.task_views import TODO, when
from bot.text import Text, joined, same
from bot.views import run_button
from bot.words import clock, day
from sales.records import dataclass
from storage.task_moves import PutOff
from storage.tasks import State, Task

STATES = {
    State.OPEN: Text("进行中", "Open"),
    State.DONE: Text("已完成", "Done"),
    State.DROPPED: Text("已取消", "Called off"),
}
"""What a state is called."""

_COLOURS = {State.OPEN: "blue", State.DONE: "green", State.DROPPED: "grey"}
_TITLE_LENGTH, MOST_PUT_OFFS = 40, 5


@dataclass(frozen=True, slots=True)
class Said:
    """What stands beside a task on a card: the title if not the task's number, a line, and why it was dropped.

    The instants of `history` are in the reader's zone.
    """

    title: Text | None = None
    line: Text | None = None
    why: str = ""
    history: Sequence[PutOff] = ()


def task_card(task: Task, today: date, said: Said = Said(), *, may_drop: bool = False) -> Card:
    """What is to be done, by whom, until when, and the buttons; `may_drop` is whether the reader may call it off.

    Nobody else is kept from pressing: what a press may do is decided by who presses.
    """
    late = task.is_open and task.until < today
    title = said.title or Text("任务 {number}", "Task {number}").fill(number=task.number)
    what = cut(task.what, _TITLE_LENGTH)
    return card(
        title,
        md(same("**{what}**"), what=task.what),
        _facts(task, today, said.why),
        note(said.line) if said.line else None,
        _history(said.history),
        _ways(task, may_drop=may_drop),
        subtitle=joined([same(task.owner), when(task, today)], " · "),
        summary=joined([title, same(what), when(task, today)], Text("，", ", ")),
        colour="red" if late else _COLOURS[task.state],
        icon="todo_outlined",
        tags=[*([tag(same(task.number), "neutral")] if said.title else []), _state(task, late=late)],
    )


def _state(task: Task, *, late: bool) -> Element:
    return tag(_LATE, "red") if late else tag(STATES[task.state], _TAGS[task.state])


def _facts(task: Task, today: date, why: str) -> Element:
    asked = [(Text("布置人", "Asked by"), same(task.asker))] if task.asker_id != task.owner_id else []
    starts = task.start_on and task.start_on > today
    told = (
        (Text("客户", "Customer"), task.customer),
        (Text("预期结果", "Expected"), task.expected),
        (Text("来源", "From"), task.source),
        (Text("取消原因", "Reason"), why),
    )
    return facts(
        (Text("负责人", "Owner"), same(task.owner)),
        *asked,
        (Text("截止", "Due"), when(task, today)),
        *([(Text("开始", "Start"), day(task.start_on))] if starts and task.start_on else []),
        *((label, same(words)) for label, words in told if words),
        *([(Text("延期", "Put off"), _put_off(task))] if task.postponed else []),
        *([(Text("完成于", "Done on"), day(task.closed_on))] if task.state is State.DONE and task.closed_on else []),
    )


def _put_off(task: Task) -> Text:
    return Text("{n} 次，原定 {day}", "{n}, first due {day}").fill(n=task.postponed, day=day(task.first_due_on))


def _history(put_offs: Sequence[PutOff]) -> Element | None:
    """Each time that it was put off: when, by whom, from which day to which, and why."""
    if not put_offs:
        return None
    lines = [_put_off_line(each) for each in put_offs[-MOST_PUT_OFFS:]]
    return plain(joined(lines, "\n"), size="notation", colour="grey")


def _put_off_line(each: PutOff) -> Text:
    moved = Text("{day}：{was} → {to}", "{day}: {was} → {to}")
    said = [moved.fill(day=clock(each.at), was=day(each.was), to=day(each.to)), same(each.by)]
    return joined([*said, *([same(each.reason)] if each.reason else [])], " · ")


def _ways(task: Task, *, may_drop: bool) -> Element:
    if not task.is_open:
        again = button(_REOPEN, ReopenTask(task.id, task.version).stamp(), style="text")
        return buttons(again, run_button(TODO))
    return buttons(
        button(Text("完成", "Done"), FinishTask(task.id, task.version).stamp(), style="primary"),
        button(Text("延期", "Postpone"), AskPostpone(task.id, task.version).stamp()),
        button(Text("转交", "Hand over"), AskHandOver(task.id, task.version).stamp()),
        button(Text("取消", "Drop"), AskDrop(task.id, task.version).stamp(), style="text") if may_drop else None,
    )


_LATE = Text("已过期", "Overdue")
_REOPEN = Text("重新打开", "Reopen")
_TAGS = {State.OPEN: "blue", State.DONE: "green", State.DROPPED: "neutral"}
