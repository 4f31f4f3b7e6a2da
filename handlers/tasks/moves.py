"""The presses on a task: done, put off, handed over, called off, opened again; a stale one shows how it stands now."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.card import Card
from bot.context import Context, Reply
from bot.deliveries import TaskTouched
from bot.errors import Problem, Refusal
from bot.form import entries
from bot.router import Part, Router
from bot.task_forms import (
    CARD,
    LIST,
    AskDrop,
    AskHandOver,
    AskPostpone,
    DropTask,
    FinishTask,
    HandOverTask,
    PostponeTask,
    ReopenTask,
    ShowTask,
)
from bot.task_mirror import COMPLETED, DELETED, look, mirror
from bot.task_news import team_of, tell_dropped, tell_finished, tell_handed_over, tell_put_off, tell_reopened
from bot.text import Text
from bot.words import broken
from bot.words import day as day_words
from handlers.tasks.cards import drop_card, hand_over_card, own_card, postpone_card
from handlers.tasks.rights import droppable, held_task, seen_task, today_of
from handlers.tasks.todo import list_card
from sales import tasks as rules
from sales.breaches import AlreadySettled, Outdated, RuleBroken
from storage import people, task_moves
from storage.people import Person
from storage.tasks import Task

router = Router(Part.VISITS)


@router.event(TaskTouched)
def touched(ctx: Context, event: TaskTouched) -> None:
    """Something happened to a task in Feishu's own list: look there whether it is done, or open again, or gone."""
    if not event.changes or {COMPLETED, DELETED} & set(event.changes):
        look(ctx, event.guid)


@router.press(ShowTask)
def show(ctx: Context, pressed: ShowTask) -> Reply:
    """The task as it stands now."""
    return Reply(own_card(ctx, seen_task(ctx, pressed.task_id)))


@router.press(FinishTask)
def finish(ctx: Context, pressed: FinishTask) -> Reply:
    """Mark it as done today, and answer with the card that was pressed as it is now."""
    task = held_task(ctx, pressed.task_id)
    if stale := _stale(task, pressed.seen if pressed.on == CARD else task.version):
        return _answer(ctx, task, pressed.on, broken(stale), "warning")
    team = team_of(ctx, task)
    done = task_moves.finish(ctx.db, task, ctx.me.id, today_of(ctx, team), ctx.now)
    tell_finished(ctx, done, team)
    mirror(ctx, done, turned=True)
    return _answer(ctx, done, pressed.on, _DONE.fill(number=done.number))


@router.press(ReopenTask)
def reopen(ctx: Context, pressed: ReopenTask) -> Reply:
    """Open it again, for the day it was promised for."""
    task = held_task(ctx, pressed.task_id)
    if task.is_open or pressed.seen != task.version:
        return Reply(own_card(ctx, task), broken(Outdated(task.number)), "warning")
    opened = task_moves.reopen(ctx.db, task, ctx.me.id, ctx.now)
    tell_reopened(ctx, opened, team_of(ctx, task))
    mirror(ctx, opened, turned=True)
    return Reply(own_card(ctx, opened), _OPENED.fill(number=task.number))


@router.press(AskPostpone)
def ask_postpone(ctx: Context, pressed: AskPostpone) -> Reply:
    """Turn the card into the question for another day."""
    return _asked(ctx, pressed.task_id, pressed.seen, lambda task: postpone_card(ctx, task, {}))


@router.press(AskHandOver)
def ask_hand_over(ctx: Context, pressed: AskHandOver) -> Reply:
    """Turn the card into the question for a colleague."""
    return _asked(ctx, pressed.task_id, pressed.seen, lambda task: hand_over_card(ctx, task, {}))


@router.press(AskDrop)
def ask_drop(ctx: Context, pressed: AskDrop) -> Reply:
    """Turn the card into the question for a reason."""
    return _asked(ctx, pressed.task_id, pressed.seen, lambda task: drop_card(ctx, droppable(ctx, task), {}))


def _again(question: Callable[..., Card]) -> Callable[..., Card]:
    """What redraws a question with what was typed into it and what was wrong."""

    def redraw(
        ctx: Context, hidden: Mapping[str, Any], typed: Mapping[str, object], problems: tuple[Problem, ...]
    ) -> Card:
        task_id = hidden.get("task_id")
        return question(ctx, seen_task(ctx, task_id if isinstance(task_id, int) else 0), typed, problems)

    return redraw


