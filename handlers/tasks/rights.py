"""Whom one may give tasks to, and what one may do with a task: owner, asker, the owner's manager, an admin."""

from collections.abc import Mapping
from datetime import date

from bot.context import Context
from bot.deliveries import Said
from bot.orders import is_director
from sales.breaches import NotFound
from sales.records import dataclass
from sales.tasks import DroppedByOthers, NotTheirColleague, NotTheirTask, number
from storage import people, tasks
from storage.people import Person, Team
from storage.tasks import Task


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who may be given a task, and the team in which they are asked."""

    person: Person
    team: Team


def colleagues(ctx: Context) -> Mapping[int, Colleague]:
    """Oneself first, then everybody in one's teams, the team that this is about before the others; by id."""
    found = {ctx.me.id: Colleague(ctx.me, ctx.team)}
    teams = sorted((seat.team for seat in ctx.seats), key=lambda team: team.id != ctx.team.id)
    for team in teams:
        for person, _ in people.roster(ctx.db, team):
            found.setdefault(person.id, Colleague(person, team))
    return found


def mentioned(ctx: Context) -> list[Colleague]:
    """Who is named with @, the bot left aside; raises `NotTheirColleague` for whom one may not ask."""
    named = ctx.delivery.mentions if isinstance(ctx.delivery, Said) else ()
    known = colleagues(ctx)
    return [_reached(ctx, known, each.open_id, each.name) for each in named if not each.is_bot]


def _reached(ctx: Context, known: Mapping[int, Colleague], open_id: str, name: str) -> Colleague:
    person, seats = people.find_person(ctx.db, open_id)
    if person and person.id in known:
        return known[person.id]
    if person and seats and is_director(ctx):
        return Colleague(person, seats[0].team)
    raise NotTheirColleague(name[:40])


def today_of(ctx: Context, team: Team) -> date:
    """A team's local date."""
    return ctx.now.astimezone(team.zone).date()


def seen_task(ctx: Context, task_id: int) -> Task:
    """A task that the asker may see; one that they may not see is as good as none."""
    task = tasks.find(ctx.db, task_id)
    if task is None or not (_concerns(ctx, task) or is_director(ctx)):
        raise NotFound(number(task_id))
    return task


def held_task(ctx: Context, task_id: int) -> Task:
    """A task that the asker may change, held until the commit."""
    task = tasks.hold(ctx.db, task_id)
    if task is None:
        raise NotFound(number(task_id))
    if not _concerns(ctx, task):
        raise NotTheirTask(task.number)
    return task


def may_drop(ctx: Context, task: Task) -> bool:
    """Whether the asker may call it off: who asked for it, the managers of its team, admins."""
    return ctx.me.id == task.asker_id or task.team_id in ctx.managed_ids or ctx.is_admin


def droppable(ctx: Context, task: Task) -> Task:
    """The same task; raises `DroppedByOthers` for anybody who may not call it off."""
    if not may_drop(ctx, task):
        raise DroppedByOthers(task.number)
    return task


def _concerns(ctx: Context, task: Task) -> bool:
    return ctx.me.id in (task.owner_id, task.asker_id) or task.team_id in ctx.managed_ids or ctx.is_admin
