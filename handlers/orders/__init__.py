"""An order is entered on a card or in one line, always shown before it is submitted, and followed to its end."""

from collections.abc import Mapping
from dataclasses import replace

from bot.card import Card
from bot.context import Context, Reply
from bot.doubles import asked_before
from bot.errors import Problem
from bot.orders import in_private, order_card, order_for, read_number
from bot.router import Part, Router
from bot.text import Text
from handlers.orders import filings, presses, splits
from handlers.orders.cards import blank_for, form_card
from handlers.orders.forms import FileOrder, NewOrder
from handlers.orders.lists import below, listed
from handlers.orders.sentences import from_line
from handlers.orders.standing import named
from storage.customers import find_customer
from storage.orders import find_order

router = Router(Part.TRADE)


@router.command(
    Text("订单", "order"),
    Text("下订单，或看一张、一批订单", "Enter an order, or see one or many"),
    aliases=("dd",),
    example=Text("订单 华宁 A100*10@95 9折 30天", "order Huaning A100*10@95 -10% net 30"),
)
def ask(ctx: Context, said: str) -> Reply:
    """The form, the order named, a list, or what the line makes of itself."""
    if (order_id := read_number(said)) is not None:
        order = order_for(ctx, order_id)
        return in_private(ctx, lambda: order_card(ctx, order))
    if not said:
        return in_private(ctx, lambda: form_card(ctx, FileOrder(), {}, below=below(ctx)))
    return listed(ctx, said) or from_line(ctx, said)


@router.command(
    Text("取消", "cancel"),
    Text("取消一张还没发货的订单", "Cancel an order that has not left"),
    example=Text("取消 SO-12", "cancel SO-12"),
)
def ask_to_cancel(ctx: Context, said: str) -> Reply:
    """The order's card, with the button that asks before it cancels."""
    order = order_for(ctx, named(said))
    return in_private(ctx, lambda: order_card(ctx, order, presses.how_to_cancel(order)))


def ask_again(
    ctx: Context, hidden: Mapping[str, object], typed: Mapping[str, object], problems: tuple[Problem, ...]
) -> Card:
    """The form once more with everything typed; for a change, of the version now in force."""
    order_id, unread = hidden.get("order_id"), str(hidden.get("unread") or "")
    asked = asked_before(hidden, typed, problems)
    order = find_order(ctx.db, order_id) if isinstance(order_id, int) and order_id else None
    blank = blank_for(order) if order else FileOrder()
    return form_card(ctx, replace(blank, unread=unread, asked=asked), typed, problems)


@router.press(FileOrder, redraw=ask_again)
def file(ctx: Context, filled: FileOrder) -> Reply:
    """Keep the draft, new or reworded, and show it before it is submitted."""
    return filings.change(ctx, filled) if filled.order_id else filings.add(ctx, filled)


@router.press(NewOrder)
def order_for_customer(ctx: Context, pressed: NewOrder) -> Reply:
    """The form with the customer of a list in it."""
    customer = find_customer(ctx.db, pressed.customer_id)
    typed = {"customer": customer.name} if customer else {}
    return in_private(ctx, lambda: form_card(ctx, FileOrder(), typed))


ROUTERS = (router, presses.router, splits.router)
"""The routers of orders, in the order of the help."""
