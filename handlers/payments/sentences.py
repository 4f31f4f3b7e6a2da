"""One line instead of a form: what is understood stands in the form's fields, what is not is quoted above it."""

from bot.context import Context
from bot.orders import sees
from handlers.payments.entering import meant_by, orders_words, written
from handlers.payments.forms import TellPayment
from sales.money import Money, total
from sales.order_sentences import PaymentSentence, read_payment
from storage.customers import find_by_name
from storage.orders import find_order
from storage.receivables import open_of_order

LONGEST = 300
"""How many characters of a line are read; what goes beyond is quoted."""


def from_line(ctx: Context, said: str) -> tuple[TellPayment, bool]:
    """The form as a line fills it, and whether nothing is left to be asked."""
    read = read_payment(said[:LONGEST], ctx.today, lambda words: find_by_name(ctx.db, words) is not None)
    customer, asked = meant_by(ctx, read.customer, read.order_ids)
    unread = "  ".join(part for part in [*read.rest, said[LONGEST:]] if part)
    amount = read.amount if read.amount is not None else _suggested(ctx, read)
    filled = TellPayment(
        unread=unread,
        asked=asked,
        customer=customer[:100],
        amount="" if amount is None else written(amount),
        orders=orders_words(read.order_ids),
        on=read.paid_on or ctx.today,
    )
    return filled, bool(customer) and not asked and read.amount is not None and not unread


def _suggested(ctx: Context, read: PaymentSentence) -> Money | None:
    """What is open of the one order named, or what it will come to while nothing of it has left."""
    order = find_order(ctx.db, read.order_ids[0]) if len(read.order_ids) == 1 else None
    if order is None or not sees(ctx, order):
        return None
    owed = total([each.open for each in open_of_order(ctx.db, order.id)])
    shipped = any(line.shipped for line in order.lines)
    return owed if owed or shipped else order.amount
