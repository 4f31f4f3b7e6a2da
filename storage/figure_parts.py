"""What a row behind a figure is, and how the questions for such rows are read."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, Table, literal, select, type_coerce, union_all
from sqlalchemy.sql.selectable import CompoundSelect

from sales.records import dataclass
from storage.customers import counts_for, customers, roots
from storage.engine import AnyRow, Connection
from storage.measures import Ask
from storage.people import people


@dataclass(frozen=True, slots=True)
class Part:
    """One row: when, what (`SO-12`, `V-3`, a report's period), whose, of which customer, and its part of the figure.

    `of` adds up to the numerator, `per` to the denominator where rows make one; `more` is what else is known of it.
    """

    on: date | None
    what: str
    rep: str
    customer: str
    of: int
    per: int = 0
    more: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows: what is asked, of one rep alone where `rep_id` says so, of one type of report by `variant`."""

    ask: Ask
    rep_id: int | None = None
    variant: str = ""

    def whose(self, team: ColumnElement[int], rep: ColumnElement[Any]) -> list[ColumnElement[bool]]:
        """The conditions on the team and the person of a row."""
        of_teams = team.in_(self.ask.team_ids)
        return [of_teams] if self.rep_id is None else [of_teams, rep == self.rep_id]


Question = Select[*tuple[Any, ...]]
"""A question for rows: the columns `day, kind, number, rep, customer, of, per, more`, in this order."""


def columns(
    day: ColumnElement[Any],
    kind: str,
    number: ColumnElement[Any],
    of: ColumnElement[Any] | int,
    per: ColumnElement[Any] | int = 0,
    more: ColumnElement[Any] | str = "",
) -> list[ColumnElement[Any]]:
    """The columns of a question; `kind` stands before the number, such as `SO-`; amounts are minor units."""
    named = (people.c.name.label("rep"), roots.c.name.label("customer"))
    first = (day.label("day"), literal(kind).label("kind"), number.label("number"))
    return [*first, *named, _whole(of).label("of"), _whole(per).label("per"), _said(more).label("more")]


def _whole(value: ColumnElement[Any] | int) -> ColumnElement[Any]:
    return literal(value) if isinstance(value, int) else type_coerce(value, BigInteger)


def _said(value: ColumnElement[Any] | str) -> ColumnElement[Any]:
    return literal(value) if isinstance(value, str) else value


def joined(asked: Question, rep: ColumnElement[Any], customer: ColumnElement[Any] | None = None) -> Question:
    """The same with the names of the rep, and of the customer at the end of its mergers if there is one."""
    named = asked.join(people, people.c.id == rep)
    of = customers.c.id == (literal(0) if customer is None else customer)
    return named.outerjoin(customers, of).outerjoin(roots, counts_for)


def read(db: Connection, asked: Sequence[Question], most: int) -> list[Part]:
    """The rows of some questions, the latest first, at most so many; one question."""
    if not asked:
        return []
    rows: CompoundSelect[Any] = union_all(*asked)
    named = rows.subquery()
    order = (named.c.day.desc(), named.c.kind, named.c.number.desc(), named.c.rep, named.c.of)
    return [_part(row) for row in db.execute(named.select().order_by(*order).limit(most))]


def _part(row: AnyRow) -> Part:
    what = f"{row.kind}{row.number}"
    return Part(row.day, what, row.rep, row.customer or "", int(row.of), int(row.per), row.more or "")


MANY = 1_000
"""With more ids than this all names are read: so many cannot be listed in a question."""


def names_of(db: Connection, table: Table, ids: Iterable[int]) -> dict[int, str]:
    """The names of some people or customers by their ids; one question."""
    wanted = set(ids)
    asked = select(table.c.id, table.c.name)
    kept = asked if len(wanted) > MANY else asked.where(table.c.id.in_(wanted))
    return {row.id: row.name for row in db.execute(kept)} if wanted else {}


def latest(parts: Iterable[Part], most: int) -> list[Part]:
    """Rows that were not read in order, the latest first, at most so many."""
    return sorted(parts, key=lambda part: (part.on or date.min, part.what, part.rep), reverse=True)[:most]
