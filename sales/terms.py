"""Terms of payment: from when a customer owes, and by what day what was shipped is to be paid."""

from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum

from sales.records import dataclass


class Credit(StrEnum):
    """From when the days count: PREPAID has none, NET from the shipment, MONTHLY from the end of its month."""

    PREPAID = "prepaid"
    NET = "net"
    MONTHLY = "monthly"


MOST_DAYS = 365
"""The longest credit that is accepted."""


@dataclass(frozen=True, slots=True)
class Terms:
    """A kind of credit and its days; PREPAID has none."""

    credit: Credit = Credit.PREPAID
    days: int = 0

    def due_on(self, shipped_on: date) -> date:
        """The last day on which money for something shipped on a day (local dates) is in time."""
        if self.credit is Credit.MONTHLY:
            last = monthrange(shipped_on.year, shipped_on.month)[1]
            return shipped_on.replace(day=last) + timedelta(days=self.days)
        return shipped_on + timedelta(days=self.days)


AT_ONCE = Terms()
"""Paid before it is shipped."""
