"""The cards of goods that come back: the form with what is with the customer, and the question before it is done."""

from collections.abc import Mapping, Sequence

from bot.card import Card, card, cut, facts, note
from bot.context import Context
from bot.controls import Option, button, buttons, form, submit
from bot.errors import Problem
from bot.money import exact
from bot.text import Text, joined, same
from bot.views import control, problem_note
from bot.words import day
from handlers.shipments.cards import old_note, piece_blocks, quantity_inputs, unread_note, way_back, whose, worth
from handlers.shipments.forms import AskReturn, FileReturn, KeepReturn
from handlers.shipments.reading import packed, room_to_come
from handlers.shipments.standing import Goods, mark_of
from sales import shipping as rules
from sales.shipping import Reason
from storage.orders import Order

REASONS = {
    Reason.QUALITY: Text("质量问题", "Quality"),
    Reason.WRONG_GOODS: Text("发错货", "Wrong goods"),
    Reason.DAMAGED: Text("运输损坏", "Damaged on the way"),
    Reason.SURPLUS: Text("多余退回", "Surplus"),
    Reason.ENTRY_ERROR: Text("录入错误", "Entry error"),
    Reason.OTHER: Text("其他", "Other"),
}
"""What a reason is called."""


def return_form(
    ctx: Context, order: Order, typed: Mapping[str, object], problems: Sequence[Problem] = (), unread: str = ""
) -> Card:
    """Asks how many of each line came back, why, and when."""
    title = Text("退货 {number}", "Return of {number}").fill(number=order.number)
    stamp = FileReturn(order.id, mark_of(order)).stamp(to=ctx.open_id, key=ctx.card_key())
    options = [Option(reason.value, words) for reason, words in REASONS.items()]
    return card(
        title,
        problem_note(problems),
        unread_note(unread),
        form(
            "goods",
            *quantity_inputs(order, room_to_come, typed, _OUT),
            control(FileReturn, "reason", typed, options, required=True),
            control(FileReturn, "note", typed),
            control(FileReturn, "on", typed),
            buttons(submit(Text("确认退货", "Take back"), "file", stamp)),
        ),
        buttons(way_back(ctx, order, Text("不退了", "Leave it"))),
        note(COUNTS),
        subtitle=whose(order),
        summary=title,
        icon="undo_outlined",
    )


def return_question(ctx: Context, order: Order, goods: Goods, reason: Reason, said: str) -> Card:
    """What would come back, why and what is credited for it; one press does it."""
    title = Text("请确认退货 {number}", "Please confirm: return of {number}").fill(number=order.number)
    amount = worth(order, goods, rules.coming_amount)
    meant = (order.id, mark_of(order), packed(goods.pieces), goods.on.isoformat(), reason.value, said)
    keep, ask = KeepReturn(*meant), AskReturn(*meant)
    noted = [(Text("说明", "Note"), same(cut(said, 200)))] if said else []
    return card(
        title,
        *piece_blocks(order, goods, rules.coming_amount, room_to_come, _STAYS),
        facts(
            (Text("冲减金额", "Credited"), exact(amount)),
            (Text("退货日期", "Returned on"), day(goods.on)),
            (Text("原因", "Reason"), REASONS[reason]),
            *noted,
        ),
        old_note(goods),
        note(COUNTS),
        buttons(
            button(
                Text("确认退货", "Take back"), keep.stamp(to=ctx.open_id, key=ctx.card_key()), style="primary_filled"
            ),
            button(Text("改一改", "Change"), ask.stamp(to=ctx.open_id)),
            way_back(ctx, order, Text("不退了", "Leave it")),
        ),
        subtitle=whose(order),
        summary=joined([title, exact(amount)], " · "),
        icon="undo_outlined",
    )


COUNTS = Text(
    "退货计入退货日期所在的期间，不改动已经发布的数字。",
    "A return counts in the period of its own date and changes no figure already published.",
)
"""In which period a return counts."""
_OUT = Text("最多可退 {n} {unit}", "at most {n} {unit}")
_STAYS = Text("退后客户还有 {n} {unit}", "{n} {unit} stay with the customer")
