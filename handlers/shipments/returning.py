"""Goods come back: quantities, a reason and a day; credited at once, in the period of that day."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from bot.card import Card
from bot.context import Context, Reply
from bot.errors import Problem, Refusal
from bot.form import sentence
from bot.money import exact
from bot.orders import in_private
from bot.router import Part, Router
from bot.text import Text
from handlers.shipments.forms import AskReturn, FileReturn, KeepReturn
from handlers.shipments.lists import to_return_card
from handlers.shipments.news import tell_of_return
from handlers.shipments.reading import day_in, field_of, pieces_typed, room_to_come, unpacked
from handlers.shipments.return_cards import return_form, return_question
from handlers.shipments.sentences import Line, line_of
from handlers.shipments.standing import (
    Goods,
    as_it_stands,
    checked_day,
    entry_of,
    handled_order,
    held_order,
    mark_of,
    objection,
    shown,
    today_of,
)
from sales.breaches import Outdated
from sales.orders import Move
from sales.return_reasons import read_reason
from sales.shipping import Reason
from storage import goods as moves
from storage.orders import Order, find_order, order_by_id

router = Router(Part.TRADE)


@router.command(
    Text("退货", "return"),
    Text("登记客户退回的货", "Enter goods that came back"),
    aliases=("th",),
    example=Text("退货 SO-12 A100*2 质量", "return SO-12 A100*2 quality"),
)
def ask(ctx: Context, said: str) -> Reply:
    """What comes back, to be confirmed; the form where anything is unclear; without an order those there are."""
    found = line_of(ctx, said, Move.TAKE_BACK)
    if found is None:
        return in_private(ctx, lambda: to_return_card(ctx))
    if no := objection(found.order, Move.TAKE_BACK):
        return as_it_stands(ctx, found.order, no)
    return in_private(ctx, lambda: _answer(ctx, found))


def _answer(ctx: Context, found: Line) -> Card:
    reason, note = read_reason(found.words)
    if found.is_clear and reason is not None:
        return return_question(ctx, found.order, found.goods, reason, note)
    typed = found.typed | {"reason": reason.value if reason else "", "note": note}
    return return_form(ctx, found.order, typed, found.problems)


def ask_again(
    ctx: Context, hidden: Mapping[str, object], typed: Mapping[str, object], problems: tuple[Problem, ...]
) -> Card:
    """The form once more with everything typed, for the order as it is now."""
    order_id = hidden.get("order_id")
    order = find_order(ctx.db, order_id) if isinstance(order_id, int) else None
    return return_form(ctx, order or handled_order(ctx, 0), typed, problems)


@router.press(FileReturn, redraw=ask_again)
def file(ctx: Context, filled: FileReturn) -> Reply:
    """Take back what the form says."""
    order = held_order(ctx, filled.order_id)
    if no := _stale(order, filled.seen):
        return no(ctx)
    on = filled.on or today_of(ctx, order)
    pieces, reason = pieces_typed(order, filled, room_to_come), _reason(filled.reason)
    goods = Goods(pieces, on, is_old=checked_day(ctx, order, on, Move.TAKE_BACK))
    return _take_back(ctx, order, goods, reason, filled.note)