@router.press(PostponeTask, redraw=_again(postpone_card))
def postpone(ctx: Context, filled: PostponeTask) -> Reply:
    """Promise it for the day picked; with the third time the owner's manager is told."""
    task = held_task(ctx, filled.task_id)
    if stale := _stale(task, filled.seen):
        return _answer(ctx, task, CARD, broken(stale), "warning")
    team = team_of(ctx, task)
    to, today = filled.due_on or task.until, today_of(ctx, team)
    rules.check_putting_off(task.until, to, today)
    moved = task_moves.postpone(ctx.db, task, ctx.me.id, to, today, filled.reason, ctx.now)
    tell_put_off(ctx, moved, team)
    mirror(ctx, moved)
    return _answer(ctx, moved, CARD, _MOVED.fill(number=task.number, day=day_words(to)))


@router.press(HandOverTask, redraw=_again(hand_over_card))
def hand_over(ctx: Context, filled: HandOverTask) -> Reply:
    """Make it the colleague's, and tell whom it concerns."""
    task = held_task(ctx, filled.task_id)
    if stale := _stale(task, filled.seen):
        return _answer(ctx, task, CARD, broken(stale), "warning")
    team, to = team_of(ctx, task), _taker(ctx, task, filled.to)
    moved = task_moves.hand_over(ctx.db, task, ctx.me.id, to.id, team.id, filled.reason, ctx.now)
    tell_handed_over(ctx, task, moved, team)
    mirror(ctx, moved, was=task)
    return _answer(ctx, moved, CARD, _HANDED.fill(number=task.number, name=to.name))


@router.press(DropTask, redraw=_again(drop_card))
def drop(ctx: Context, filled: DropTask) -> Reply:
    """Call it off for the reason given."""
    task = droppable(ctx, held_task(ctx, filled.task_id))
    if stale := _stale(task, filled.seen):
        return _answer(ctx, task, CARD, broken(stale), "warning")
    team = team_of(ctx, task)
    gone = task_moves.drop(ctx.db, task, ctx.me.id, today_of(ctx, team), filled.reason, ctx.now)
    tell_dropped(ctx, gone, team, filled.reason)
    mirror(ctx, gone)
    return _answer(ctx, gone, CARD, _DROPPED.fill(number=task.number))


def _asked(ctx: Context, task_id: int, seen: int, question: Callable[[Task], Card]) -> Reply:
    task = held_task(ctx, task_id)
    if stale := _stale(task, seen):
        return _answer(ctx, task, CARD, broken(stale), "warning")
    return Reply(question(task))


def _stale(task: Task, seen: int) -> RuleBroken | None:
    """Why a press comes too late: it is closed by now, or has changed since its card was drawn."""
    if not task.is_open:
        return AlreadySettled(task.number)
    return Outdated(task.number) if seen != task.version else None


def _taker(ctx: Context, task: Task, chosen: str) -> Person:
    everybody = {str(person.id): person for person, _ in people.roster(ctx.db, team_of(ctx, task))}
    if chosen not in everybody:
        label = entries(HandOverTask)["to"].label or _WHO
        raise Refusal(_WHO, (Problem("to", label, _WHO),))
    if everybody[chosen].id == task.owner_id:
        raise rules.AlreadyTheirs(task.owner)
    return everybody[chosen]


def _answer(ctx: Context, task: Task, on: str, toast: Text, tone: Any = "success") -> Reply:
    """The kind of card that was pressed as it stands now; the day card stays as it is."""
    if on == CARD:
        return Reply(own_card(ctx, task), toast, tone)
    return Reply(list_card(ctx) if on == LIST else None, toast, tone)


_WHO = Text("请选择一位同事", "please choose a colleague")
_DONE = Text("已完成 {number}", "{number} is done")
_OPENED = Text("已重新打开 {number}", "{number} is open again")
_MOVED = Text("{number} 已延期到 {day}", "{number} is put off to {day}")
_HANDED = Text("{number} 已转交给 {name}", "{number} is {name}'s now")
_DROPPED = Text("已取消 {number}", "{number} is called off")
