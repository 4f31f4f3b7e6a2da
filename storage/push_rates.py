"""What unasked messages led to, by kind; and which kinds are switched off for everybody."""

from datetime import datetime

from sqlalchemy import case, delete, func, select

from sales.attention import is_useless
from sales.records import dataclass
from storage.attention import off_kinds, unasked
from storage.audit import note
from storage.engine import Connection, insert_into


@dataclass(frozen=True, slots=True)
class Rate:
    """How a kind fared: `rang` as messages of their own, `merged` on day cards, and `acted` on of both."""

    kind: str
    rang: int
    merged: int
    acted: int

    @property
    def told(self) -> int:
        """How often it was said, one way or the other."""
        return self.rang + self.merged

    @property
    def is_useless(self) -> bool:
        """Whether it had better be switched off."""
        return is_useless(self.told, self.acted)


def rates(db: Connection, since: datetime, now: datetime) -> list[Rate]:
    """How each kind fared with what was told in `[since, now]`, the most frequent first. One question."""
    rang = func.sum(case((unasked.c.rang.is_(True), 1), else_=0))
    counted = select(unasked.c.kind, func.count(), rang, func.count(unasked.c.acted_at))
    span = (unasked.c.made_at >= since) & (unasked.c.made_at <= now)
    rows = db.execute(counted.where(span).group_by(unasked.c.kind))
    found = [Rate(kind, int(own), told - int(own), acted) for kind, told, own, acted in rows]
    return sorted(found, key=lambda rate: (-rate.told, rate.kind))


def kinds_off(db: Connection) -> frozenset[str]:
    """The kinds that nobody is told just now."""
    return frozenset(db.scalars(select(off_kinds.c.kind)))


def switch(db: Connection, kind: str, by: int, at: datetime, *, off: bool) -> bool:
    """Switch a kind off for everybody, or on again; False when it stood so before."""
    row = insert_into(db, off_kinds).values(kind=kind, off_by=by, off_at=at)
    silence = row.on_conflict_do_nothing(index_elements=["kind"]).returning(off_kinds.c.kind)
    again = delete(off_kinds).where(off_kinds.c.kind == kind).returning(off_kinds.c.kind)
    changed = db.execute(silence if off else again).first() is not None
    if changed:
        note(db, at, by, "off" if off else "on", f"push/{kind}", {"off": not off})
    return changed
