"""What a company has set for its orders, in one value."""

from collections.abc import Sequence
from datetime import time, timedelta

from sales.discounts import DEFAULT, Rule
from sales.money import Money
from sales.records import dataclass


@dataclass(frozen=True, slots=True)
class Trade:
    """Ceilings beyond which a quantity or amount is taken for a slip, who decides what, and how long a quote stands.

    `directors` are open_ids. Working time lies between `work_from` and `work_until` on working days.
    """

    most_quantity: int = 100_000
    most_amount: Money = Money(10_000_000_00)
    directors: frozenset[str] = frozenset()
    rules: Sequence[Rule] = DEFAULT
    quote_days: int = 30
    work_from: time = time(9)
    work_until: time = time(18)
    ask_again_after: timedelta = timedelta(hours=2)
    hand_over_after: timedelta = timedelta(hours=4)
