"""Where our tasks stand in Feishu's own task list: under which guid, and which version of ours is shown there."""

from datetime import datetime

from sqlalchemy import delete, select, update

from sales.records import dataclass
from storage import facts, outbox
from storage.engine import Connection, insert_into
from storage.outbox import State
from storage.tasks import task_mirrors

PREFIX = "mirror/"
"""What the dedupe keys of everything that is queued for the task list begin with."""

_OFF, _TOLD = "task_mirror_off", "task_mirror_told"


@dataclass(frozen=True, slots=True)
class There:
    """A task as Feishu's list has it: when it was completed (aware, None while it is open), or that it is gone."""

    guid: str
    completed_at: datetime | None = None
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Mirror:
    """One of our tasks there; `guid` is empty until Feishu has told it, `version` is ours that was written last."""

    task_id: int
    guid: str
    token: str
    version: int

    @property
    def key(self) -> str:
        """The dedupe key of the job that makes it there."""
        return f"{PREFIX}{self.task_id}/{self.token}"

    @property
    def target(self) -> str:
        """What a job that changes it is about: the guid, or the job that will bring one."""
        return self.guid or outbox.BY_KEY + self.key


def mirror_of(db: Connection, task_id: int) -> Mirror | None:
    """A task's place in the list; None without one, also where making it there was given up."""
    row = db.execute(select(task_mirrors).where(task_mirrors.c.task_id == task_id)).one_or_none()
    if row is None:
        return None
    kept = Mirror(row.task_id, row.guid or "", row.client_token, row.version)
    if kept.guid:
        return kept
    made = outbox.message_of(db, kept.key)
    return kept if made and made[0] in (State.QUEUED, State.SENT) else None


def begin(db: Connection, task_id: int, token: str) -> Mirror:
    """Note that a task is about to be made there, under a client token of its own; once more after it was given up."""
    row = insert_into(db, task_mirrors).values(task_id=task_id, client_token=token, version=0)
    anew = {"client_token": token, "guid": None, "version": 0}
    db.execute(row.on_conflict_do_update(index_elements=["task_id"], set_=anew))
    return Mirror(task_id, "", token, 0)


def known(db: Connection, guid: str) -> Mirror | None:
    """The task that stands there under this guid, held until the commit; None for a task that is not ours."""
    row = db.execute(select(task_mirrors).where(task_mirrors.c.guid == guid).with_for_update()).one_or_none()
    return Mirror(row.task_id, row.guid, row.client_token, row.version) if row else None


def is_known(db: Connection, guid: str) -> int | None:
    """The id of the task that stands there under this guid; None for a task that is not ours."""
    return db.scalar(select(task_mirrors.c.task_id).where(task_mirrors.c.guid == guid))


def written(db: Connection, task_id: int, version: int, at: datetime, guid: str = "") -> None:
    """Note which version of ours is shown there since `at`, and the guid where it was just made."""
    found = {"guid": guid} if guid else {}
    of_task = update(task_mirrors).where(task_mirrors.c.task_id == task_id)
    db.execute(of_task.values(version=version, synced_at=at, **found))


def forget(db: Connection, task_id: int) -> None:
    """Note that it is not there any more; ours stays as it is."""
    db.execute(delete(task_mirrors).where(task_mirrors.c.task_id == task_id))


def is_off(db: Connection) -> bool:
    """Whether Feishu has refused this for want of a permission since the worker was started."""
    return bool(facts.get(db, _OFF))


def switch_off(db: Connection, at: datetime) -> bool:
    """Give up until the next start, and everything that is queued with it; whether somebody is still to be told.

    Once is enough, over any number of starts, until it has worked again (`works`).
    """
    facts.put(db, _OFF, at.isoformat())
    outbox.cancel(db, PREFIX)
    is_news = not facts.get(db, _TOLD)
    if is_news:
        facts.put(db, _TOLD, at.isoformat())
    return is_news


def works(db: Connection) -> None:
    """Note that Feishu took something, so that it is news again if it ever stops."""
    if facts.get(db, _TOLD):
        facts.put(db, _TOLD, "")


def switch_on(db: Connection) -> None:
    """Try again, as at a start: permissions may have been granted meanwhile."""
    if is_off(db):
        facts.put(db, _OFF, "")
