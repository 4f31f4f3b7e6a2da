"""An order as people see it: who may see what of it, its lines and sums, and what may be done next."""

import re
from collections.abc import Callable

from bot.card import Card, Element, card, cut, facts, note, plain, tag
from bot.context import Context, Reply
from bot.controls import button, buttons
from bot.deals import deal_head, deal_lines, terms_words
from bot.money import exact, percent
from bot.order_forms import CancelOrder, EditOrder, SubmitOrder
from bot.privacy import privately
from bot.text import Text, joined, same
from bot.trade_words import COLOURS, KINDS, STATES
from bot.views import Run
from bot.words import day
from sales.breaches import NotFound
from sales.customers import may_see
from sales.money import total
from sales.orders import BILLED, MOVES, Kind, Move, State, number
from storage.customers import find_customer, owner_of
from storage.order_lists import Scope
from storage.orders import Order, find_order
from storage.receivables import open_of_order

SHIP, TAKE_BACK, PAY = Text("发货", "ship"), Text("退货", "return"), Text("回款", "payment")
"""The commands that go on with an order, in the words that are typed."""

_NUMBER = re.compile(r"(?:so)?\s*(?:[-#]\s*)?([0-9]{1,9})", re.IGNORECASE)


def read_number(words: str) -> int | None:
    """The id of the order that `SO-1042`, `so1042` or `1042` names; None for anything else."""
    found = _NUMBER.fullmatch(words.strip())
    return int(found[1]) if found else None


def order_for(ctx: Context, order_id: int) -> Order:
    """An order that the asker may see; raises `NotFound` for any other, be it there or not."""
    order = find_order(ctx.db, order_id)
    if order is None or not sees(ctx, order):
        raise NotFound(number(order_id))
    return order


def sees(ctx: Context, order: Order) -> bool:
    """Whether the asker may read an order and its amounts.

    That is whose it is or with whom it is shared, who has the customer, and those above them.
    """
    if sees_cost(ctx, order) or ctx.me.id in {order.rep_id, *(share.rep_id for share in order.shares)}:
        return True
    customer = find_customer(ctx.db, order.customer_id)
    owner = owner_of(ctx.db, customer) if customer else None
    return owner is not None and bool(owner.team_ids) and may_see(ctx.me.id, owner.id, owner.team_ids, ctx.managed_ids)


def scope_of(ctx: Context) -> Scope:
    """Which orders the asker may read, for lists; the same as `sees` says of one."""
    return Scope(ctx.me.id, ctx.managed_ids, is_director(ctx))


def sees_cost(ctx: Context, order: Order) -> bool:
    """Whether the asker may read cost and margin: the managers of its team, directors and admins."""
    return order.team_id in ctx.managed_ids or is_director(ctx)


def is_director(ctx: Context) -> bool:
    """Whether the asker decides above the managers: by the config, or as an admin."""
    return ctx.is_admin or ctx.open_id in ctx.house.trade.directors


def may_handle(ctx: Context, order: Order) -> bool:
    """Whether the asker may change, ship and settle an order: its rep, its team's managers, admins."""
    return ctx.me.id == order.rep_id or order.team_id in ctx.managed_ids or ctx.is_admin


def in_private(ctx: Context, card_for: Callable[[], Card]) -> Reply:
    """Answer with a card about money: in a group it goes to the asker's direct chat instead."""
    return privately(ctx, card_for, _MONEY, ELSEWHERE, "order")


def order_card(
    ctx: Context, order: Order, *lines: Text, title: Text | None = None, also: Element | None = None
) -> Card:
    """The order as it stands now; `lines` say what has just happened, `also` stands above them."""
    named = title or Text("订单 {number}", "Order {number}").fill(number=order.number)
    return card(
        named,
        deal_head(order.customer, order.lines, with_cost=sees_cost(ctx, order)),
        deal_lines(order.lines, with_cost=sees_cost(ctx, order)),
        terms_facts(order, *_owed(ctx, order)),
        also,
        plain(joined(lines, "\n")) if lines else None,
        ways(ctx, order),
        note(_shared(order)) if len(order.shares) > 1 else None,
        subtitle=joined([same(order.rep), day(order.ordered_on)], " · "),
        summary=joined([named, same(order.customer), exact(order.amount), STATES[order.state]], " · "),
        colour=COLOURS[order.state],
        tags=(state_tag(order.state),),
    )


