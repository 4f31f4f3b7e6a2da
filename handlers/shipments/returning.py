"""Goods come back: quantities, a reason and a day; credited at once, in the period of that day."""

from collections.abc import Mapping

from bot.card import Card
from bot.context import Context, Reply
from bot.errors import Problem, Refusal
from bot.form import entries, sentence
from bot.money import exact
from bot.orders import in_private
from bot.router import Part, Router
from bot.text import Text, same
from bot.words import day
from handlers.shipments.cards import OLD
from handlers.shipments.forms import AskReturn, FileReturn, KeepReturn
from handlers.shipments.lists import to_return_card
from handlers.shipments.news import tell_of_return
from handlers.shipments.reading import day_in, pieces_typed, room_to_come, unpacked
from handlers.shipments.return_cards import return_form, return_question
from handlers.shipments.sentences import Told, told_in, typed_from
from handlers.shipments.standing import (
    Goods,
    as_it_stands,
    checked_day,
    entry_of,
    handled_order,
    held_order,
    objection,
    shown,
    today_of,
)
from sales.orders import Move
from sales.return_reasons import read_reason
from sales.shipping import Reason
from storage import goods as moves
from storage.orders import Order, order_by_id

router = Router(Part.TRADE)


@router.command(
    Text("退货", "return"),
    Text("登记客户退回的货", "Enter goods that came back"),
    aliases=("th",),
    example=Text("退货 SO-12 A100*2 质量", "return SO-12 A100*2 quality"),
)
def ask(ctx: Context, said: str) -> Reply:
    """What comes back, to be confirmed; the form where anything is unclear; without an order those there are."""
    found = told_in(ctx, said, Move.TAKE_BACK)
    if found is None:
        return in_private(ctx, lambda: to_return_card(ctx))
    if no := objection(found.order, Move.TAKE_BACK):
        return as_it_stands(ctx, found.order, no)
    return in_private(ctx, lambda: _answer(ctx, found))


def _answer(ctx: Context, found: Told) -> Card:
    reason, note = read_reason(found.words)
    is_long = len(note) > entries(FileReturn)["note"].limit
    if found.is_clear and reason is not None and not is_long:
        return return_question(ctx, found.order, found.goods, reason, note)
    typed = found.typed | {"reason": reason.value if reason else "", "note": "" if is_long else note}
    return return_form(ctx, found.order, typed, found.problems, note if is_long else "")


def ask_again(
    ctx: Context, hidden: Mapping[str, object], typed: Mapping[str, object], problems: tuple[Problem, ...]
) -> Card:
    """The form once more with everything typed, for the order as it is now."""
    order_id = hidden.get("order_id")
    return return_form(ctx, handled_order(ctx, order_id if isinstance(order_id, int) else 0), typed, problems)


@router.press(FileReturn, redraw=ask_again)
def file(ctx: Context, filled: FileReturn) -> Reply:
    """Take back what the form says."""
    order = held_order(ctx, filled.order_id)
    if no := objection(order, Move.TAKE_BACK, filled.seen):
        return as_it_stands(ctx, order, no)
    pieces, reason = pieces_typed(order, filled, room_to_come), _reason(filled.reason)
    on = filled.on or today_of(ctx, order)
    goods = Goods(pieces, on, is_old=checked_day(ctx, order, on, Move.TAKE_BACK))
    return _take_back(ctx, order, goods, reason, filled.note)


@router.press(KeepReturn)
def keep(ctx: Context, pressed: KeepReturn) -> Reply:
    """Take back what the line said."""
    order = held_order(ctx, pressed.order_id)
    if no := objection(order, Move.TAKE_BACK, pressed.seen):
        return as_it_stands(ctx, order, no)
    on = day_in(pressed)
    goods = Goods(unpacked(pressed), on, is_old=checked_day(ctx, order, on, Move.TAKE_BACK))
    return _take_back(ctx, order, goods, _reason(pressed.reason), pressed.note)


@router.press(AskReturn)
def change(ctx: Context, pressed: AskReturn) -> Reply:
    """Turn the question into the form."""
    order = handled_order(ctx, pressed.order_id)
    if no := objection(order, Move.TAKE_BACK, pressed.seen):
        return as_it_stands(ctx, order, no)
    typed = typed_from(order, unpacked(pressed), day_in(pressed))
    typed |= {"reason": pressed.reason, "note": pressed.note}
    return in_private(ctx, lambda: return_form(ctx, order, typed))


def _reason(chosen: str) -> Reason:
    if chosen in set(Reason):
        return Reason(chosen)
    label, why = entries(FileReturn)["reason"].label or same("?"), Text("请选择一项", "please choose one")
    problems = [Problem("reason", label, why)]
    raise Refusal(sentence(problems), tuple(problems))


def _take_back(ctx: Context, order: Order, goods: Goods, reason: Reason, note: str) -> Reply:
    made = moves.take_back(ctx.db, order, goods.pieces, reason, note, entry_of(ctx, goods))
    tell_of_return(ctx, order, made, goods)
    said = Text("{number} 已退货，冲减 {amount}", "{number}: taken back, {amount} credited")
    said = said.fill(number=order.number, amount=exact(made.amount))
    more = [OLD.fill(day=day(goods.on))] if goods.is_old else []
    return shown(ctx, order_by_id(ctx.db, order.id), said, said, *more)
