"""What others are told about an order: those who share the credit, and whose order somebody else cancelled."""

from bot.card import Card, Element, card, facts, plain
from bot.context import Context
from bot.controls import button, buttons
from bot.money import exact, percent
from bot.order_forms import ShowOrder
from bot.text import Text, joined, same
from bot.words import day
from sales.money import shared
from sales.orders import STANDING, State
from sales.roles import Role
from storage import people
from storage.awaited import open_ids
from storage.orders import Order, Share

_TOLD = (*STANDING, State.APPROVING)
"""A cancelled order is news to a manager from the moment on at which they had to do with it."""


def tell_sharers(ctx: Context, order: Order) -> None:
    """Tell each other rep once, in private, that an order whose credit they share is confirmed; else do nothing."""
    if order.state not in STANDING or len(order.shares) < 2:
        return
    parts = shared(order.amount, [share.share for share in order.shares])
    ids = open_ids(ctx.db, [share.rep_id for share in order.shares])
    for share, part in zip(order.shares, parts, strict=True):
        open_id = ids[share.rep_id]
        if share.rep_id != order.rep_id and open_id != ctx.open_id:
            once = f"shared/{order.id}/{order.version}/{share.share}/{open_id}"
            card_of = shared_card(order, share, exact(part), open_id)
            ctx.notify(open_id, card_of, about="order", dedupe=once, unasked=True)


def shared_card(order: Order, share: Share, part: Text, open_id: str) -> Card:
    """What a colleague gets of an order that another rep entered."""
    title = Text("{number} 已确认，业绩分给你 {p}", "{number} is confirmed: {p} of the credit is yours")
    title = title.fill(number=order.number, p=percent(share.share))
    return card(
        title,
        facts(
            (Text("客户", "Customer"), same(order.customer)),
            (Text("负责人", "Rep"), same(order.rep)),
            (Text("合计", "Total"), exact(order.amount)),
            (Text("你的部分", "Your part"), part),
        ),
        _look(order, open_id),
        summary=title,
        colour="green",
    )


def tell_of_cancelling(ctx: Context, before: Order, after: Order) -> None:
    """Tell the rep of an order that somebody else cancelled, or the managers where its rep did."""
    if before.state not in _TOLD and ctx.me.id == before.rep_id:
        return
    ids = _managers(ctx, before) if ctx.me.id == before.rep_id else list(open_ids(ctx.db, [before.rep_id]).values())
    for open_id in ids:
        if open_id != ctx.open_id:
            ctx.notify(open_id, cancelled_card(ctx, before, after, open_id), about="order", unasked=True)


def _managers(ctx: Context, order: Order) -> list[str]:
    team = next((team for team in people.open_teams(ctx.db) if team.id == order.team_id), None)
    return [person.open_id for person, role in people.roster(ctx.db, team) if role is Role.MANAGER] if team else []


def cancelled_card(ctx: Context, before: Order, after: Order, open_id: str) -> Card:
    """Who cancelled an order, or what was left of it."""
    said = _REST if after.state is not State.CANCELLED else _ALL
    title = said.fill(name=ctx.me.name, number=before.number)
    lead = joined([same(before.customer), same(before.rep), day(before.ordered_on)], " · ")
    return card(title, plain(lead), _look(before, open_id), summary=title, colour="grey")


def _look(order: Order, open_id: str) -> Element:
    return buttons(button(Text("看订单", "See the order"), ShowOrder(order.id).stamp(to=open_id)))


_ALL = Text("{name} 取消了 {number}", "{name} cancelled {number}")
_REST = Text("{name} 取消了 {number} 的余量", "{name} cancelled the rest of {number}")
