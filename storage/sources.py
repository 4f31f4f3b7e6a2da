"""Which source counts which measure; whoever wants figures asks here."""

from collections.abc import Collection, Mapping

from sales.measures import Measure, added
from sales.scopes import Level, Scope
from storage.debut_measures import gained
from storage.discount_measures import given, over_authority
from storage.duty_measures import owed
from storage.engine import Connection
from storage.loyalty_measures import grown, repeated
from storage.measures import Ask, Key, Source, measured
from storage.money_measures import collected, overdue
from storage.portfolio_measures import covered, scored
from storage.review_measures import reviewed
from storage.sales_measures import margins, pieces, sold
from storage.shipping_measures import shipped
from storage.task_measures import due, planned
from storage.visit_measures import visited
from storage.workdays import present

SOURCES: Mapping[Measure, Source] = {
    Measure.NET: sold,
    Measure.QUANTITY: pieces,
    Measure.COST: margins,
    Measure.UNCOSTED: margins,
    Measure.DUE: collected,
    Measure.COLLECTED: collected,
    Measure.OPEN: overdue,
    Measure.OVERDUE: overdue,
    Measure.NEW_CUSTOMERS: gained,
    Measure.LOST_CUSTOMERS: gained,
    Measure.ACTIVE_BEFORE: repeated,
    Measure.REPEATED: repeated,
    Measure.LIKE_NOW: grown,
    Measure.LIKE_BEFORE: grown,
    Measure.LINES: over_authority,
    Measure.OVER_LINES: over_authority,
    Measure.LIST: given,
    Measure.LISTED_NET: given,
    Measure.VISITS: visited,
    Measure.EFFECTIVE: visited,
    Measure.DAYS_PRESENT: present,
    Measure.PLANS: planned,
    Measure.PLANS_DONE: planned,
    Measure.TO_COVER: covered,
    Measure.COVERED: covered,
    Measure.SCORE: scored,
    Measure.SCORED: scored,
    Measure.SCORED_LOW: scored,
    Measure.SCORED_HIGH: scored,
    Measure.OWED: owed,
    Measure.ON_TIME: owed,
    Measure.SUBMITTED: owed,
    Measure.SHIPPED: shipped,
    Measure.SHIPPED_BACK: shipped,
    Measure.TASKS_DUE: due,
    Measure.TASKS_IN_TIME: due,
    Measure.TO_REVIEW: reviewed,
    Measure.REVIEWED_SOON: reviewed,
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
