"""Our tasks in Feishu's own task list: what we change is queued for it, what is completed there is completed here."""

from bot.context import Context
from storage.tasks import Task


def mirror(ctx: Context, task: Task, was: Task | None = None) -> None:
    """Queue what Feishu's task list is to show; nothing while mirroring is off."""
