"""Who else is told that goods left or came back: the rep and sharers, and of a grave return the managers."""

from collections.abc import Iterable

from bot.card import Card, cut, facts, note
from bot.card import card as card_of
from bot.context import Context
from bot.controls import button, buttons
from bot.money import exact
from bot.order_forms import ShowOrder
from bot.text import Text, same
from bot.words import day
from handlers.shipments.cards import OLD, whose
from handlers.shipments.return_cards import REASONS
from handlers.shipments.standing import Goods
from sales.roles import Role
from sales.shipping import is_alarming
from storage import people
from storage.awaited import open_ids
from storage.orders import Order
from storage.returns import Return
from storage.shipments import Piece, Shipment


def tell_of_shipment(ctx: Context, order: Order, made: Shipment, goods: Goods) -> None:
    """Tell the rep and the sharers, but not who entered it."""
    title = Text("{name} 登记了 {number} 的发货", "{name} entered a shipment of {number}")
    said = (*_said(made.pieces), (Text("发货日期", "Shipped on"), day(made.shipped_on)), *_amount(made))
    for open_id in _whose(ctx, order):
        told = _card(ctx, order, title, said, goods, open_id)
        ctx.notify(open_id, told, about="order", dedupe=f"shipped/{made.id}/{open_id}", unasked=True)


def tell_of_return(ctx: Context, order: Order, made: Return, goods: Goods) -> None:
    """Tell the rep and the sharers; the managers, too, if it is grave."""
    title = Text("{name} 登记了 {number} 的退货", "{name} entered a return of {number}")
    said = [*_said(made.pieces), (Text("原因", "Reason"), REASONS[made.reason])]
    said += [(Text("说明", "Note"), same(cut(made.note, 200)))] if made.note else []
    said += [(Text("退货日期", "Returned on"), day(made.returned_on)), *_amount(made)]
    grave = is_alarming(made.reason, made.amount, order.amount)
    told = [*_whose(ctx, order), *(_managers(ctx, order) if grave else [])]
    for open_id in dict.fromkeys(told):
        card = _card(ctx, order, title, said, goods, open_id)
        ctx.notify(open_id, card, about="order", dedupe=f"returned/{made.id}/{open_id}", unasked=True)


def _card(
    ctx: Context, order: Order, title: Text, said: Iterable[tuple[Text, Text]], goods: Goods, open_id: str
) -> Card:
    named = title.fill(name=ctx.me.name, number=order.number)
    see = button(Text("看订单", "See the order"), ShowOrder(order.id).stamp(to=open_id))
    return card_of(
        named,
        facts(*said),
        note(OLD.fill(day=day(goods.on))) if goods.is_old else None,
        buttons(see),
        subtitle=whose(order),
        summary=named,
    )


def _said(pieces: Iterable[Piece]) -> list[tuple[Text, Text]]:
    return [(same(piece.code), same(f"{piece.quantity} {piece.unit}")) for piece in pieces]


def _amount(made: Shipment | Return) -> list[tuple[Text, Text]]:
    return [(Text("金额", "Amount"), exact(made.amount))]


def _whose(ctx: Context, order: Order) -> list[str]:
    ids = open_ids(ctx.db, [order.rep_id, *(share.rep_id for share in order.shares)])
    return [open_id for open_id in ids.values() if open_id != ctx.open_id]


def _managers(ctx: Context, order: Order) -> list[str]:
    team = next((team for team in people.open_teams(ctx.db) if team.id == order.team_id), None)
    seated = people.roster(ctx.db, team) if team else []
    return [one.open_id for one, role in seated if role is Role.MANAGER and one.open_id != ctx.open_id]
