"""Indexes over part of a table, which only figures need, with their conditions as questions must repeat them.

Written out, not bound: SQLite uses such an index only if it can read the condition.
"""

from sqlalchemy import ColumnElement, Index, Table, literal_column

from storage.accounts import allocations
from storage.engine import partial_index
from storage.obligations import obligations
from storage.orders import orders
from storage.ownerships import ownerships
from storage.reports import report_versions
from storage.visits import visits

OWING: ColumnElement[bool] = literal_column("orders.state IN ('partly_shipped', 'shipped')")
"""Orders of which anything may be open (`storage.receivables.OWING`): what is paid is closed."""

CAME_BACK: ColumnElement[bool] = literal_column("allocations.return_id IS NOT NULL")
"""What settles with goods, not with money."""

OF_WEEKS: ColumnElement[bool] = literal_column("substr(obligations.period, 5, 2) = '-W'")
"""Reports about a week."""

SCORED: ColumnElement[bool] = literal_column("visits.score_of = 100 AND visits.withdrawn_at IS NULL")
"""Standing visits with a complete score."""

REVIEWED: ColumnElement[bool] = literal_column("report_versions.verdict <> ''")
"""Versions that were replaced after somebody had looked at them."""


def _partial(name: str, table: Table, condition: ColumnElement[bool], *columns: str) -> None:
    # In an index a column is named without its table.
    there: ColumnElement[bool] = literal_column(str(condition).replace(f"{table.name}.", ""))
    partial_index(name, there, *(table.c[column] for column in columns))


_partial("ix_orders_owing", orders, OWING, "team_id", "rep_id", "state")
_partial("ix_allocations_returned", allocations, CAME_BACK, "allocated_on")
_partial(
    "ix_obligations_weeks",
    obligations,
    OF_WEEKS,
    *("team_id", "last_on", "type", "state", "rep_id", "provisional", "due_at", "period"),
)
_partial("ix_report_versions_reviewed", report_versions, REVIEWED, "submitted_at")
Index("ix_ownerships_owner_id", ownerships.c.owner_id)
_partial("ix_visits_scores", visits, SCORED, "customer_id", "visited_on", "score")
