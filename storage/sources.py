"""Which source counts which measure; whoever wants figures asks here."""

from collections.abc import Collection, Mapping

from sales.measures import Measure, added
from sales.scopes import Level, Scope
from storage.engine import Connection
from storage.measures import Ask, Key, Source, measured
from storage.sales_measures import margins, sold

SOURCES: Mapping[Measure, Source] = {
    Measure.NET: sold,
    Measure.QUANTITY: margins,
    Measure.COST: margins,
    Measure.UNCOSTED: margins,
}
"""One source for each measure; targets and working days are not counted but set (`storage.targets`)."""


def count(db: Connection, ask: Ask, needs: Collection[Measure]) -> dict[Key, dict[str, int]]:
    """The measures that are needed, for each rep of each team; a handful of questions, however many reps."""
    return measured(db, ask, needs, SOURCES)


def of_scope(counted: Mapping[Key, Mapping[str, int]], scope: Scope, areas: Mapping[int, str]) -> dict[str, int]:
    """The sums of a scope out of those by rep; `areas` says which team belongs to which area."""
    return added(sums for key, sums in counted.items() if _is_of(key, scope, areas))


def _is_of(key: Key, scope: Scope, areas: Mapping[int, str]) -> bool:
    team_id, rep_id = key
    match scope.level:
        case Level.COMPANY:
            return True
        case Level.AREA:
            return areas.get(team_id) == scope.key
        case Level.TEAM:
            return team_id == scope.id
        case Level.REP:
            return rep_id == scope.id
