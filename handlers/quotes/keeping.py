"""What becomes of an offer: kept, changed, taken back, or made an order; each once, whoever presses how often."""

from dataclasses import replace

from bot.context import Context, Reply
from bot.line_reading import said_on
from bot.orders import in_private, order_card
from bot.text import Text
from handlers.quotes.offers import Offer
from handlers.quotes.standing import as_it_stands, objection, own_quote, shown
from sales.breaches import NotFound
from sales.orders import Content, Wish
from sales.trade_breaches import QuoteExpired
from storage import order_moves, quotes
from storage.approvers import person_by_id, team_by_id
from storage.customers import find_customer
from storage.orders import Order, order_by_id
from storage.quotes import Quote


def add(ctx: Context, offer: Offer) -> Reply:
    """Keep a new quote and answer with its card."""
    said_at = min(ctx.delivery.at, ctx.now)
    quote = quotes.add_quote(
        ctx.db, ctx.team, ctx.me, offer.customer, offer.content, offer.valid_until, said_at, ctx.now
    )
    return _done(ctx, quote, Text("已保存 {number}", "{number} is kept"))


def change(ctx: Context, offer: Offer) -> Reply:
    """Make the next version of a quote, unless somebody else did since the preview."""
    quote = own_quote(ctx, offer.quote_id)
    if no := objection(quote, offer.seen):
        return as_it_stands(ctx, quote, no)
    made = quotes.reword(
        ctx.db, quote, offer.customer, offer.content, offer.valid_until, ctx.me.id, said_on(ctx), ctx.now
    )
    return _done(ctx, made, Text("已修改 {number}", "{number} is changed"))


def withdraw(ctx: Context, quote: Quote, seen: int) -> Reply:
    """Take a held quote back."""
    if no := objection(quote, seen):
        return as_it_stands(ctx, quote, no)
    return _done(
        ctx, quotes.withdraw(ctx.db, quote, ctx.me.id, ctx.now), Text("已撤回 {number}", "{number} is withdrawn")
    )


def accept(ctx: Context, quote: Quote, seen: int) -> Reply:
    """Make a draft of a held quote, and answer with the draft; one that has expired must be renewed first."""
    if no := objection(quote, seen):
        return as_it_stands(ctx, quote, no)
    if quote.is_expired(said_on(ctx)):
        return as_it_stands(ctx, quote, QuoteExpired(quote.number, quote.valid_until))
    order = _draft(ctx, quote)
    said = Text("{quote} 已转成 {order}", "{quote} has become {order}").fill(quote=quote.number, order=order.number)
    reply = in_private(ctx, lambda: order_card(ctx, order, said, _NEXT))
    return replace(reply, toast=said)


def _draft(ctx: Context, quote: Quote) -> Order:
    """An order of the same rep for the same customer, at the prices that were offered, whatever the list says now."""
    customer = find_customer(ctx.db, quote.customer_id)
    if customer is None:
        raise NotFound(quote.number)
    wishes = tuple(Wish(line.product_id, line.quantity, line.price, line.rate) for line in quote.lines)
    content = Content(wishes, quote.content.terms, note=quote.content.note)
    team, rep = team_by_id(ctx.db, quote.team_id), person_by_id(ctx.db, quote.rep_id)
    order = order_moves.add_draft(ctx.db, team, rep, customer, content, min(ctx.delivery.at, ctx.now), ctx.now)
    quotes.accept(ctx.db, quote, order.id, ctx.me.id, ctx.now)
    return order_by_id(ctx.db, order.id)


def _done(ctx: Context, quote: Quote, said: Text) -> Reply:
    return replace(shown(ctx, quote), toast=said.fill(number=quote.number))


_NEXT = Text("核对后点「提交」。", 'Please check it, then press "Submit".')
