"""Many orders at once: of a month or week, of a customer, in a state; and the asker's own that are still open."""

from bot.card import Card, Element, card, columns, cut, heading, md, note
from bot.context import Context, Reply
from bot.controls import button, buttons
from bot.money import brief, exact
from bot.order_forms import ShowOrder
from bot.orders import in_private, scope_of
from bot.text import Text, joined, same
from bot.trade_words import STATES
from bot.views import run_button
from bot.words import day
from handlers.orders.forms import NewOrder
from sales.orders import State
from sales.periods import Period
from sales.periodwords import named_period
from storage.customers import Customer, find_by_name
from storage.order_lists import OPEN, TO_SHIP, Listing, dated_within, in_states, list_orders, of_customer, of_rep
from storage.orders import Order

MOST, OWN = 15, 5
"""How many a list shows, and how many open ones stand below the form."""


def listed(ctx: Context, said: str) -> Reply | None:
    """The orders that the words name: a period, a state, a customer; None where they name none of these."""
    if period := named_period(said, ctx.today):
        found = list_orders(ctx.db, scope_of(ctx), dated_within(period.first, period.end), most=MOST)
        return in_private(ctx, lambda: list_card(ctx, _named(period), found))
    if states := _states(said):
        found = list_orders(ctx.db, scope_of(ctx), in_states(states), most=MOST)
        words = _TO_SHIP if states == TO_SHIP else STATES[states[0]]
        return in_private(ctx, lambda: list_card(ctx, words, found))
    customer = find_by_name(ctx.db, said)
    return of(ctx, customer) if customer else None


def of(ctx: Context, customer: Customer) -> Reply:
    """A customer's orders, as far as the asker may see them."""
    found = list_orders(ctx.db, scope_of(ctx), of_customer(customer.id), most=MOST)
    new = button(Text("下订单", "New order"), NewOrder(customer.id).stamp(to=ctx.open_id), style="primary_filled")
    return in_private(ctx, lambda: list_card(ctx, same(customer.name), found, buttons(new)))


def _states(said: str) -> tuple[State, ...]:
    word = said.strip().casefold()
    if word in (_TO_SHIP.zh, _TO_SHIP.en):
        return TO_SHIP
    return tuple(state for state, words in STATES.items() if word in (words.zh, words.en.casefold()))


def _named(period: Period) -> Text:
    return same(period.name)


def below(ctx: Context) -> tuple[Element, ...]:
    """The asker's own orders that are still open, the newest first, as quiet buttons."""
    found = list_orders(ctx.db, scope_of(ctx), of_rep(ctx.me.id), in_states(OPEN), most=OWN)
    if not found.orders:
        return ()
    row = [button(_short(order), ShowOrder(order.id).stamp(to=ctx.open_id), style="text") for order in found.orders]
    more = note(_REST.fill(n=found.count - OWN)) if found.count > OWN else None
    return tuple(filter(None, (heading(_OPEN), buttons(*row, align="left"), more)))


def _short(order: Order) -> Text:
    return joined([same(order.number), same(order.customer[:20]), STATES[order.state]], " · ")


def list_card(ctx: Context, words: Text, found: Listing, *also: Element) -> Card:
    """The newest of some orders, and the sums of all of them."""
    title = Text("订单：{words}", "Orders: {words}").fill(words=words)
    lead = _SUMS.fill(n=found.count, standing=found.standing, total=exact(found.total))
    more = note(_REST.fill(n=found.count - len(found.orders))) if found.count > len(found.orders) else None
    return card(
        title,
        *(_line(ctx, order) for order in found.orders),
        more,
        None if found.orders else note(_NONE),
        *(also or ((buttons(run_button(Text("订单", "order"))),))),
        subtitle=lead,
        summary=joined([title, brief(found.total)], " · "),
    )


def _line(ctx: Context, order: Order) -> Element:
    both = "**{number}** {customer} {amount}\n<font color='grey'>{rest}</font>"
    promised = order.content.promised_on
    rest = [STATES[order.state], same(order.rep), day(order.confirmed_on or order.ordered_on)]
    rest += [Text("承诺 {day}", "promised {day}").fill(day=day(promised))] if promised else []
    amount = exact(order.amount)
    customer = cut(order.customer, 40)
    said = md(same(both), number=order.number, customer=customer, amount=amount, rest=joined(rest, " · "))
    show = button(Text("打开", "Open"), ShowOrder(order.id).stamp(to=ctx.open_id), style="text")
    return columns(said, show, weights=(4, 1))


_TO_SHIP = Text("待发货", "to ship")
_OPEN = Text("你的未完成订单", "Your open orders")
_REST = Text("还有 {n} 张", "{n} more")
_SUMS = Text("共 {n} 张；已承诺 {standing} 张，合计 {total}", "{n} in all; {standing} promised, together {total}")
_NONE = Text("没有这样的订单。", "There is no such order.")
