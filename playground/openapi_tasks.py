"""Feishu's own task list (task-v2/task/create, …/patch, …/get, …/delete, …/add-member, …/remove-member)."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from playground.openapi_chats import success
from playground.people import Json, new_id
from playground.refusals import ApiError
from playground.tenant import Tenant
from playground.web import Request

LONGEST, MOST_MEMBERS = 3000, 50
DAY_MS = 86_400_000
PATCHED = frozenset({"summary", "description", "due", "start", "extra", "completed_at", "repeat_rule", "mode"})


def create(tenant: Tenant, request: Request) -> Json:
    """Make a task; the same client_token again gives the same task."""
    told = request.json()
    token = told.get("client_token", "")
    if token and not 10 <= len(str(token)) <= 100:
        raise _wrong(why="client_token must have 10 to 100 characters")
    known = tenant.world.task_tokens.get(token) if token else None
    if known in tenant.world.tasks:
        return success({"task": tenant.world.tasks[known]})
    _check(told, told)
    members = [_member(tenant, each) for each in _members(told)]
    guid, now = str(uuid4()), millis(tenant.clock.now())
    task = {name: told[name] for name in ("summary", "description", "due", "start", "origin") if name in told}
    task |= {"guid": guid, "members": members, "completed_at": "0", "status": "todo", "mode": 2, "source": 1}
    task |= {"creator": {"id": tenant.app.app_id, "type": "app", "role": "creator"}, "task_id": new_id("t")}
    task |= {"created_at": now, "updated_at": now, "subtask_count": 0}
    task["url"] = f"https://applink.feishu.cn/client/todo/detail?guid={guid}"
    tenant.world.tasks[guid] = task
    if token:
        tenant.world.task_tokens[token] = guid
    tenant.world.turn("tasks")
    return success({"task": task})


def get(tenant: Tenant, _request: Request, guid: str) -> Json:
    """Show a task."""
    return success({"task": task_of(tenant, guid)})


def patch(tenant: Tenant, request: Request, guid: str) -> Json:
    """Change the fields that are named; one that is named and not given is cleared, a done task is not done again."""
    task, told = task_of(tenant, guid), request.json()
    fields, values = told.get("update_fields"), told.get("task")
    if not isinstance(fields, list) or not fields or not isinstance(values, dict) or not PATCHED.issuperset(fields):
        raise _wrong(why="update_fields must name fields of the task")
    changed = {name: values.get(name) for name in fields}
    _check(changed, task | changed)
    if "completed_at" in changed:
        complete(task, str(changed.pop("completed_at") or "0"))
    for name, value in changed.items():
        if value is None:
            task.pop(name, None)
        else:
            task[name] = value
    task["updated_at"] = millis(tenant.clock.now())
    tenant.world.turn("tasks")
    return success({"task": task})


def delete(tenant: Tenant, _request: Request, guid: str) -> Json:
    """Take a task away."""
    task_of(tenant, guid)
    del tenant.world.tasks[guid]
    tenant.world.turn("tasks")
    return success({})


def add_members(tenant: Tenant, request: Request, guid: str) -> Json:
    """Let people in; somebody in two roles stands there twice."""
    task = task_of(tenant, guid)
    new = [_member(tenant, each) for each in _members(request.json())]
    task["members"] = [*task["members"], *(each for each in new if each not in task["members"])]
    return success({"task": task})


def remove_members(tenant: Tenant, request: Request, guid: str) -> Json:
    """Let people out, in the role that is named."""
    task = task_of(tenant, guid)
    gone = {(each.get("id"), each.get("role")) for each in _members(request.json())}
    task["members"] = [each for each in task["members"] if (each["id"], each["role"]) not in gone]
    return success({"task": task})


def subscribe(tenant: Tenant, _request: Request) -> Json:
    """Tell the app of changes of its tasks from now on."""
    tenant.hears_of_tasks = True
    return success({})


def task_of(tenant: Tenant, guid: str) -> dict[str, Any]:
    """Find a task, or refuse (1470404)."""
    task = tenant.world.tasks.get(guid)
    if task is None:
        raise ApiError(1470404, "task not found", 404)
    return task


def complete(task: dict[str, Any], at: str) -> None:
    """Complete a task at an instant (milliseconds), or open it (`0`); what is done is not done again (1470400)."""
    if at != "0" and task["completed_at"] != "0":
        raise _wrong(why="the task is completed already")
    task |= {"completed_at": at, "status": "todo" if at == "0" else "done"}


def _check(told: Json, whole: Json) -> None:
    """Refuse what the page forbids: no summary, long texts, days that are no midnight UTC, days of two kinds."""
    if "summary" in told and not (isinstance(told["summary"], str) and 0 < len(told["summary"]) <= LONGEST):
        raise _wrong(why="summary must have 1 to 3000 characters")
    if not whole.get("summary"):
        raise _wrong(why="summary is required")
    if len(str(told.get("description") or "")) > LONGEST:
        raise _wrong(why="description must have at most 3000 characters")
    days = [whole[name] for name in ("start", "due") if whole.get(name)]
    for each in days:
        _check_day(each)
    if len({bool(each.get("is_all_day")) for each in days}) > 1:
        raise _wrong(why="start and due must both be whole days, or neither")


def _check_day(day: Json) -> None:
    at = day.get("timestamp")
    if not isinstance(at, str) or not at.isdecimal():
        raise _wrong(why="timestamp must be milliseconds as a string")
    if day.get("is_all_day") and int(at) % DAY_MS:
        raise _wrong(why="a whole day is midnight UTC")


def _members(told: Json) -> list[Json]:
    members = told.get("members") or []
    if not isinstance(members, list) or len(members) > MOST_MEMBERS:
        raise _wrong(why="at most 50 members")
    return members


def _member(tenant: Tenant, told: Json) -> Json:
    person = tenant.world.people.get(str(told.get("id")))
    if person is None or told.get("role") not in ("assignee", "follower"):
        raise _wrong(why="a member needs the id of a person and a role")
    return {"id": person.open_id, "type": "user", "role": told["role"], "name": person.name}


def millis(at: datetime) -> str:
    """An instant as the task list has it."""
    return str(int(at.timestamp() * 1000))


def _wrong(*, why: str) -> ApiError:
    return ApiError(1470400, why)
