"""The buttons on an order's card: submit, edit, cancel, show."""

from dataclasses import replace

from bot.approvals import settle_submitted, void
from bot.context import Context, Reply
from bot.order_forms import CancelOrder, EditOrder, ShowOrder, SubmitOrder
from bot.order_news import tell_of_cancelling, tell_sharers
from bot.orders import in_private, order_card, order_for
from bot.router import Part, Router
from bot.text import Text
from bot.trade_words import STATES
from bot.words import broken
from handlers.orders.cards import blank_for, form_card, typed_from
from handlers.orders.filings import REPRICED, preview, with_new_prices
from handlers.orders.standing import as_it_stands, day_of, objection, own_order, shown
from sales.orders import MOVES, Move, check_promise
from storage import order_moves
from storage.orders import Order
from storage.receivables import close_if_settled

router = Router(Part.TRADE)


@router.press(SubmitOrder)
def submit(ctx: Context, pressed: SubmitOrder) -> Reply:
    """Freeze the prices and let authority decide: it is confirmed at once, or goes to who may decide."""
    order = own_order(ctx, pressed.order_id)
    if no := objection(order, pressed.seen, Move.SUBMIT):
        return as_it_stands(ctx, order, no)
    check_promise(order.content.promised_on, day_of(ctx, order))
    if anew := with_new_prices(ctx, order):
        return replace(in_private(ctx, lambda: preview(ctx, anew, REPRICED)), toast=REPRICED, tone="warning")
    submitted = order_moves.submit(ctx.db, order, ctx.me.id, day_of(ctx, order), ctx.now)
    settled, next_up = settle_submitted(ctx, submitted)
    tell_sharers(ctx, settled)
    said = Text("{number}：{state}", "{number}: {state}").fill(number=order.number, state=STATES[settled.state])
    return shown(ctx, settled, said, next_up)


@router.press(EditOrder)
def edit(ctx: Context, pressed: EditOrder) -> Reply:
    """Turn the card into the form, with what the order says now."""
    order = own_order(ctx, pressed.order_id)
    if no := objection(order, order.version, Move.EDIT):
        return as_it_stands(ctx, order, no)
    return in_private(ctx, lambda: form_card(ctx, blank_for(order), typed_from(order)))


@router.press(ShowOrder)
def show(ctx: Context, pressed: ShowOrder) -> Reply:
    """Turn whatever card it is into the order as it stands."""
    order = order_for(ctx, pressed.order_id)
    return in_private(ctx, lambda: order_card(ctx, order))


@router.press(CancelOrder)
def cancel(ctx: Context, pressed: CancelOrder) -> Reply:
    """Cancel all of it before anything has left, else the rest; afterwards there is only the return."""
    order = own_order(ctx, pressed.order_id)
    if no := objection(order, pressed.seen, Move.CANCEL, Move.CANCEL_REST):
        return as_it_stands(ctx, order, no)
    move = Move.CANCEL if order.state in MOVES[Move.CANCEL] else Move.CANCEL_REST
    done = _cancel(ctx, order, move)
    tell_of_cancelling(ctx, order, done)
    return shown(ctx, done, _DONE[move].fill(number=order.number))


def _cancel(ctx: Context, order: Order, move: Move) -> Order:
    void(ctx, order)
    done = order_moves.move(ctx.db, order, move, ctx.me.id, ctx.now, on=ctx.house.business_day(ctx.now))
    return close_if_settled(ctx.db, done, ctx.me.id, day_of(ctx, order), ctx.now)


def how_to_cancel(order: Order) -> Text:
    """What the card says above the button, or why there is none."""
    if no := objection(order, order.version, Move.CANCEL, Move.CANCEL_REST):
        return broken(no)
    return Text("要取消，请点下面的按钮。", "To cancel it, press the button below.")


_DONE = {
    Move.CANCEL: Text("{number} 已取消", "{number} is cancelled"),
    Move.CANCEL_REST: Text("{number} 的余量已取消", "The rest of {number} is cancelled"),
}
