"""What settled what in the past of one customer: money and returned goods against what was billed, day by day.

Goes by the rules of `sales.receivables`: money settles what is due first, of its order if it was meant for one; goods
that came back settle what is due last of their order. What is left waits, and settles what is billed later.
"""

from collections.abc import Iterable
from datetime import date
from typing import Final

from sales.money import Money
from sales.orders import State
from sales.receivables import allot
from sales.records import dataclass

BILL, BACK, PAID = range(3)
"""What happened, in the order in which things of one day are taken."""

NO_ORDER: Final = 0
"""Money that is meant for no order in particular."""


@dataclass(frozen=True, slots=True, order=True)
class Happening:
    """Something of one order (or `NO_ORDER`) on a local date; `key` is its id. Only what is billed has a due date."""

    on: date
    what: int
    key: int
    order: int
    amount: Money
    due_on: date = date.max


@dataclass(slots=True)
class Debt:
    """What is still open of something billed."""

    id: int
    order: int
    due_on: date
    open: Money


@dataclass(slots=True)
class Fund:
    """What is left of money (PAID) or of a return (BACK)."""

    what: int
    key: int
    order: int
    left: Money


@dataclass(frozen=True, slots=True)
class Settled:
    """So much of a debt, settled on a day by money (`what` PAID) or goods (BACK) with the id `key`."""

    debt: int
    order: int
    what: int
    key: int
    amount: Money
    on: date


class Account:
    """One customer's debts and funds as the days go by."""

    def __init__(self) -> None:
        """Begin with nothing owed."""
        self._debts: dict[int, Debt] = {}
        self._funds: list[Fund] = []
        self.settled: list[Settled] = []

    def play(self, happened: Iterable[Happening]) -> None:
        """Take everything that happened, in the order of the days."""
        for each in sorted(happened):
            if each.what == BILL:
                self._bill(each)
            else:
                self._fund(each)

    def open_of(self, order: int) -> Money:
        """What is still owed for an order."""
        return Money(sum(debt.open.minor for debt in self._debts.values() if debt.order == order))

    @property
    def open(self) -> Money:
        """What is still owed altogether."""
        return Money(sum(debt.open.minor for debt in self._debts.values()))

    @property
    def left(self) -> Money:
        """What of the customer's money and returns settles nothing."""
        return Money(sum(fund.left.minor for fund in self._funds))

    def _bill(self, bill: Happening) -> None:
        debt = Debt(bill.key, bill.order, bill.due_on, bill.amount)
        self._debts[bill.key] = debt
        meant = [fund for fund in self._funds if fund.order == bill.order]
        free = [fund for fund in self._funds if fund.order == NO_ORDER]
        for fund in (*meant, *free):
            self._use(fund, [debt], bill.on)
        self._tidy()

    def _fund(self, came: Happening) -> None:
        is_back = came.what == BACK
        fund = Fund(came.what, came.key, NO_ORDER if is_back else came.order, came.amount)
        owed = [debt for debt in self._debts.values() if came.order in (NO_ORDER, debt.order)]
        self._use(fund, owed, came.on, latest_first=is_back)
        self._funds.append(fund)
        self._tidy()

    def _use(self, fund: Fund, owed: list[Debt], on: date, *, latest_first: bool = False) -> None:
        parts, fund.left = allot(owed, fund.left, latest_first=latest_first)
        for part in parts:
            debt = self._debts[part.receivable_id]
            debt.open -= part.amount
            self.settled.append(Settled(debt.id, debt.order, fund.what, fund.key, part.amount, on))

    def _tidy(self) -> None:
        self._debts = {key: debt for key, debt in self._debts.items() if debt.open}
        self._funds = [fund for fund in self._funds if fund.left]


def standing(lines: Iterable[tuple[int, int, int]], *, still_owed: bool) -> State:
    """Where an order stands by the quantity of each line, how many left, and how many were cancelled.

    CLOSED when all of it has left and nothing is `still_owed`.
    """
    kept = list(lines)
    shipped = any(gone for _, gone, _ in kept)
    if any(quantity > gone + cancelled for quantity, gone, cancelled in kept):
        return State.PARTLY_SHIPPED if shipped else State.CONFIRMED
    if not shipped:
        return State.CANCELLED
    return State.SHIPPED if still_owed else State.CLOSED