def state_tag(state: State) -> Element:
    """A state in a card's header; there the platform calls its grey `neutral`."""
    return tag(STATES[state], COLOURS[state].replace("grey", "neutral"))


def _owed(ctx: Context, order: Order) -> list[tuple[Text, Text]]:
    """What of it is still to be paid, and by when the first of that is due; nothing before anything has left."""
    if order.state not in MOVES[Move.TAKE_BACK] or order.content.kind not in BILLED:
        return []
    still = open_of_order(ctx.db, order.id)
    owed = exact(total([each.open for each in still]))
    due = [Text("{day} 到期", "due {day}").fill(day=day(still[0].due_on))] if still else []
    return [(Text("未收", "Still to be paid"), joined([owed, *due], Text("，", ", ")))]


def terms_facts(order: Order, *first: tuple[Text, Text]) -> Element:
    """Until when it is promised, how it is paid, what it is for, and the note; `first` stand before them."""
    said = order.content
    pairs = [*first, (Text("付款", "Payment"), terms_words(said.terms))]
    pairs += [(Text("承诺交货", "Promised for"), day(said.promised_on))] if said.promised_on else []
    pairs += [(Text("用途", "Purpose"), KINDS[said.kind])] if said.kind is not Kind.SALE else []
    pairs += [(Text("备注", "Note"), same(cut(said.note, 200)))] if said.note else []
    return facts(*pairs)


def ways(ctx: Context, order: Order) -> Element | None:
    """The buttons for what the asker may do with the order now."""
    if not may_handle(ctx, order):
        return None
    state, to = order.state, ctx.open_id
    submit = SubmitOrder(order.id, order.version).stamp(to=to)
    row = [button(Text("提交", "Submit"), submit, style="primary_filled")] if state in MOVES[Move.SUBMIT] else []
    row += [_run(SHIP, order, main=True)] if state in MOVES[Move.SHIP_ALL] else []
    back = state in MOVES[Move.TAKE_BACK] and any(line.returnable for line in order.lines)
    row += [_run(TAKE_BACK, order)] if back else []
    owes = state in (State.PARTLY_SHIPPED, State.SHIPPED) and order.content.kind in BILLED
    row += [_run(PAY, order)] if owes else []
    row += [button(Text("修改", "Edit"), EditOrder(order.id).stamp(to=to))] if state in MOVES[Move.EDIT] else []
    row += [_cancel(order, to)] if state in MOVES[Move.CANCEL] or state in MOVES[Move.CANCEL_REST] else []
    return buttons(*row) if row else None


def _cancel(order: Order, to: str) -> Element:
    rest = order.state in MOVES[Move.CANCEL_REST]
    words = Text("余量不发了", "Cancel the rest") if rest else Text("取消", "Cancel")
    title = Text("取消 {number}？", "Cancel {number}?").fill(number=order.number)
    why = Text("还没发的数量不再发，也不再计入业绩。", "What has not left yet is not shipped and not counted.")
    return button(words, CancelOrder(order.id, order.version).stamp(to=to), confirm=(title, why))


def _run(word: Text, order: Order, *, main: bool = False) -> Element:
    said = Run(f"{word.zh} {order.number}")
    return button(word.map(str.capitalize), said.stamp(), style="primary_filled" if main else "default")


def _shared(order: Order) -> Text:
    parts = [Text("{name} {p}", "{name} {p}").fill(name=share.rep, p=percent(share.share)) for share in order.shares]
    return Text("业绩分成：{who}", "Credit shared: {who}").fill(who=joined(parts, Text("、", ", ")))


_MONEY = Text("订单与回款", "Orders and payments")
ELSEWHERE = Text("金额只私信发送，请看和我的单聊。", "Amounts are shown in private: see our direct chat.")
"""What a group reads when somebody asks about money there."""
