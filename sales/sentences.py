"""One line instead of a form: a sentence about a visit, read into the form's fields by fixed rules, left to right.

What is not understood is quoted in `rest` and its field stays empty; connecting words (went to, met, they) are dropped.
"""

from collections.abc import Callable, Collection
from datetime import date

from sales.clauses import Reader
from sales.records import dataclass
from sales.visits import Kind


@dataclass(frozen=True, slots=True)
class VisitSentence:
    """What a sentence says of a visit, in its own words; empty strings and `None` stand for what it does not say.

    `customer_id` is set for a known customer only. `willingness` is 0 to 100. `rest` has the words of no field, quoted.
    """

    customer: str
    customer_id: int | None
    contact: str
    purpose: str
    outcome: str
    next_step: str
    next_step_on: date | None
    visited_on: date | None
    kind: Kind | None
    willingness: int | None
    companion: str
    rest: tuple[str, ...]


def read_visit(
    words: str, today: date, customers: Callable[[str], int | None], colleagues: Collection[str] = ()
) -> VisitSentence:
    """Read what follows the word for a visit, as said on `today` (team date).

    `customers` gives the id of a known customer for exactly one of its names, else `None`.
    """
    reader = Reader(words, today, customers, colleagues)
    reader.read()
    noted = reader.notes
    return VisitSentence(
        customer=noted["customer"],
        customer_id=reader.customer_id,
        contact=noted["contact"],
        purpose=noted["purpose"],
        outcome=noted["outcome"],
        next_step=noted["next_step"],
        next_step_on=reader.next_step_on,
        visited_on=reader.visited_on,
        kind=reader.kind,
        willingness=reader.willingness,
        companion=noted["companion"],
        rest=tuple(reader.notes.rest),
    )
