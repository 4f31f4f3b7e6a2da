"""What belongs to the close of a month: what is still open in it, and its figures as they are to stand."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from sqlalchemy import func, select

from sales.kpi import CATALOGUE, Dim, Kpi, figure
from sales.measures import Measure, Sums, variants
from sales.orders import State
from sales.records import dataclass
from sales.scopes import COMPANY, Scope, area, team
from sales.stretches import Stretch
from storage import sources
from storage.engine import Connection
from storage.measures import Ask
from storage.orders import orders
from storage.publications import Published, publish
from storage.restatements import MOVING
from storage.sales_ledger import hold_ledger, watermark
from storage.targets import targets_for

CLOSE = "close"
"""The card under whose name a closed month's figures are published."""

DRAFTS = (State.DRAFT, State.RETURNED, State.SUBMITTED)
WAITING = (State.APPROVING,)
UNSHIPPED = (State.CONFIRMED, State.APPROVED, State.PARTLY_SHIPPED)


@dataclass(frozen=True, slots=True)
class Outstanding:
    """How many orders of a stretch are not submitted, wait for an approval, or have not left altogether."""

    drafts: int
    waiting: int
    unshipped: int


def outstanding(db: Connection, stretch: Stretch, ask: Ask) -> Outstanding:
    """What is still open of the orders dated in a stretch; one question."""
    dated = (orders.c.ordered_on >= stretch.first) & (orders.c.ordered_on < stretch.end)
    open_ones = orders.c.state.in_([*DRAFTS, *WAITING, *UNSHIPPED])
    asked = select(orders.c.state, func.count()).where(orders.c.team_id.in_(ask.team_ids), dated, open_ones)
    counts = {row[0]: row[1] for row in db.execute(asked.group_by(orders.c.state))}
    return Outstanding(*(sum(counts.get(state, 0) for state in states) for states in (DRAFTS, WAITING, UNSHIPPED)))


def freeze(db: Connection, stretch: Stretch, ask: Ask, small: int) -> int:
    """Publish a month's figures of the company, every area and every team as they stand; gives how many.

    Nobody adds to the ledger meanwhile, so that they are those of one watermark.
    """
    hold_ledger(db)
    seen = replace(ask, first=stretch.first, end=stretch.end, upto=watermark(db))
    said = list(_figures(db, stretch, seen, small))
    publish(db, CLOSE, said, ask.now, seen.upto)
    return len(said)


def _figures(db: Connection, stretch: Stretch, ask: Ask, small: int) -> Iterator[Published]:
    kpis = [kpi for kpi in CATALOGUE.values() if "M" in kpi.grains and kpi.code not in MOVING]
    needs = {measure for kpi in kpis for measure in kpi.needs}
    counted, areas = sources.count(db, ask, needs), {each.id: each.area for each in ask.teams}
    versions = _versions(ask)
    aimed = targets_for(db, versions, stretch)
    for scope, version in versions.items():
        target = {Measure.TARGET.value: aimed[scope].value} if scope in aimed else {}
        sums = sources.of_scope(counted, scope, areas) | target
        for kpi in kpis:
            if scope is not COMPANY or Dim.COMPANY in kpi.dims:
                for variant in _variants(kpi, sums):
                    yield Published(scope, stretch, figure(kpi, sums, variant, small=small), variant, version)


def _variants(kpi: Kpi, sums: Sums) -> list[str]:
    """Each type of report that was owed, where a KPI is counted by type, and else nothing in particular."""
    return variants(sums, Measure.OWED) if Measure.OWED in kpi.needs else [""]


def _versions(ask: Ask) -> Mapping[Scope, str]:
    """Every scope there is, with the version of the calendar by which it counts: only a team has one of its own."""
    areas = {area(each.area): "" for each in ask.teams if each.area}
    of_team = {team(each.id): ask.calendars[each.id].version for each in ask.teams if each.id in ask.calendars}
    return {COMPANY: "", **areas, **of_team}
