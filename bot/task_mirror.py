"""Our tasks in Feishu's own task list: what we change is queued for it, what is completed there is completed here.

Everything about one task goes through one lane of the outbox, so that it arrives in order. Without the permission
nothing is missing but this.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from uuid import uuid4

import orjson

from bot.context import Context, House
from bot.deliveries import Delivery
from bot.task_news import team_of, tell_finished, tell_reopened
from bot.text import Text
from sales.tasks import number
from storage import task_mirrors, task_moves, tasks
from storage.engine import Connection
from storage.outbox import Outgoing, Verb, enqueue
from storage.people import find_person
from storage.task_mirrors import Mirror, There
from storage.tasks import State, Task

COMPLETED, DELETED = "task_completed_update", "task_deleted"
"""What the event says of a task that was completed or opened again there, and of one that was deleted."""


def mirror(ctx: Context, task: Task, *, was: Task | None = None, turned: bool = False) -> None:
    """Queue what Feishu's task list is to show of a task.

    `was` is the task before it was handed over; `turned` says that it was done or opened again, for else what was
    completed there a moment ago would be opened by a change of its day.
    """
    if not ctx.house.mirror_tasks or task_mirrors.is_off(ctx.db):
        return
    kept = task_mirrors.mirror_of(ctx.db, task.id)
    if kept is None:
        _make(ctx, task)
    elif task.state is State.DROPPED:
        _queue(ctx, task, kept.target, {"do": "delete"})
    else:
        _queue(ctx, task, kept.target, {"do": "patch", "turned": turned, **_said(task)})
        if was and was.owner_id != task.owner_id:
            people = {"add": _members(task), "remove": _members(was)}
            _queue(ctx, task, kept.target, {"do": "members", **people})


def _make(ctx: Context, task: Task) -> None:
    if not task.is_open:
        return
    _listen(ctx)
    begun = task_mirrors.begin(ctx.db, task.id, uuid4().hex)
    said = {"do": "create", "token": begun.token, "members": _members(task), **_said(task)}
    _queue(ctx, task, "", said, begun.key)


def _listen(ctx: Context) -> None:
    """Ask to be told of changes there, once a day: asking again does no harm."""
    once = f"{task_mirrors.PREFIX}listen/{ctx.now:%Y%m%d}"
    said = orjson.dumps({"do": "listen"}).decode()
    ctx.queue(Outgoing("tasks", Verb.WRITE_TASK, said, about="tasks", dedupe=once))


def _queue(ctx: Context, task: Task, target: str, said: Mapping[str, object], key: str = "") -> None:
    """A job for one task; `id` and `version` come back when it is done."""
    content = orjson.dumps({"id": task.id, "version": task.version, **said}).decode()
    once = key or f"{task_mirrors.PREFIX}{task.id}/{task.version}/{said['do']}"
    ctx.queue(Outgoing(_lane(task.id), Verb.WRITE_TASK, content, target, about=task.number, dedupe=once))


def _lane(task_id: int) -> str:
    return f"task/{task_id}"


def _said(task: Task) -> dict[str, object]:
    """What the list shows. Whole days are midnight UTC there, whatever the zone; all instants are milliseconds."""
    told = [
        (Text("编号", "No."), task.number),
        (Text("客户", "Customer"), task.customer),
        (Text("布置人", "Asked by"), task.asker if task.asker_id != task.owner_id else ""),
        (Text("预期结果", "Expected"), task.expected),
        (Text("来源", "From"), task.source),
    ]
    lines = [f"{label.zh} {label.en}: {words}" for label, words in told if words]
    return {
        "summary": task.what,
        "description": "\n".join(lines),
        "due": _midnight(task.until),
        "start": _midnight(task.start_on) if task.start_on else "",
        "done": task.state is State.DONE,
        "done_at": _millis(task.closed_at) if task.closed_at else "",
    }


def _midnight(day: date) -> str:
    return _millis(datetime.combine(day, time(), UTC))


def _millis(at: datetime) -> str:
    return str(int(at.timestamp() * 1000))


def _members(task: Task) -> list[dict[str, str]]:
    """The owner does it, who asked follows it."""
    owner = {"id": task.owner_at, "type": "user", "role": "assignee"}
    asker = {"id": task.asker_at, "type": "user", "role": "follower"}
    return [owner] if task.owner_id == task.asker_id else [owner, asker]


def look(ctx: Context, guid: str) -> None:
    """Queue a look at a task that was changed there, behind whatever of ours is still under way to it."""
    task_id = task_mirrors.is_known(ctx.db, guid)
    if task_id is not None and ctx.house.mirror_tasks and not task_mirrors.is_off(ctx.db):
        once = f"{task_mirrors.PREFIX}look/{ctx.delivery.key}"
        ctx.queue(Outgoing(_lane(task_id), Verb.READ_TASK, "{}", guid, about=number(task_id), dedupe=once))


def settle(db: Connection, there: There, now: datetime, house: House) -> None:
    """Let ours follow what was seen there: completed, opened again, or gone, which forgets only the place there."""
    kept = task_mirrors.known(db, there.guid)
    task = tasks.hold(db, kept.task_id) if kept else None
    if kept is None or task is None:
        return
    if there.gone:
        task_mirrors.forget(db, task.id)
    elif kept.version != task.version:
        _look_again(db, kept, task, now)
    elif task.is_open and there.completed_at:
        _follow(db, house, task, there.completed_at, now)
    elif task.state is State.DONE and there.completed_at is None:
        _follow(db, house, task, None, now)


def _look_again(db: Connection, kept: Mirror, task: Task, now: datetime) -> None:
    """Something of ours is not written yet; what was seen is older. Looking comes behind it, once for each version."""
    once = f"{task_mirrors.PREFIX}{task.id}/{task.version}/look"
    enqueue(db, Outgoing(_lane(task.id), Verb.READ_TASK, "{}", kept.guid, about=task.number, dedupe=once), now)


def _follow(db: Connection, house: House, task: Task, completed_at: datetime | None, now: datetime) -> None:
    """Done or undone there, by its owner as far as we know; whom it concerns is told as if it were done here."""
    owner, seats = find_person(db, task.owner_at)
    if owner is None:
        return
    ctx = Context(db, now, Delivery(f"task/{task.id}", now), owner.open_id, owner, seats, house)
    team = team_of(ctx, task)
    if completed_at:
        on = min(completed_at, now).astimezone(team.zone).date()
        changed = task_moves.finish(db, task, owner.id, on, now)
        tell_finished(ctx, changed, team)
    else:
        changed = task_moves.reopen(db, task, owner.id, now)
        tell_reopened(ctx, changed, team)
    task_mirrors.written(db, task.id, changed.version, now)
