"""How jobs for Feishu's task list ended: what is there now, or that it is not to be had in this tenant."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

import orjson
import structlog

from bot.card import card, md, note
from bot.feishu.codes import Sent
from bot.text import Text
from storage import claims, task_mirrors
from storage.claims import Claimed, Failure
from storage.engine import Connection
from storage.outbox import Outgoing, Verb, enqueue
from storage.task_mirrors import There

VERBS = frozenset({Verb.WRITE_TASK, Verb.READ_TASK})
"""The jobs that are about the task list."""

log = structlog.get_logger(__name__)


class _Follow(Protocol):
    def __call__(self, db: Connection, there: There, now: datetime) -> None: ...


def done(db: Connection, row: Claimed, answer: object, now: datetime, follow: _Follow | None) -> None:
    """Keep what a job came to: a new guid, the version that is shown there, or how the task stands."""
    told = orjson.loads(row.content)
    if row.verb is Verb.WRITE_TASK and "id" in told and not isinstance(answer, There):
        guid = answer.message_id if isinstance(answer, Sent) else ""
        task_mirrors.written(db, told["id"], told["version"], now, guid)
        task_mirrors.works(db)
    if isinstance(answer, There) and follow:
        try:
            with db.begin_nested():
                follow(db, answer, now)
        except Exception:
            # Otherwise nothing that was sent beside it could be written down, now or ever.
            log.exception("task_failed", row=row.id)


def refused(db: Connection, row: Claimed, why: Failure, now: datetime, admins: Iterable[str]) -> None:
    """Without the permission nothing more is tried until the next start; the admins hear of it once."""
    claims.drop(db, row, now, why)
    if task_mirrors.switch_off(db, now):
        content = switched_off()
        for admin in admins:
            once = f"tasks_off/{now:%Y%m%d%H%M%S}/{admin}"
            enqueue(db, Outgoing(admin, Verb.SEND, content, about="outbox.parked", dedupe=once), now)


def switched_off() -> str:
    """The card's JSON text: what does not happen, and what would change it."""
    title = Text("飞书任务没有同步", "Feishu Tasks are not in step")
    return card(
        title,
        md(
            Text(
                "应用没有 `task:task:write` 权限，任务不会出现在飞书任务里；机器人里的任务不受影响。",
                "The app lacks the permission `task:task:write`: tasks do not appear in Feishu Tasks. "
                "In the bot they work as ever.",
            )
        ),
        note(
            Text(
                "开通权限并发布版本后重启；不需要同步，就在配置里写 [tasks] mirror = false。",
                "Grant it, publish a version and restart; or set [tasks] mirror = false in the settings.",
            )
        ),
        summary=title,
        colour="orange",
    ).dumps()
