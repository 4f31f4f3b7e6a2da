"""What a card has said of some days already, for a message that is written anew and must not say another thing."""

from collections.abc import Mapping

from sqlalchemy import select

from sales.kpi import Figure
from sales.records import dataclass
from sales.scopes import Scope
from sales.stretches import Stretch
from storage.engine import Connection
from storage.publications import figure_from, publications


@dataclass(frozen=True, slots=True)
class Said:
    """Figures by their codes as they were published, and the newest row of the sales ledger that was counted.

    `upto` is None where nothing has been published.
    """

    figures: Mapping[str, Figure]
    upto: int | None


def said_before(db: Connection, card: str, scope: Scope, stretch: Stretch) -> Said:
    """What a card of this name has published of a scope over exactly these days."""
    row = publications.c
    of_scope = (row.card == card) & (row.scope_kind == scope.level.value) & (row.scope_key == scope.key)
    days = (row.first_on == stretch.first) & (row.end_on == stretch.end)
    rows = db.execute(select(publications).where(of_scope, days, row.variant == "")).all()
    figures = {each.kpi: figure_from(each.kpi, each.of, each.per, each.why) for each in rows}
    return Said(figures, min((each.watermark for each in rows), default=None))
