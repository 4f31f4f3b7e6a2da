"""How far what was entered in a period has come: quotes that stand, then orders from their draft to the money."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from sales.money import ZERO, Money
from sales.orders import STANDING, Kind, State
from sales.quotes import State as QuoteState
from sales.records import dataclass
from sales.stretches import Stretch
from storage.accounts import allocations, receivables
from storage.engine import Connection
from storage.orders import orders
from storage.quotes import quotes

SUBMITTED = STANDING | {State.SUBMITTED, State.APPROVING}
"""The states of an order that its rep has let go."""

LEFT = frozenset({State.PARTLY_SHIPPED, State.SHIPPED, State.CLOSED})
"""The states of an order of which anything has left."""


@dataclass(frozen=True, slots=True)
class Stand:
    """How many there are, and what they come to."""

    count: int = 0
    amount: Money = ZERO

    def __add__(self, other: "Stand") -> "Stand":
        return Stand(self.count + other.count, self.amount + other.amount)


@dataclass(frozen=True, slots=True)
class Funnel:
    """The orders of a period as they stand now, by state, and the steps they have come through.

    Each step has all that came as far or farther; `shipped` and `paid` are what has left of them, and what was paid
    for that. What was cancelled has come nowhere. `quoted` is what is offered now and has not run out.
    """

    states: Mapping[State, Stand]
    shipped: Stand
    paid: Stand
    quoted: Stand

    @property
    def entered(self) -> Stand:
        """Everything that is not cancelled."""
        return self._in(frozenset(State) - {State.CANCELLED})

    @property
    def submitted(self) -> Stand:
        """What its rep has let go."""
        return self._in(SUBMITTED)

    @property
    def confirmed(self) -> Stand:
        """What is promised to the customer, or has been."""
        return self._in(STANDING)

    def _in(self, states: Collection[State]) -> Stand:
        return sum((stand for state, stand in self.states.items() if state in states), Stand())


def funnel_of(
    db: Connection, team_ids: Collection[int], stretch: Stretch, today: date, rep_id: int | None = None
) -> Funnel:
    """The funnel of some teams, or of one rep in them, over the dates on which orders were entered; four questions."""
    who: list[ColumnElement[bool]] = [orders.c.team_id.in_(list(team_ids)), orders.c.kind == Kind.SALE]
    who += [orders.c.rep_id == rep_id] if rep_id is not None else []
    when = (orders.c.ordered_on >= stretch.first, orders.c.ordered_on < stretch.end)
    asked = select(orders.c.state, func.count(), func.sum(orders.c.amount)).where(*who, *when)
    states = {State(row[0]): Stand(row[1], row[2]) for row in db.execute(asked.group_by(orders.c.state))}
    of_them = select(orders.c.id).where(*who, *when, orders.c.state.in_(LEFT))
    owed = receivables.c.order_id.in_(of_them)
    left = select(func.count(receivables.c.order_id.distinct()), func.sum(receivables.c.amount)).where(owed)
    paid = select(func.count(receivables.c.order_id.distinct()), func.sum(allocations.c.amount))
    settled = paid.join(receivables, receivables.c.id == allocations.c.receivable_id)
    money = settled.where(owed, allocations.c.payment_id.is_not(None))
    quoted = _quoted(team_ids, rep_id, today)
    return Funnel(states, _stand(db, left), _stand(db, money), _stand(db, quoted))


def _quoted(team_ids: Collection[int], rep_id: int | None, today: date) -> Select[*tuple[Any, ...]]:
    stands = (quotes.c.state == QuoteState.OPEN, quotes.c.valid_until >= today, quotes.c.team_id.in_(list(team_ids)))
    asked = select(func.count(), func.sum(quotes.c.amount)).where(*stands)
    return asked if rep_id is None else asked.where(quotes.c.rep_id == rep_id)


def _stand(db: Connection, asked: Select[*tuple[Any, ...]]) -> Stand:
    count, amount = db.execute(asked).one()
    return Stand(count, amount or ZERO)
