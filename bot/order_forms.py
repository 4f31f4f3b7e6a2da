"""The presses on an order's card, which several features draw and one answers."""

from bot.form import Form, carried
from sales.records import dataclass


@dataclass(frozen=True)
class SubmitOrder(Form):
    """Submit the draft that was read in the version `seen`; pressed again, it answers with the order as it stands."""

    order_id: int = carried(0)
    seen: int = carried(0)


@dataclass(frozen=True)
class EditOrder(Form):
    """Turn the order into its form again."""

    order_id: int = carried(0)


@dataclass(frozen=True)
class CancelOrder(Form):
    """Cancel the order, or what of it has not left yet, as it was read in the version `seen`; the button asks first."""

    order_id: int = carried(0)
    seen: int = carried(0)


@dataclass(frozen=True)
class ShowOrder(Form):
    """The order as it stands now."""

    order_id: int = carried(0)
