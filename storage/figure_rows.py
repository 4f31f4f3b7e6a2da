"""The rows behind a figure: each order, debt, customer, visit, report or task it was made of, with its part in it.

The parts add up to the figure's numerator and denominator to the cent: each set of rows asks what the figure's own
source counts (`storage.sources`), row by row instead of summed. Dates are local, amounts minor units.
"""

from collections.abc import Callable, Mapping, Sequence

from sales.kpi import CATALOGUE
from sales.measures import Measure
from storage.activity_rows import in_time, planned, sent, tasked, visited
from storage.customer_rows import debuted
from storage.engine import Connection
from storage.figure_parts import Part, Question, Wanted, read
from storage.money_rows import fallen_due, outstanding, overdue
from storage.sales_rows import margins, pieces, sold

__all__ = ["ROWS", "Part", "Wanted", "is_money", "makes_denominator", "rows_of"]

MONEY = frozenset({
    Measure.NET, Measure.COST, Measure.UNCOSTED, Measure.DUE, Measure.COLLECTED, Measure.OPEN, Measure.OVERDUE,
    Measure.LIKE_NOW, Measure.LIKE_BEFORE, Measure.LIST, Measure.LISTED_NET, Measure.SHIPPED, Measure.SHIPPED_BACK,
})  # fmt: skip
"""The measures that are amounts; all others count things."""

ROWS: Mapping[str, Callable[[Wanted], Sequence[Question]]] = {
    "K01": sold,
    "K02": pieces,
    "K03": sold,
    "K04": sold,
    "K05": margins,
    "K05r": margins,
    "K07a": fallen_due,
    "K08": overdue,
    "K08r": outstanding,
    "K10": debuted,
    "K21": visited,
    "K21d": visited,
    "K22": planned,
    "K25": in_time,
    "K26": sent,
    "K39": tasked,
    "K52": sold,
}
"""What each figure's rows are; of K04 they are the sales, of which the pace is made."""

DIVIDED = frozenset({"K05r", "K07a", "K08r", "K12", "K13", "K18", "K18d", "K22", "K23", "K24", "K25", "K26", "K34",
                     "K39", "K46"})  # fmt: skip
"""The figures of which the rows make the denominator, too; of the others it is a target or so many days."""


def rows_of(db: Connection, code: str, wanted: Wanted, most: int) -> list[Part]:
    """The rows behind a KPI, the latest first, at most so many; one question."""
    return read(db, ROWS[code](wanted), most) if wanted.ask.teams else []


def is_money(code: str) -> bool:
    """Whether the parts of a KPI's rows are minor units."""
    return any(measure in MONEY for term in CATALOGUE[code].of for measure in term.measures)


def makes_denominator(code: str) -> bool:
    """Whether the rows add up to the denominator, too."""
    return code in DIVIDED
