"""Who is told of what happens to a task: its owner of what they are given, who asked of what became of it.

Nobody is told of their own doing. All of it is unasked: it waits for quiet hours and counts in a person's day.
"""

from dataclasses import replace

from bot.card import Card
from bot.context import Context
from bot.task_cards import Said, task_card
from bot.text import Text
from bot.words import day
from sales import tasks as rules
from sales.roles import Role
from storage import people, task_moves
from storage.people import Person, Team
from storage.tasks import State, Task

KIND, ESCALATION = "task", "task_escalation"
"""The kinds of these messages in the reminder budget."""


def team_of(ctx: Context, task: Task) -> Team:
    """The team of a task, whose dates and managers count."""
    mine = (seat.team for seat in ctx.seats if seat.team.id == task.team_id)
    return next(mine, None) or next(team for team in people.every_team(ctx.db) if team.id == task.team_id)


def tell_given(ctx: Context, task: Task, team: Team, *, handed_over: bool = False) -> None:
    """Let the owner know that a task is theirs now."""
    title = _HANDED if handed_over else _GIVEN
    _tell(ctx, task, task.owner_at, team, Said(title.fill(name=_by(ctx, task))))


def tell_finished(ctx: Context, task: Task, team: Team) -> None:
    """Let who asked know that it is done, and the owner if somebody else said so."""
    line = Said(_DONE.fill(name=_by(ctx, task)))
    for to in _others(ctx, task):
        _tell(ctx, task, to, team, line)


def tell_reopened(ctx: Context, task: Task, team: Team) -> None:
    """Let both know that it is to be done after all."""
    for to in _others(ctx, task):
        _tell(ctx, task, to, team, Said(_REOPENED.fill(name=_by(ctx, task))))


def tell_dropped(ctx: Context, task: Task, team: Team, why: str) -> None:
    """Let both know that it is not to be done any more, and why."""
    for to in _others(ctx, task):
        _tell(ctx, task, to, team, Said(_DROPPED.fill(name=_by(ctx, task)), why=why))


def tell_handed_over(ctx: Context, before: Task, task: Task, team: Team) -> None:
    """Let the new owner know, who asked, and who had it if it was taken from them."""
    tell_given(ctx, task, team, handed_over=True)
    title = _MOVED.fill(name=_by(ctx, task), owner=task.owner)
    for to in {before.owner_at, task.asker_at} - {task.owner_at, ctx.open_id}:
        _tell(ctx, task, to, team, Said(title))


def tell_put_off(ctx: Context, task: Task, team: Team) -> None:
    """Let both know of the new day; with the third time the owner's managers are told, once, with the history."""
    title = _PUT_OFF.fill(name=_by(ctx, task), day=day(task.until))
    managers = _managers(ctx, task, team) if rules.is_told(task.postponed) else []
    told = {each.open_id for each in managers}
    for to in [each for each in _others(ctx, task) if each not in told]:
        _tell(ctx, task, to, team, Said(title))
    if managers:
        card = _third(ctx, task, team)
        for each in managers:
            ctx.notify(each.open_id, card, about=ESCALATION, unasked=True, dedupe=f"task/{task.id}/third/{each.id}")


def _third(ctx: Context, task: Task, team: Team) -> Card:
    title = Text("{name}的任务第 {n} 次延期", "Postponed {n} times: a task of {name}")
    told = [replace(each, at=each.at.astimezone(team.zone)) for each in task_moves.put_offs(ctx.db, task)]
    said = Said(title.fill(name=task.owner, n=task.postponed), history=told)
    return task_card(task, ctx.now.astimezone(team.zone).date(), said, may_drop=True)


def _managers(ctx: Context, task: Task, team: Team) -> list[Person]:
    everybody = people.roster(ctx.db, team)
    others = {task.owner_at, ctx.open_id}
    return [person for person, role in everybody if role is Role.MANAGER and person.open_id not in others]


def _others(ctx: Context, task: Task) -> list[str]:
    """Whom it concerns beside the one who acts: the owner, and who asked."""
    return [to for to in dict.fromkeys((task.owner_at, task.asker_at)) if to != ctx.open_id]


def _by(ctx: Context, task: Task) -> str:
    return ctx.person.name if ctx.person else task.owner


def _tell(ctx: Context, task: Task, to: str, team: Team, said: Said) -> None:
    if to == ctx.open_id:
        return
    today = ctx.now.astimezone(team.zone).date()
    told = task_card(task, today, said, may_drop=to == task.asker_at and task.state is State.OPEN)
    ctx.notify(to, told, about=KIND, unasked=True)


_GIVEN = Text("{name} 给你布置了任务", "{name} has a task for you")
_HANDED = Text("{name} 把任务转交给你", "{name} has handed a task over to you")
_DONE = Text("{name} 完成了任务", "{name} has done a task")
_REOPENED = Text("{name} 重新打开了任务", "{name} has reopened a task")
_DROPPED = Text("{name} 取消了任务", "{name} has called a task off")
_MOVED = Text("{name} 把任务转交给了 {owner}", "{name} has handed a task over to {owner}")
_PUT_OFF = Text("{name} 把任务延期到 {day}", "{name} has put a task off to {day}")
