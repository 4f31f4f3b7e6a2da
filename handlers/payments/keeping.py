"""Who may read a payment, and who may take it back: who entered it on the same day, later those above them."""

from bot.accounts import leads, may_see_account
from bot.context import Context
from bot.errors import Refusal
from bot.orders import sees
from bot.text import Text
from sales.breaches import NotFound
from storage.customers import find_customer
from storage.orders import find_order
from storage.payments import Payment, find_payment, number


def payment_for(ctx: Context, payment_id: int) -> Payment:
    """A payment that the asker may read; raises `NotFound` for any other, be it there or not."""
    payment = find_payment(ctx.db, payment_id)
    if payment is None or not _sees(ctx, payment):
        raise NotFound(number(payment_id))
    return payment


def _sees(ctx: Context, payment: Payment) -> bool:
    """Who entered it, who may see the customer's account or the one order it was paid for."""
    customer = find_customer(ctx.db, payment.customer_id)
    if payment.person_id == ctx.me.id or (customer and may_see_account(ctx, customer)):
        return True
    order = find_order(ctx.db, payment.order_id) if payment.order_id else None
    return order is not None and sees(ctx, order)


def may_reverse(ctx: Context, payment: Payment) -> bool:
    """Whether the asker may take a payment back now; nobody may what has been, or a counter-entry."""
    if payment.reversed_by or payment.reverses_id:
        return False
    return _is_fresh(ctx, payment) or _is_above(ctx, payment)


def check_reversal(ctx: Context, payment: Payment) -> None:
    """Raise a refusal unless the asker may take the payment back."""
    if not may_reverse(ctx, payment):
        raise Refusal(_TOO_LATE)


def _is_fresh(ctx: Context, payment: Payment) -> bool:
    """Whether the asker has entered it today, by the team's date."""
    return payment.person_id == ctx.me.id and payment.entered_at.astimezone(ctx.team.zone).date() == ctx.today


def _is_above(ctx: Context, payment: Payment) -> bool:
    customer = find_customer(ctx.db, payment.customer_id)
    order = find_order(ctx.db, payment.order_id) if payment.order_id else None
    return (customer is not None and leads(ctx, customer)) or (order is not None and order.team_id in ctx.managed_ids)


_TOO_LATE = Text(
    "只有录入人当天能冲销，之后请找经理。",
    "It can be reversed by whoever entered it on the same day only; later, please ask your manager.",
)
