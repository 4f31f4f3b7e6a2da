"""The cards of goods that leave: the form with what is left of each line, and the question before it is done."""

from collections.abc import Callable, Mapping, Sequence

from bot.card import Card, Element, block, card, cut, facts, md, note, plain
from bot.context import Context
from bot.controls import button, buttons, form, submit, text_input
from bot.deals import terms_words
from bot.errors import Problem
from bot.money import exact
from bot.order_forms import ShowOrder
from bot.text import Text, joined, same
from bot.trade_words import KINDS
from bot.views import control, problem_note
from bot.words import day
from handlers.shipments.forms import AskShipment, FileShipment, KeepShipment
from handlers.shipments.reading import Room, field_of, packed, room_to_leave
from handlers.shipments.standing import Goods, mark_of
from sales import shipping as rules
from sales.money import Money, total
from sales.orders import BILLED, Line
from sales.terms import Credit
from storage.credits import earmarked
from storage.orders import Order

LONGEST_QUOTE = 200
"""How many characters of what was not understood a form quotes."""


def ship_form(
    ctx: Context, order: Order, typed: Mapping[str, object], problems: Sequence[Problem] = (), unread: str = ""
) -> Card:
    """Asks how many of each line leave, and when."""
    title = Text("发货 {number}", "Ship {number}").fill(number=order.number)
    stamp = FileShipment(order.id, mark_of(order)).stamp(to=ctx.open_id, key=ctx.card_key())
    inputs = quantity_inputs(order, room_to_leave, typed, _LEFT)
    sent = buttons(submit(Text("确认发货", "Ship"), "file", stamp))
    return card(
        title,
        problem_note(problems),
        unread_note(unread),
        form("goods", *inputs, control(FileShipment, "on", typed), sent),
        buttons(way_back(ctx, order, Text("不发了", "Leave it"))),
        subtitle=whose(order),
        summary=title,
        icon="send_outlined",
    )


def all_left(order: Order) -> dict[str, object]:
    """The form's fields with all that is left of every line."""
    return {field_of(line): str(line.open) for line in order.lines if line.open > 0}


def ship_question(ctx: Context, order: Order, goods: Goods) -> Card:
    """What would leave, what that is worth and by when it is to be paid; one press does it."""
    title = Text("请确认发货 {number}", "Please confirm: ship {number}").fill(number=order.number)
    amount = worth(order, goods, rules.leaving_amount)
    keep, ask = (
        kind(order.id, mark_of(order), packed(goods.pieces), goods.on.isoformat())
        for kind in (KeepShipment, AskShipment)
    )
    return card(
        title,
        *piece_blocks(order, goods, rules.leaving_amount, room_to_leave, _STAYS),
        facts(
            (Text("本次金额", "This shipment"), exact(amount)),
            (Text("发货日期", "Shipped on"), day(goods.on)),
            *_money(order, goods),
        ),
        _unpaid(ctx, order, amount),
        old_note(goods),
        buttons(
            button(Text("确认发货", "Ship"), keep.stamp(to=ctx.open_id, key=ctx.card_key()), style="primary_filled"),
            button(Text("改一改", "Change"), ask.stamp(to=ctx.open_id)),
            way_back(ctx, order, Text("不发了", "Leave it")),
        ),
        subtitle=whose(order),
        summary=joined([title, exact(amount)], " · "),
        icon="send_outlined",
    )


def _money(order: Order, goods: Goods) -> list[tuple[Text, Text]]:
    """By when it is to be paid; what is no sale is not."""
    if order.content.kind not in BILLED:
        return [(Text("用途", "Purpose"), KINDS[order.content.kind])]
    terms = order.content.terms
    return [
        (Text("货款到期", "Money due"), day(terms.due_on(goods.on))),
        (Text("付款", "Payment"), terms_words(terms)),
    ]


def _unpaid(ctx: Context, order: Order, amount: Money) -> Element | None:
    """A warning where goods are to be paid first and have not been; whether they leave is for people to say."""
    said = order.content
    if said.terms.credit is not Credit.PREPAID or said.kind not in BILLED:
        return None
    there = total([fund.left for fund in earmarked(ctx.db, order.id)])
    return plain(_UNPAID.fill(paid=exact(there)), colour="orange") if there < amount else None


def quantity_inputs(order: Order, room: Room, typed: Mapping[str, object], says: Text) -> list[Element]:
    """A field for each line of which there is any, its label naming the product and how many there are."""
    return [
        text_input(field_of(line), _label(line, room(line), says), value=str(typed.get(field_of(line)) or ""), limit=20)
        for line in order.lines
        if room(line) > 0
    ]


def _label(line: Line, n: int, says: Text) -> Text:
    name = f"{line.code} {line.product}" if line.product != line.code else line.code
    return joined([same(cut(name, 40)), says.fill(n=n, unit=line.unit)], " · ")


def piece_blocks(
    order: Order, goods: Goods, amount: Callable[[Line, int], Money], room: Room, says: Text
) -> list[Element]:
    """A box for each line that is meant: how many, what they are worth, and how many stay."""
    said = "**{code}** {name}\n{n} {unit} = **{amount}** <font color='grey'>{rest}</font>"
    return [
        block(
            md(
                same(said),
                code=line.code,
                name=cut(line.product, 40) if line.product != line.code else "",
                n=n,
                unit=line.unit,
                amount=exact(amount(line, n)),
                rest=says.fill(n=room(line) - n, unit=line.unit),
            )
        )
        for line, n in rules.named(order.lines, goods.pieces)
    ]


def worth(order: Order, goods: Goods, amount: Callable[[Line, int], Money]) -> Money:
    """What some pieces come to."""
    return total([amount(line, n) for line, n in rules.named(order.lines, goods.pieces)])


def whose(order: Order) -> Text:
    """The customer and the rep, as a subtitle."""
    return joined([same(cut(order.customer, 60)), same(order.rep)], " · ")


def way_back(ctx: Context, order: Order, words: Text) -> Element:
    """The button back to the order."""
    return button(words, ShowOrder(order.id).stamp(to=ctx.open_id), style="text")


def unread_note(words: str) -> Element | None:
    """What of a line was not understood, quoted."""
    said = cut(words, LONGEST_QUOTE)
    return note(Text("没看懂：{words}", "Not understood: {words}").fill(words=said)) if words else None


def old_note(goods: Goods) -> Element | None:
    """That the day lies further back than a rep may go."""
    return note(OLD.fill(day=day(goods.on))) if goods.is_old else None


OLD = Text("补录：日期是 {day}，已超过 7 天。", "Entered late: it is dated {day}, more than 7 days ago.")
"""What cards say of a day that only a manager may enter."""
_UNPAID = Text(
    "约定款到发货，为这张订单收到还没用的只有 {paid}。",
    "It was to be paid before it leaves; what came in for this order and is not used yet is {paid}.",
)
_LEFT = Text("还有 {n} {unit}没发", "{n} {unit} left")
_STAYS = Text("发后还剩 {n} {unit}", "{n} {unit} left after this")
