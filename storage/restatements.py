"""Published figures counted again: what comes out differently gets a row of its own that says what made it so."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, insert, select

from sales.kpi import CATALOGUE, Figure, figure
from sales.measures import Measure
from sales.scopes import Level, Scope
from sales.stretches import Stretch
from storage import restatement_reasons, sources
from storage.engine import AnyRow, Connection
from storage.late_entries import LateEntries, late_entries
from storage.measures import Ask
from storage.publications import figure_from, of_any, publications, restatements
from storage.restatement_reasons import Change
from storage.sales_ledger import watermark
from storage.targets import targets_for

LOOK_BACK = timedelta(days=100)
"""How long after its last day a figure is still looked at: a quarter and the days in which it is told."""

EASTERNMOST = timedelta(hours=14)
"""How far the earliest local date is ahead of UTC."""

MOVING = frozenset({"K04", "K08", "K08r", "K24"})
"""What is a state of affairs rather than what a period held: it is different every morning, and was right then."""


GROWING = frozenset({"K34"})
"""What goes on growing by its nature, as goods that were shipped in a period come back after it."""


def restated(db: Connection, cards: Collection[str], scopes: Collection[Scope], ask: Ask, *, small: int = 0) -> int:
    """Count again what these cards have published of these scopes, and write down what changed; gives how many did.

    `ask` says of which teams (all that the scopes hold, closed ones among them), as of when and by which calendars;
    its dates do not matter. Every stretch that something was entered for is counted once for all scopes; the others are
    not counted. `small` is `KpiRules.small`.
    """
    late = late_entries(db, cards, scopes, ask, LOOK_BACK)
    if late is None:
        return 0
    said = [row for row in _published(db, cards, scopes, ask, late) if row.kpi in CATALOGUE]
    changed = [
        change
        for stretch, rows in _by_stretch([row for row in said if late.concern(row, _scope(row))]).items()
        for change in _changes(db, stretch, rows, ask, small)
    ]
    why = restatement_reasons.reasons_of(db, changed, ask) if changed else {}
    if changed:
        common = {"watermark": watermark(db), "found_at": ask.now}
        db.execute(insert(restatements), [_row(each, why[each.publication_id]) | common for each in changed])
    return len(changed)


def _published(
    db: Connection, cards: Collection[str], scopes: Collection[Scope], ask: Ask, late: LateEntries
) -> list[AnyRow]:
    """What was said lately and may be concerned, with what was last found of it."""
    later = restatements.alias("later")
    last = select(func.max(later.c.id)).where(later.c.publication_id == publications.c.id)
    found = restatements.c.id == last.scalar_subquery()
    said = select(
        publications,
        restatements.c.id.label("restated"),
        restatements.c.of_now,
        restatements.c.per_now,
        restatements.c.why_now,
        restatements.c.found_at,
        restatements.c.watermark.label("found_to"),
    )
    recent = publications.c.end_on > ask.now.date() - LOOK_BACK
    named = publications.c.card.in_(sorted(cards))
    asked = said.select_from(publications.outerjoin(restatements, found)).where(named, recent, of_any(scopes))
    return list(db.execute(asked.where(late.condition).order_by(publications.c.id)))


def _by_stretch(rows: Collection[AnyRow]) -> Mapping[Stretch, list[AnyRow]]:
    """Those whose days were over when they were said: what was still under way has simply gone on."""
    found: dict[Stretch, list[AnyRow]] = {}
    for row in rows:
        if row.end_on <= _latest_day(row) and row.kpi not in MOVING | GROWING:
            found.setdefault(Stretch(row.first_on, row.end_on), []).append(row)
    return found


def _latest_day(row: AnyRow) -> date:
    at: Any = row.as_of + EASTERNMOST
    return at.date()  # type: ignore[no-any-return]


def _changes(db: Connection, stretch: Stretch, rows: Collection[AnyRow], ask: Ask, small: int) -> list[Change]:
    needs = {measure for row in rows for measure in CATALOGUE[row.kpi].needs}
    counted = sources.count(db, replace(ask, first=stretch.first, end=stretch.end), needs)
    areas = {team.id: team.area for team in ask.teams}
    aimed = _targets(db, stretch, [row for row in rows if Measure.TARGET in CATALOGUE[row.kpi].needs])
    found = []
    for row in rows:
        scope, was = _scope(row), _last_said(row)
        sums = sources.of_scope(counted, scope, areas)
        # What was compared with a target of another span goes on being compared with that.
        sums |= {Measure.TARGET.value: aimed.get(scope, was.per or 0)}
        now = figure(CATALOGUE[row.kpi], sums, row.variant, small=small)
        if (was.value, was.why) != (now.value, now.why):
            seen = (row.found_to or row.watermark, row.found_at or row.as_of)
            found.append(Change(row.id, scope, stretch, row.variant, was, now, *seen))
    return found


def _targets(db: Connection, stretch: Stretch, rows: Collection[AnyRow]) -> Mapping[Scope, int]:
    if not rows:
        return {}
    known = targets_for(db, {_scope(row) for row in rows}, stretch)
    return {scope: target.value for scope, target in known.items()}


def _scope(row: AnyRow) -> Scope:
    return Scope(Level(row.scope_kind), row.scope_key)


def _last_said(row: AnyRow) -> Figure:
    if row.restated is None:
        return figure_from(row.kpi, row.of, row.per, row.why)
    return figure_from(row.kpi, row.of_now, row.per_now, row.why_now)


def _row(change: Change, reasons: Mapping[str, int]) -> dict[str, Any]:
    was, now = change.was, change.now
    before = {"of_was": was.of, "per_was": was.per, "why_was": was.why or ""}
    after = {"of_now": now.of, "per_now": now.per, "why_now": now.why or ""}
    return {"publication_id": change.publication_id, **before, **after, "reasons": dict(reasons)}
