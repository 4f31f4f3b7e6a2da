"""Goods leave for a customer, in parts or at once: entered in one line that is confirmed, or on a form."""

from collections.abc import Mapping

from bot.card import Card
from bot.context import Context, Reply
from bot.errors import Problem
from bot.money import exact
from bot.orders import in_private
from bot.router import Part, Router
from bot.text import Text
from bot.words import day
from handlers.shipments import returning
from handlers.shipments.cards import OLD, all_left, ship_form, ship_question
from handlers.shipments.forms import AskShipment, FileShipment, KeepShipment
from handlers.shipments.lists import to_ship_card
from handlers.shipments.news import tell_of_shipment
from handlers.shipments.reading import day_in, pieces_typed, room_to_leave, unpacked
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
from sales.orders import BILLED, Move
from storage import goods as moves
from storage.orders import Order, order_by_id

router = Router(Part.TRADE)


@router.command(
    Text("发货", "ship"),
    Text("登记发货，分批也行", "Enter a shipment, of a part if need be"),
    aliases=("fh",),
    example=Text("发货 SO-12 A100*6", "ship SO-12 A100*6"),
)
def ask(ctx: Context, said: str) -> Reply:
    """What leaves, to be confirmed; the form where anything is unclear; without an order those that wait."""
    found = told_in(ctx, said, Move.SHIP_SOME)
    if found is None:
        return in_private(ctx, lambda: to_ship_card(ctx))
    if no := objection(found.order, Move.SHIP_SOME):
        return as_it_stands(ctx, found.order, no)
    return in_private(ctx, lambda: _answer(ctx, found))


def _answer(ctx: Context, found: Told) -> Card:
    if found.is_clear and not found.words:
        return ship_question(ctx, found.order, found.goods)
    named = found.goods.pieces or found.problems
    typed = found.typed if named else found.typed | all_left(found.order)
    return ship_form(ctx, found.order, typed, found.problems, found.words)


def ask_again(
    ctx: Context, hidden: Mapping[str, object], typed: Mapping[str, object], problems: tuple[Problem, ...]
) -> Card:
    """The form once more with everything typed, for the order as it is now."""
    order_id = hidden.get("order_id")
    return ship_form(ctx, handled_order(ctx, order_id if isinstance(order_id, int) else 0), typed, problems)


@router.press(FileShipment, redraw=ask_again)
def file(ctx: Context, filled: FileShipment) -> Reply:
    """Ship what the form says."""
    order = held_order(ctx, filled.order_id)
    if no := objection(order, Move.SHIP_SOME, filled.seen):
        return as_it_stands(ctx, order, no)
    pieces, on = pieces_typed(order, filled, room_to_leave), filled.on or today_of(ctx, order)
    return _ship(ctx, order, Goods(pieces, on, is_old=checked_day(ctx, order, on, Move.SHIP_SOME)))


@router.press(KeepShipment)
def keep(ctx: Context, pressed: KeepShipment) -> Reply:
    """Ship what the line said."""
    order, on = held_order(ctx, pressed.order_id), day_in(pressed)
    if no := objection(order, Move.SHIP_SOME, pressed.seen):
        return as_it_stands(ctx, order, no)
    return _ship(ctx, order, Goods(unpacked(pressed), on, is_old=checked_day(ctx, order, on, Move.SHIP_SOME)))


@router.press(AskShipment)
def change(ctx: Context, pressed: AskShipment) -> Reply:
    """Turn the question into the form."""
    order = handled_order(ctx, pressed.order_id)
    if no := objection(order, Move.SHIP_SOME, pressed.seen):
        return as_it_stands(ctx, order, no)
    typed = typed_from(order, unpacked(pressed), day_in(pressed))
    return in_private(ctx, lambda: ship_form(ctx, order, typed))


def _ship(ctx: Context, order: Order, goods: Goods) -> Reply:
    made = moves.ship(ctx.db, order, goods.pieces, entry_of(ctx, goods))
    tell_of_shipment(ctx, order, made, goods)
    said = _BILLED if order.content.kind in BILLED else _SHIPPED
    due = day(order.content.terms.due_on(goods.on))
    said = said.fill(number=order.number, amount=exact(made.amount), due=due)
    more = [OLD.fill(day=day(goods.on))] if goods.is_old else []
    return shown(ctx, order_by_id(ctx.db, order.id), said, said, *more)


_BILLED = Text("{number} 已发货 {amount}，{due} 到期", "{number}: shipped {amount}, due {due}")
_SHIPPED = Text("{number} 已发货 {amount}，不收款", "{number}: shipped {amount}, which nobody pays for")
ROUTERS = (router, returning.router)
"""The routers of shipments and returns, in the order of the help."""
