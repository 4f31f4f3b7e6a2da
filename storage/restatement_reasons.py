"""Why published figures came out differently: how many of what were entered since for the days they cover."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time

from sqlalchemy import and_, func, or_, select

from sales.kpi import Figure
from sales.measures import Measure, added
from sales.records import dataclass
from sales.scopes import Scope
from sales.stretches import Stretch
from storage.engine import Connection
from storage.late_entries import OF_CUSTOMERS, SOLD
from storage.measures import Ask
from storage.mergers import mergers
from storage.obligations import obligations
from storage.sales_ledger import ledger
from storage.sources import of_scope
from storage.visits import visits

_VISITED = frozenset({Measure.VISITS, Measure.EFFECTIVE, Measure.TO_COVER, Measure.COVERED, Measure.PLANS_DONE})
_REPORTED = frozenset({Measure.OWED, Measure.SUBMITTED, Measure.ON_TIME, Measure.TO_REVIEW, Measure.REVIEWED_SOON})


@dataclass(frozen=True, slots=True)
class Change:
    """A published figure that differs from what was last found: every posting after `watermark` is new to it.

    So is whatever else was entered after the instant `since` (aware).
    """

    publication_id: int
    scope: Scope
    stretch: Stretch
    variant: str
    was: Figure
    now: Figure
    watermark: int
    since: datetime


@dataclass(frozen=True, slots=True)
class _Cause:
    """Something that happened: of which kind, to which order or other thing, of what weight, of whom."""

    kind: str
    thing: int
    weight: int
    team_id: int
    rep_id: int
    on: date = date.max
    at: datetime | None = None
    id: int = 0
    type: str = ""


def reasons_of(db: Connection, changes: Sequence[Change], ask: Ask) -> Mapping[int, Mapping[str, int]]:
    """For each change by its publication's id, how many of each kind made it; empty where none is known to.

    Each source of causes is asked once for each stretch of days.
    """
    areas = {team.id: team.area for team in ask.teams}
    told: dict[int, dict[str, int]] = {change.publication_id: _target(change) for change in changes}
    for source, measures in _CAUSES.items():
        for concerned in _by_stretch(each for each in changes if each.now.kpi.needs & measures):
            causes = list(source(db, concerned, ask))
            for change in concerned:
                told[change.publication_id] |= _counted(change, causes, areas)
    return told


def _by_stretch(changes: Iterable[Change]) -> list[list[Change]]:
    found: dict[Stretch, list[Change]] = {}
    for change in changes:
        found.setdefault(change.stretch, []).append(change)
    return list(found.values())


def _target(change: Change) -> dict[str, int]:
    moved = Measure.TARGET in change.now.kpi.needs and change.was.per != change.now.per
    return {"target": 1} if moved else {}


def _counted(change: Change, causes: Collection[_Cause], areas: Mapping[int, str]) -> dict[str, int]:
    """How many things of each kind are new to a change and of its scope; what cancels out there is no reason."""
    weights: dict[str, Mapping[str, int]] = {}
    fresh = [each for each in causes if _is_new(each, change)]
    for kind in dict.fromkeys(each.kind for each in fresh):
        weights[kind] = _weights((each for each in fresh if each.kind == kind), change.scope, areas)
    whole = added(weights.values())
    counts = {
        kind: sum(weight != 0 and whole[thing] != 0 for thing, weight in things.items())
        for kind, things in weights.items()
    }
    return {kind: count for kind, count in counts.items() if count}


def _weights(causes: Iterable[_Cause], scope: Scope, areas: Mapping[int, str]) -> Mapping[str, int]:
    """What each thing weighs within a scope."""
    by_rep: dict[tuple[int, int], dict[str, int]] = {}
    for each in causes:
        things = by_rep.setdefault((each.team_id, each.rep_id), {})
        things[str(each.thing)] = things.get(str(each.thing), 0) + each.weight
    return of_scope(by_rep, scope, areas)


def _is_new(cause: _Cause, change: Change) -> bool:
    if cause.type and change.variant not in ("", cause.type):
        return False
    return cause.at > change.since if cause.at else cause.id > change.watermark


def _posted(db: Connection, changes: Sequence[Change], ask: Ask) -> Iterator[_Cause]:
    """What was posted for these days since; each order's pieces weigh what they are worth."""
    stretch, since = changes[0].stretch, min(change.watermark for change in changes)
    span = (ledger.c.day >= stretch.first) & (ledger.c.day < stretch.end) & (ledger.c.id > since)
    for row in db.execute(select(ledger).where(span, ledger.c.team_id.in_(ask.team_ids))):
        worth = row.amount.minor + row.quantity + row.cost.minor
        yield _Cause(row.reason, row.order_id, worth, row.team_id, row.rep_id, id=row.id)


def _visited(db: Connection, changes: Sequence[Change], ask: Ask) -> Iterator[_Cause]:
    """Visits of these days that were entered, changed or withdrawn since."""
    stretch, since = changes[0].stretch, min(change.since for change in changes)
    span = (visits.c.visited_on >= stretch.first) & (visits.c.visited_on < stretch.end)
    touched = func.coalesce(visits.c.withdrawn_at, visits.c.touched_at, visits.c.entered_at)
    of_teams = visits.c.team_id.in_(ask.team_ids)
    for row in db.execute(select(visits).where(of_teams, span, touched > since)):
        at = row.withdrawn_at or row.touched_at or row.entered_at
        yield _Cause("visit", row.id, 1, row.team_id, row.rep_id, at=at)


def _reported(db: Connection, changes: Sequence[Change], ask: Ask) -> Iterator[_Cause]:
    """Reports of these days, by their last day or by when they were due, that were settled since."""
    stretch, since = changes[0].stretch, min(change.since for change in changes)
    first, end = (datetime.combine(day, time(), UTC) for day in (stretch.first, stretch.end))
    owed = and_(obligations.c.last_on >= stretch.first, obligations.c.last_on < stretch.end)
    due = and_(obligations.c.due_at >= first, obligations.c.due_at < end)
    mine = obligations.c.team_id.in_(ask.team_ids) & (obligations.c.settled_at > since)
    for row in db.execute(select(obligations).where(mine, or_(owed, due))):
        yield _Cause("report", row.id, 1, row.team_id, row.rep_id, at=row.settled_at, type=row.type)


def _merged(db: Connection, changes: Sequence[Change], ask: Ask) -> Iterator[_Cause]:
    """Mergers, made or undone since, of customers who bought from these teams."""
    since = min(change.since for change in changes)
    at = func.coalesce(mergers.c.undone_at, mergers.c.merged_at)
    whose = select(mergers, ledger.c.team_id, ledger.c.rep_id).join(ledger, ledger.c.customer_id == mergers.c.gone_id)
    asked = whose.where(at > since, ledger.c.team_id.in_(ask.team_ids)).distinct()
    for row in db.execute(asked):
        yield _Cause("merge", row.id, 1, row.team_id, row.rep_id, at=row.undone_at or row.merged_at)


_CAUSES: Mapping[Callable[[Connection, Sequence[Change], Ask], Iterator[_Cause]], frozenset[Measure]] = {
    _posted: SOLD,
    _visited: _VISITED,
    _reported: _REPORTED,
    _merged: OF_CUSTOMERS,
}
