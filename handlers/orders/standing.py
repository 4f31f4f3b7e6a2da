"""Whose order it is, and how it stands: what every press on an order's card asks first."""

from dataclasses import replace
from datetime import date

from bot.context import Context, Reply
from bot.orders import in_private, may_handle, order_card, read_number, sees
from bot.text import Text
from bot.words import broken
from sales.breaches import NotFound, NotYours, Outdated, RuleBroken
from sales.orders import MOVES, Move, number
from sales.trade_breaches import IllegalMove
from storage.orders import Order, hold_order


def named(said: str) -> int:
    """The id of the order that somebody names; raises `NotFound` for words that name none."""
    order_id = read_number(said)
    if order_id is None:
        raise NotFound(said[:40] or number(0))
    return order_id


def own_order(ctx: Context, order_id: int) -> Order:
    """An order that the asker may change, held until the commit; raises a refusal for any other."""
    order = hold_order(ctx.db, order_id)
    if order is None or not sees(ctx, order):
        raise NotFound(number(order_id))
    if not may_handle(ctx, order):
        raise NotYours(order.number)
    return order


def objection(order: Order, seen: int, *moves: Move) -> RuleBroken | None:
    """Why an order, read in the version `seen`, makes none of these moves now; None if it may make one of them."""
    if not any(order.state in MOVES[move] for move in moves):
        return IllegalMove(order.number, moves[0], order.state)
    return None if seen == order.version else Outdated(order.number)


def as_it_stands(ctx: Context, order: Order, no: RuleBroken) -> Reply:
    """The present state in words, and the newest card."""
    return shown(ctx, order, broken(no), tone="warning")


def shown(ctx: Context, order: Order, toast: Text, *lines: Text, tone: str = "success") -> Reply:
    """The order's card to whoever asked, with a passing word; in a group it goes to their direct chat."""
    reply = in_private(ctx, lambda: order_card(ctx, order, *lines))
    return replace(reply, toast=toast, tone="warning" if tone == "warning" else "success")


def day_of(ctx: Context, order: Order) -> date:
    """Today's local date in the order's team, as far as the asker is in it."""
    team = next((seat.team for seat in ctx.seats if seat.team.id == order.team_id), ctx.team)
    return ctx.now.astimezone(team.zone).date()
