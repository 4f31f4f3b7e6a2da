"""The presses on what is shown of a customer's money, which several features draw and one answers."""

from bot.form import Form, carried
from sales.records import dataclass


@dataclass(frozen=True)
class ReversePayment(Form):
    """Add the counter-entry of a payment; the button asks first."""

    payment_id: int = carried(0)


@dataclass(frozen=True)
class AllocateRest(Form):
    """Settle what a customer owes with what is left of their money."""

    customer_id: int = carried(0)
