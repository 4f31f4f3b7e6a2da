"""Targets of a team with a manager and two reps, for tests of what stands when."""

from datetime import datetime, timedelta

from sales import scopes
from sales.grains import read_name
from sales.scopes import Scope
from sales.stretches import Stretch
from sales.targets import Place
from storage import imports
from storage.engine import Connection
from storage.targets import Entry, set_targets, targets_for
from storage.uow import UnitOfWork
from tests.seeds import NOW, person

EAST = scopes.area("华东")
LI = scopes.rep(2)
"""李雷, the second whom the bot met."""
DAY = timedelta(days=1)


def period(name: str) -> Stretch:
    read = read_name(name)
    assert read is not None
    return read


def place(scope: Scope, name: str, kpi: str = "K01", product: str = "") -> Place:
    return Place(scope, period(name), kpi, product)


def put(
    db: UnitOfWork,
    scope: Scope,
    name: str,
    value: int,
    reason: str = "",
    *,
    at: datetime = NOW,
    kpi: str = "K01",
    product: str = "",
    batch_id: int | None = None,
) -> None:
    """Set one target as a director at an instant."""
    entry = Entry(place(scope, name, kpi, product), value, reason)
    db.write(
        lambda c: set_targets(c, [entry], person(c, "ou_boss").id, at, at.date(), from_above=True, batch_id=batch_id)
    )


def values(
    db: UnitOfWork, over: Stretch, *of: Scope, as_of: datetime | None = None, kpi: str = "K01"
) -> list[int | None]:
    """What each scope has to reach over a stretch."""
    known = db.read(lambda c: targets_for(c, of, over, as_of, kpi))
    return [known[scope].value if scope in known else None for scope in of]


def batch(db: UnitOfWork) -> int:
    """A sheet that is being applied."""

    def make(c: Connection) -> int:
        last = imports.latest(c, 1)
        message = f"om_{last[0].id if last else 0}"
        imports.receive(c, message, "目标.xlsx", person(c, "ou_boss").id, NOW)
        return imports.latest(c, 1)[0].id

    return db.write(make)
