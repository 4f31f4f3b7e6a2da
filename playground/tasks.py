"""What people do in Feishu's own task list, outside any chat; the app hears of it if it asked to."""

from playground import envelopes
from playground.acts import Acts, Delivered
from playground.openapi_tasks import complete, millis, task_of
from playground.tenant import Tenant


def turn(tenant: Tenant, acts: Acts, guid: str, *, done: bool = True) -> Delivered:
    """Let somebody complete or reopen a task in their own list; the app hears of it if it asked to."""
    complete(task_of(tenant, guid), millis(tenant.clock.now()) if done else "0")
    return _tell(tenant, acts, guid, "task_completed_update")


def take_away(tenant: Tenant, acts: Acts, guid: str) -> Delivered:
    """Let somebody delete a task from their own list."""
    del tenant.world.tasks[task_of(tenant, guid)["guid"]]
    return _tell(tenant, acts, guid, "task_deleted")


def _tell(tenant: Tenant, acts: Acts, guid: str, change: str) -> Delivered:
    tenant.world.turn("tasks")
    if not tenant.hears_of_tasks:
        return Delivered()
    event = {"event_types": [change], "task_guid": guid}
    return acts.tell(envelopes.envelope(tenant, "task.task.update_user_access_v2", event))
