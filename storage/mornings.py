"""What a morning has of orders and quotes: promises to keep, drafts left over, offers that end, what waits for a word.

Each is one question, asked by whose they are, as the indexes want it: a team's size changes no number of questions.
"""

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, Table, func, select

from sales.money import Money
from sales.orders import MOVES, Move
from sales.quotes import State as QuoteState
from sales.records import dataclass
from storage.approvals import OPEN, approvals
from storage.customers import counts_for, customers, roots
from storage.engine import Connection
from storage.orders import orders
from storage.quotes import quotes

UNSHIPPED = tuple(MOVES[Move.SHIP_ALL])
"""The states of an order in which something is still to leave."""

UNSUBMITTED = tuple(MOVES[Move.SUBMIT])
"""The states of an order that waits for its rep."""


@dataclass(frozen=True, slots=True)
class Matter:
    """An order or quote that is to be thought of: `day` is the date it is about, local to its team.

    That is the day promised, the last day of a quote, or the day on which a draft was begun.
    """

    id: int
    rep_id: int
    customer: str
    amount: Money
    day: date


def promised(db: Connection, team_id: int, rep_ids: Collection[int], last: date) -> list[Matter]:
    """What is promised up to a day, this included, and has not left completely; the oldest promise first."""
    of_these = _of(orders, team_id, rep_ids) & orders.c.state.in_(UNSHIPPED)
    return _matters(db, orders, orders.c.promised_on, of_these & (orders.c.promised_on <= last))


def left_over(db: Connection, team_id: int, rep_ids: Collection[int], today: date) -> list[Matter]:
    """Orders begun before today and not submitted, or sent back; the oldest first."""
    of_these = _of(orders, team_id, rep_ids) & orders.c.state.in_(UNSUBMITTED)
    return _matters(db, orders, orders.c.ordered_on, of_these & (orders.c.ordered_on < today))


def ending(db: Connection, team_id: int, rep_ids: Collection[int], first: date, end: date) -> list[Matter]:
    """Open quotes whose last day is in `[first, end)`, the first to end first."""
    day = quotes.c.valid_until
    of_these = _of(quotes, team_id, rep_ids) & (quotes.c.state == QuoteState.OPEN)
    return _matters(db, quotes, day, of_these & (day >= first) & (day < end))


def to_decide(db: Connection, team_id: int, person_ids: Collection[int]) -> dict[int, int]:
    """How many orders of a team wait for the decision of each of these people; nobody without one is named."""
    open_here = (approvals.c.approver_id.in_(sorted(person_ids))) & OPEN & (orders.c.team_id == team_id)
    counted = select(approvals.c.approver_id, func.count()).join(orders, orders.c.id == approvals.c.order_id)
    return {row[0]: row[1] for row in db.execute(counted.where(open_here).group_by(approvals.c.approver_id))}


def _of(table: Table, team_id: int, rep_ids: Collection[int]) -> ColumnElement[bool]:
    return (table.c.team_id == team_id) & table.c.rep_id.in_(sorted(rep_ids))


def _matters(db: Connection, table: Table, day: ColumnElement[date], which: ColumnElement[bool]) -> list[Matter]:
    named = select(table.c.id, table.c.rep_id, roots.c.name, table.c.amount, day)
    joined = named.join(customers, customers.c.id == table.c.customer_id).join(roots, counts_for)
    return [Matter(*row) for row in db.execute(joined.where(which).order_by(day, table.c.id))]
