"""What is to be reached: targets of the company, its areas, teams and reps, each version with its reason."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    func,
    insert,
    literal_column,
    select,
    update,
)

from sales.grains import name_of
from sales.records import dataclass
from sales.scopes import Level, Scope
from sales.stretches import Stretch
from sales.target_breaches import PeriodOver, ReasonMissing, TargetMoved
from sales.targets import Place, Target, enclosing, made_up
from storage import audit
from storage.engine import AnyRow, Connection, UTCDateTime, metadata

__all__ = ["Entry", "Target", "Version", "current_targets", "hold_targets", "set_targets", "standing", "targets_for"]

targets = Table(
    "targets",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("scope_kind", String(16), nullable=False),
    Column("scope_key", String(100), nullable=False),
    Column("kpi", String(8), nullable=False),
    Column("product", String(64), nullable=False),
    Column("period", String(16), nullable=False),
    Column("first_on", Date, nullable=False),
    Column("end_on", Date, nullable=False),
    Column("value", BigInteger, nullable=False),
    Column("version", Integer, nullable=False),
    Column("reason", String(200), nullable=False),
    Column("from_above", Boolean, nullable=False, server_default=literal_column("false")),
    Column("set_by", ForeignKey("people.id"), nullable=False),
    Column("set_at", UTCDateTime, nullable=False),
    Column("batch_id", ForeignKey("imports.id"), index=True),
    Column("withdrawn_at", UTCDateTime),
    UniqueConstraint("scope_kind", "scope_key", "kpi", "product", "period", "version"),
    Index(None, "first_on", "end_on"),
)
"""`scope_key` is empty for the company, an area's name, or the id of a team or person; `product` a product's code or
group, empty for all; `value` in minor units for money, a count for others. `from_above` where a director or an admin
set it. Rows are added, not changed; one that is withdrawn lets the version before it stand again."""

FEW = 20
"""Up to how many scopes are asked for by name; of more, all that the periods hold is read and sorted out here."""

_SETTING = 0x5A1E5B08
"""The PostgreSQL advisory lock under which targets are set one after another."""


@dataclass(frozen=True, slots=True)
class Version:
    """The version of a target that stands: what it says, since when (aware), by whom (a person's id), from above."""

    id: int
    place: Place
    target: Target
    set_at: datetime
    set_by: int
    from_above: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """A target to be set: where, how much, and why (needed where another one stands)."""

    place: Place
    value: int
    reason: str = ""


def targets_for(
    db: Connection,
    scopes: Collection[Scope],
    stretch: Stretch,
    as_of: datetime | None = None,
    kpi: str = "K01",
    product: str = "",
) -> dict[Scope, Target]:
    """The targets of some scopes over a stretch, by scope; who has none is absent. One question.

    A scope's own target for the stretch counts, else the sum of the halves, quarters, months or weeks that make it up.
    `as_of` (aware) gives what stood at that instant.
    """
    inside = (targets.c.first_on >= stretch.first) & (targets.c.first_on < stretch.end)
    span = inside & (targets.c.end_on <= stretch.end)
    known = _by_scope(db, scopes, (targets.c.kpi == kpi, targets.c.product == product, span), as_of)
    found = {scope: made_up(stretch, versions) for scope, versions in known.items()}
    return {scope: target for scope, target in found.items() if target}


def current_targets(
    db: Connection,
    scopes: Collection[Scope],
    day: date,
    as_of: datetime | None = None,
    kpi: str = "K01",
    product: str = "",
) -> dict[Scope, Target]:
    """The target of each scope for the shortest period around a day that has one: month, quarter, half or year.

    One question. What is compared with it must be of its own span, `Target.stretch`.
    """
    around = enclosing(day)
    named = targets.c.first_on.in_([each.first for each in around])
    known = _by_scope(db, scopes, (targets.c.kpi == kpi, targets.c.product == product, named), as_of)
    found = {scope: next((of[each] for each in around if each in of), None) for scope, of in known.items()}
    return {scope: target for scope, target in found.items() if target}


def _by_scope(
    db: Connection, scopes: Collection[Scope], where: Iterable[ColumnElement[bool]], as_of: datetime | None
) -> dict[Scope, dict[Stretch, Target]]:
    """The targets that stand, by scope and span."""
    found: dict[Scope, dict[Stretch, Target]] = {}
    for version in _standing(db, scopes, where, as_of):
        found.setdefault(version.place.scope, {})[version.place.stretch] = version.target
    return found


def standing(db: Connection, places: Collection[Place]) -> dict[Place, Version]:
    """The version that stands in each of some places, with all that is known of it; one question."""
    if not places:
        return {}
    periods = targets.c.first_on.in_(sorted({place.stretch.first for place in places}))
    found = _standing(db, {place.scope for place in places}, (periods,), None)
    return {version.place: version for version in found if version.place in set(places)}


def _standing(
    db: Connection, scopes: Collection[Scope], where: Iterable[ColumnElement[bool]], as_of: datetime | None
) -> Iterator[Version]:
    """The newest version of each place that was not withdrawn; the versions come in their order."""
    rows: dict[Place, list[AnyRow]] = {}
    asked = select(targets).where(*where, *_of(scopes), *_as_of(as_of)).order_by(targets.c.version)
    wanted = frozenset(scopes)
    for row in db.execute(asked) if scopes else ():
        place = _place(row)
        if place.scope in wanted:
            rows.setdefault(place, []).append(row)
    return (_version(place, versions) for place, versions in rows.items())


def _of(scopes: Collection[Scope]) -> list[ColumnElement[bool]]:
    if len(scopes) > FEW:
        return [targets.c.scope_kind.in_(sorted({scope.level.value for scope in scopes}))]
    keys = targets.c.scope_key.in_(sorted({scope.key for scope in scopes}))
    return [targets.c.scope_kind.in_(sorted({scope.level.value for scope in scopes})), keys]


def _as_of(as_of: datetime | None) -> list[ColumnElement[bool]]:
    if as_of is None:
        return [targets.c.withdrawn_at.is_(None)]
    return [targets.c.set_at <= as_of, targets.c.withdrawn_at.is_(None) | (targets.c.withdrawn_at > as_of)]


def _place(row: AnyRow) -> Place:
    return Place(Scope(Level(row.scope_kind), row.scope_key), Stretch(row.first_on, row.end_on), row.kpi, row.product)


def _version(place: Place, rows: Sequence[AnyRow]) -> Version:
    now = rows[-1]
    told = (place.period, *_span(place), now.version, now.reason, _was(place.stretch, rows))
    return Version(now.id, place, Target(now.value, *told), now.set_at, now.set_by, now.from_above)


def _span(place: Place) -> tuple[date, date]:
    return place.stretch.first, place.stretch.end


def _was(stretch: Stretch, rows: Sequence[AnyRow]) -> int | None:
    """What stood when the period began, else what was set first; None where that is what stands."""
    begins = datetime.combine(stretch.first, time(), UTC)
    earlier = [row for row in rows if row.set_at < begins]
    was = (earlier[-1] if earlier else rows[0]).value
    return was if was != rows[-1].value else None


def hold_targets(db: Connection) -> None:
    """Let nobody else set a target until this transaction ends, so that what stands is what was seen."""
    if db.dialect.name == "postgresql":
        db.execute(select(func.pg_advisory_xact_lock(_SETTING)))


def set_targets(
    db: Connection,
    entries: Sequence[Entry],
    by: int,
    at: datetime,
    today: date,
    *,
    from_above: bool,
    seen: Mapping[Place, int] | None = None,
    batch_id: int | None = None,
) -> list[Entry]:
    """Set targets, each as the next version of its place; gives those that changed anything, all or a breach.

    Raises `ReasonMissing` where another value stands and no reason is given, `PeriodOver` where what stood at the end
    of a period that is over would change, and `TargetMoved` where not the version stands that was `seen` (0: none).
    """
    hold_targets(db)
    known = standing(db, [entry.place for entry in entries])
    for place, version in (seen or {}).items():
        if version != (known[place].target.version if place in known else 0):
            raise TargetMoved
    changed = [entry for entry in entries if entry.place not in known or known[entry.place].target.value != entry.value]
    for entry in changed:
        check_change(entry, known.get(entry.place), today)
    numbers = _highest(db, [entry.place for entry in changed])
    for entry in changed:
        told = {"from_above": from_above, "set_by": by, "set_at": at, "batch_id": batch_id}
        made = insert(targets).values(**_values(entry), version=numbers.get(entry.place, 0) + 1, **told)
        _note(db, entry, known.get(entry.place), (by, at), db.execute(made.returning(targets.c.id)).scalar_one())
    return changed


def check_change(entry: Entry, stands: Version | None, today: date) -> None:
    """Raise a breach unless a target may take the place of the one that stands; the first may come at any time."""
    if stands is None:
        return
    if stands.set_at.date() < entry.place.stretch.end <= today:
        raise PeriodOver(entry.place.period)
    if not entry.reason.strip():
        raise ReasonMissing


def _highest(db: Connection, places: Collection[Place]) -> dict[Place, int]:
    """The number of the newest version in each place, be it withdrawn."""
    if not places:
        return {}
    periods = targets.c.first_on.in_(sorted({place.stretch.first for place in places}))
    asked = select(targets).where(periods, *_of({place.scope for place in places})).order_by(targets.c.version)
    return {_place(row): row.version for row in db.execute(asked)}


def _values(entry: Entry) -> dict[str, Any]:
    place = entry.place
    return {
        "scope_kind": place.scope.level.value,
        "scope_key": place.scope.key,
        "kpi": place.kpi,
        "product": place.product,
        "period": name_of(place.stretch),
        "first_on": place.stretch.first,
        "end_on": place.stretch.end,
        "value": entry.value,
        "reason": entry.reason.strip()[:200],
    }


def _note(db: Connection, entry: Entry, stood: Version | None, by: tuple[int, datetime], made: int) -> None:
    """Who set it, and what stood there before."""
    before = {"value": stood.target.value, "version": stood.target.version} if stood else {}
    place = {name: value for name, value in _values(entry).items() if isinstance(value, str)}
    audit.note(db, by[1], by[0], "target.set", f"TG-{made}", {**before, **place})


def withdraw_batch(db: Connection, batch_id: int, at: datetime) -> int:
    """Take back what a batch set, so that in each place the version before stands again; gives how many went."""
    theirs = (targets.c.batch_id == batch_id) & targets.c.withdrawn_at.is_(None)
    return len(db.execute(update(targets).where(theirs).values(withdrawn_at=at).returning(targets.c.id)).all())
