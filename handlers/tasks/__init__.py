"""A task is given in one line or on a card, shows its owner what to do until when, and goes its way by presses."""

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.card import Card
from bot.context import Context, Reply
from bot.doubles import asked_before
from bot.errors import Problem
from bot.router import Part, Router
from bot.text import Text
from handlers.tasks import moves, todo
from handlers.tasks.cards import form_card, own_card
from handlers.tasks.forms import GiveTask
from handlers.tasks.giving import from_form, from_line
from handlers.tasks.rights import seen_task

router = Router(Part.VISITS)

_NUMBER = re.compile(r"[Tt]-([0-9]{1,9})")


@router.command(
    Text("任务", "task"),
    Text("给同事或自己布置一项任务", "Give a colleague or yourself a task"),
    aliases=("rw",),
    example=Text("任务 @李四 周五前 寄样 #客户", "task @Li Si by Friday send sample #customer"),
)
def ask(ctx: Context, said: str) -> Reply:
    """The form, the task named, or what the line makes of itself."""
    if found := _NUMBER.fullmatch(said):
        return Reply(own_card(ctx, seen_task(ctx, int(found[1]))))
    return from_line(ctx, said) if said else Reply(form_card(ctx, GiveTask(), {}))


def ask_again(
    ctx: Context, hidden: Mapping[str, object], typed: Mapping[str, object], problems: tuple[Problem, ...]
) -> Card:
    """The form once more with everything typed, and the question for the customer where it is doubtful."""
    blank = GiveTask(unread=str(hidden.get("unread") or ""))
    return form_card(ctx, replace(blank, asked=asked_before(hidden, typed, problems)), typed, problems)


@router.press(GiveTask, redraw=ask_again)
def file(ctx: Context, filled: GiveTask) -> Reply:
    """Keep the task and tell its owner."""
    return from_form(ctx, filled)


ROUTERS = (router, moves.router, todo.router)
"""The routers of tasks, in the order of the help."""
