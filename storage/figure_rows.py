"""The rows behind a figure: each order, debt, customer, visit, report or task it was made of, with its part in it.

The parts add up to the figure's numerator and denominator to the cent: each set of rows asks what the figure's own
source counts (`storage.sources`), row by row instead of summed. Dates are local, amounts minor units.
"""

from collections.abc import Callable, Mapping, Sequence

from sales.kpi import CATALOGUE
from sales.measures import Measure
from storage.activity_rows import in_time, planned, sent, tasked, visited
from storage.buyer_rows import grown, repeated
from storage.customer_rows import debuted
from storage.engine import Connection
from storage.figure_parts import Part, Question, Wanted, read
from storage.goods_rows import given, over_authority, shipped
from storage.money_rows import fallen_due, outstanding, overdue
from storage.portfolio_rows import covered, scored
from storage.review_rows import reviewed
from storage.sales_rows import margins, pieces, sold

__all__ = ["ROWS", "Part", "Wanted", "is_money", "makes_denominator", "rows_of"]

MONEY = frozenset({
    Measure.NET, Measure.COST, Measure.UNCOSTED, Measure.DUE, Measure.COLLECTED, Measure.OPEN, Measure.OVERDUE,
    Measure.LIKE_NOW, Measure.LIKE_BEFORE, Measure.LIST, Measure.LISTED_NET, Measure.SHIPPED, Measure.SHIPPED_BACK,
})  # fmt: skip
"""The measures that are amounts; all others count things."""

Source = Callable[[Connection, Wanted, int], list[Part]]
"""Reads the rows of a figure, the latest first, at most so many."""


def _asked(questions: Callable[[Wanted], Sequence[Question]]) -> Source:
    """Rows that the database makes by itself; one question."""
    return lambda db, wanted, most: read(db, questions(wanted), most)


ROWS: Mapping[str, Source] = {
    "K01": _asked(sold),
    "K02": _asked(pieces),
    "K03": _asked(sold),
    "K04": _asked(sold),
    "K05": _asked(margins),
    "K05r": _asked(margins),
    "K07a": _asked(fallen_due),
    "K08": _asked(overdue),
    "K08r": _asked(outstanding),
    "K10": _asked(debuted),
    "K12": repeated,
    "K13": grown,
    "K18": over_authority,
    "K18d": _asked(given),
    "K21": _asked(visited),
    "K21d": _asked(visited),
    "K22": _asked(planned),
    "K23": covered,
    "K24": scored,
    "K25": _asked(in_time),
    "K26": _asked(sent),
    "K34": shipped,
    "K39": _asked(tasked),
    "K46": reviewed,
    "K52": _asked(sold),
}
"""What each figure's rows are; of K04 they are the sales, of which the pace is made."""

DIVIDED = frozenset({"K05r", "K07a", "K08r", "K12", "K13", "K18", "K18d", "K22", "K23", "K24", "K25", "K26", "K34",
                     "K39", "K46"})  # fmt: skip
"""The figures of which the rows make the denominator, too; of the others it is a target or so many days."""


def rows_of(db: Connection, code: str, wanted: Wanted, most: int) -> list[Part]:
    """The rows behind a KPI, the latest first, at most so many; a few questions, however many rows."""
    return ROWS[code](db, wanted, most) if wanted.ask.teams else []


def is_money(code: str) -> bool:
    """Whether the parts of a KPI's rows are minor units."""
    return any(measure in MONEY for term in CATALOGUE[code].of for measure in term.measures)


def makes_denominator(code: str) -> bool:
    """Whether the rows add up to the denominator, too."""
    return code in DIVIDED
