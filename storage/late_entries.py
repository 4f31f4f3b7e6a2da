"""Which published figures can have changed at all, so that the others need not be counted again.

A figure of the sales ledger moves only with a row that was posted after it was said, or with a merger of customers.
Those cost a fixed handful of questions to find, however many days have been published.
"""

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, func, or_, select

from sales.kpi import CATALOGUE
from sales.measures import Measure
from sales.records import dataclass
from sales.scopes import Level, Scope
from storage.engine import AnyRow, Connection
from storage.measures import Ask
from storage.mergers import mergers
from storage.publications import of_any, publications
from storage.sales_ledger import ledger

LATELY = timedelta(days=14)
"""How long a figure of anything but sales is looked at: by then what is entered late has come."""

UNSEEN = timedelta(days=21)
"""What was entered so long before the newest publication has been looked at: no team rests longer in one piece."""

OF_CUSTOMERS = frozenset(
    {
        Measure.NEW_CUSTOMERS,
        Measure.LOST_CUSTOMERS,
        Measure.ACTIVE_BEFORE,
        Measure.REPEATED,
        Measure.LIKE_NOW,
        Measure.LIKE_BEFORE,
    }
)
"""What a row of the ledger may move for later days and for other teams than its own."""

SOLD = OF_CUSTOMERS | {Measure.NET, Measure.QUANTITY, Measure.COST, Measure.UNCOSTED}
"""What is counted from the sales ledger and the customers' mergers alone."""

_OTHERS = sorted(code for code, kpi in CATALOGUE.items() if not kpi.needs <= SOLD)
_FROM_CUSTOMERS = sorted(code for code, kpi in CATALOGUE.items() if kpi.needs & OF_CUSTOMERS)
_FROM_LEDGER = sorted(code for code, kpi in CATALOGUE.items() if kpi.needs & SOLD)


@dataclass(frozen=True, slots=True)
class LateEntries:
    """What has been entered lately: the newest ledger row of each date, by team and (0) of all, and the last merger.

    `recent` is the instant (aware) since which a figure must have been said if it is of anything but sales.
    """

    newest: Mapping[int, Mapping[date, int]]
    merged_at: datetime | None
    recent: datetime

    @property
    def condition(self) -> ColumnElement[bool]:
        """Which publications may be concerned, roughly, for the database to leave out the rest."""
        said = publications.c
        found: list[ColumnElement[bool]] = [said.kpi.in_(_OTHERS) & (said.as_of > self.recent)]
        if self.newest:
            found.append(said.kpi.in_(_FROM_LEDGER) & (said.end_on > min(self.newest[0])))
        if self.merged_at:
            found.append(said.kpi.in_(_FROM_CUSTOMERS))
        return or_(*found)

    def concern(self, row: AnyRow, scope: Scope) -> bool:
        """Whether a publication, with what was last found of it, may have come out differently."""
        needs = CATALOGUE[row.kpi].needs
        if not needs <= SOLD and row.as_of > self.recent:
            return True
        if needs & OF_CUSTOMERS and self.merged_at and self.merged_at > (row.found_at or row.as_of):
            return True
        return self._is_posted_to(row, scope, of_customers=bool(needs & OF_CUSTOMERS))

    def _is_posted_to(self, row: AnyRow, scope: Scope, *, of_customers: bool) -> bool:
        seen = row.found_to or row.watermark
        own = 0 if of_customers or scope.level is not Level.TEAM else scope.id
        first = date.min if of_customers else row.first_on
        return any(newest > seen and first <= day < row.end_on for day, newest in self.newest.get(own, {}).items())


def late_entries(
    db: Connection, cards: Collection[str], scopes: Collection[Scope], ask: Ask, back: timedelta
) -> LateEntries | None:
    """What was entered since these cards were last looked at, for days up to so long `back`; None if they said nothing.

    Three questions.
    """
    said = publications.c
    mine = said.card.in_(sorted(cards)) & (said.end_on > ask.now.date() - back) & of_any(scopes)
    summed = select(said.end_on, func.min(said.watermark), func.max(said.as_of)).where(mine).group_by(said.end_on)
    days = [(row[0], row[1], row[2]) for row in db.execute(summed)]
    if not days:
        return None
    newest = max(at for _, _, at in days)
    floor = (newest - UNSEEN).date()
    upto = min((mark for end, mark, _ in days if end > floor), default=min(mark for _, mark, _ in days))
    return LateEntries(
        _newest(db, upto, max(end for end, _, _ in days)),
        _merged_at(db, datetime.combine(floor, time(), UTC)),
        ask.now - LATELY,
    )


def _newest(db: Connection, after: int, end: date) -> dict[int, dict[date, int]]:
    which = (ledger.c.id > after) & (ledger.c.day < end)
    asked = select(ledger.c.team_id, ledger.c.day, func.max(ledger.c.id)).where(which)
    found: dict[int, dict[date, int]] = {}
    for team_id, day, newest in db.execute(asked.group_by(ledger.c.team_id, ledger.c.day)):
        for whose in (team_id, 0):
            days = found.setdefault(whose, {})
            days[day] = max(newest, days.get(day, 0))
    return found


def _merged_at(db: Connection, since: datetime) -> datetime | None:
    at = func.coalesce(mergers.c.undone_at, mergers.c.merged_at)
    found: datetime | None = db.scalar(select(at).where(at > since).order_by(at.desc()).limit(1))
    return found
