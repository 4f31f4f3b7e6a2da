"""What a rep could ship, and what could come back, where no order was named."""

from collections.abc import Sequence

from bot.card import Card, Element, block, card, cut, md, note
from bot.context import Context
from bot.controls import button, buttons
from bot.orders import SHIP, TAKE_BACK
from bot.text import Text, joined, same
from bot.trade_words import STATES
from bot.views import Run
from bot.words import day
from storage.orders import Order
from storage.shipments import may_come_back, to_ship

MOST = 8
"""How many orders a list has."""


def to_ship_card(ctx: Context) -> Card:
    """The asker's own orders that wait to be shipped, the earliest promised first."""
    waiting = to_ship(ctx.db, ctx.me.id, MOST)
    title = Text("等待发货的订单", "Orders to be shipped")
    return _list(title, waiting, SHIP, Text("发货 SO-12 A100*6", "ship SO-12 A100*6"))


def to_return_card(ctx: Context) -> Card:
    """The asker's own orders of which anything is with the customer, the latest first."""
    out = may_come_back(ctx.db, ctx.me.id, MOST)
    title = Text("可以退货的订单", "Orders of which goods can come back")
    return _list(title, out, TAKE_BACK, Text("退货 SO-12 A100*2 质量", "return SO-12 A100*2 quality"))


def _list(title: Text, orders: Sequence[Order], word: Text, example: Text) -> Card:
    how = Text("也可以一句话：{example}", 'One line does it, too: "{example}"').fill(example=example)
    return card(
        title,
        *(_box(order, word) for order in orders),
        note(how if orders else joined([_NONE, how], "\n")),
        summary=title,
        icon="list_outlined",
    )


def _box(order: Order, word: Text) -> Element:
    promised = order.content.promised_on
    parts = [STATES[order.state], same(order.number)]
    parts += [Text("承诺 {day}", "promised for {day}").fill(day=day(promised))] if promised else []
    said = md(
        same("**{customer}**\n<font color='grey'>{rest}</font>"),
        customer=cut(order.customer, 60),
        rest=joined(parts, " · "),
    )
    run = Run(f"{word.zh} {order.number}")
    return block(said, buttons(button(word.map(str.capitalize), run.stamp())))


_NONE = Text("现在没有。", "There are none now.")
