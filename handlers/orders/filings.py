"""From a filled form to a draft and its preview: new, or reworded while nothing of it has left."""

from bot.approvals import verdict, void
from bot.card import Card
from bot.context import Context, Reply
from bot.doubles import customer_named, meant
from bot.errors import Problem, Refusal
from bot.line_reading import said_on, terms_of, wishes_of
from bot.orders import in_private, order_card
from bot.text import Text, same
from bot.trade_words import STATES
from handlers.orders.forms import FileOrder
from handlers.orders.standing import own_order
from sales.orders import Content, Move, after, check_promise
from storage import order_moves
from storage.customers import Customer, find_customer
from storage.order_lines import lines_of, sum_of
from storage.orders import Order


def add(ctx: Context, filled: FileOrder) -> Reply:
    """Keep a draft, and show what it would be."""
    customer, content, also = _said(ctx, filled)
    order = order_moves.add_draft(ctx.db, ctx.team, ctx.me, customer, content, min(ctx.delivery.at, ctx.now), ctx.now)
    return in_private(ctx, lambda: preview(ctx, order, *also))


def change(ctx: Context, filled: FileOrder) -> Reply:
    """Let an order say something else; whatever was decided about it is void, and it waits to be submitted again."""
    order = own_order(ctx, filled.order_id)
    after(Move.EDIT, order.state, order.number)
    customer, content, also = _said(ctx, filled)
    _check_seen(filled, order)
    void(ctx, order)
    changed = order_moves.reword(ctx.db, order, customer, content, ctx.me.id, said_on(ctx), ctx.now)
    return in_private(ctx, lambda: preview(ctx, changed, *also))


def with_new_prices(ctx: Context, order: Order) -> Order | None:
    """The held order at today's prices, a version up, if they make it another sum than its card showed; else None."""
    wishes, customer = order.content.wishes, find_customer(ctx.db, order.customer_id)
    if customer is None or sum_of(lines_of(ctx.db, wishes, said_on(ctx))) == order.amount:
        return None
    return order_moves.reword(ctx.db, order, customer, order.content, ctx.me.id, said_on(ctx), ctx.now)


REPRICED = Text(
    "牌价变了，金额已按今天的价格更新。请再看一遍，确认后提交。",
    "Prices have changed: the sums are now today's. Please look again, then submit.",
)
"""What is said instead of submitting what nobody has seen."""


def preview(ctx: Context, order: Order, *lines: Text) -> Card:
    """The draft with its sums and what authority says about it, to be submitted or changed."""
    title = Text("请确认订单 {number}", "Please confirm order {number}").fill(number=order.number)
    over, said = verdict(ctx, order)
    return order_card(ctx, order, *lines, said, title=title, also=over)


def _said(ctx: Context, filled: FileOrder) -> tuple[Customer, Content, list[Text]]:
    """Everything but the customer is checked first, so that no customer is made in vain."""
    named = customer_named(filled.customer, filled.recent)
    wishes, terms = wishes_of(ctx, filled), terms_of(filled)
    check_promise(filled.promised_on, said_on(ctx))
    customer, also = meant(ctx, named, filled.which, filled.asked)
    return customer, Content(wishes, terms, filled.promised_on, filled.note, filled.kind), also


def _check_seen(filled: FileOrder, order: Order) -> None:
    """Nobody overwrites or undoes what they have not seen: the form comes back, now for the order as it stands."""
    if (filled.seen, filled.stood) == (order.version, order.state):
        return
    why = _CHANGED if filled.seen != order.version else _DECIDED.fill(state=STATES[order.state])
    label = same(order.number)
    raise Refusal(Text("{label} {why}", "{label} {why}").fill(label=label, why=why), (Problem("seen", label, why),))


_CHANGED = Text("后来改过，再点「下一步」会覆盖那次修改", "has been changed since; going on replaces that change")
_DECIDED = Text(
    "现在是「{state}」，再点「下一步」会改回草稿", "is in state “{state}” by now; going on makes it a draft again"
)
