"""Whose order it is, how far it has got, and which days can be told of it."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from bot.context import Context, Reply
from bot.orders import in_private, may_handle, order_card, order_for, sees, sees_cost
from bot.text import Text
from bot.words import broken
from sales.breaches import NotFound, Outdated, RuleBroken
from sales.orders import MOVES, Move, number
from sales.records import dataclass
from sales.shipping import check_day
from sales.trade_breaches import IllegalMove, NotHandled
from storage.goods import Entry
from storage.orders import Order, hold_order
from storage.shipments import first_left_on

BACKDATED = "backdated"
"""What the audit says of a day that lies further back than a rep may go."""


@dataclass(frozen=True, slots=True)
class Goods:
    """Some pieces of an order (quantities by line id), and the local date on which they leave or come back."""

    pieces: Mapping[int, int]
    on: date
    is_old: bool = False


def handled_order(ctx: Context, order_id: int) -> Order:
    """An order that the asker may ship and take back; raises a refusal for any other."""
    order = order_for(ctx, order_id)
    if not may_handle(ctx, order):
        raise NotHandled(order.number)
    return order


def held_order(ctx: Context, order_id: int) -> Order:
    """The same, held until the commit."""
    order = hold_order(ctx.db, order_id)
    if order is None or not sees(ctx, order):
        raise NotFound(number(order_id))
    if not may_handle(ctx, order):
        raise NotHandled(order.number)
    return order


def mark_of(order: Order) -> str:
    """A digest of what of the order has left, come back and been cancelled: moves change no version."""
    counted = [(line.id, line.quantity, line.shipped, line.returned, line.cancelled) for line in order.lines]
    return hashlib.sha256(repr(counted).encode()).hexdigest()[:16]


def objection(order: Order, move: Move, seen: str = "") -> RuleBroken | None:
    """Why an order cannot make a move now, or not from a card that was drawn at another mark (`seen`)."""
    if order.state not in MOVES[move]:
        return IllegalMove(order.number, move, order.state)
    return Outdated(order.number) if seen and seen != mark_of(order) else None


def today_of(ctx: Context, order: Order) -> date:
    """The local date in the order's team on which the person said it."""
    team = next((seat.team for seat in ctx.seats if seat.team.id == order.team_id), ctx.team)
    return min(ctx.delivery.at, ctx.now).astimezone(team.zone).date()


def checked_day(ctx: Context, order: Order, on: date, move: Move) -> bool:
    """Whether a day is flagged as far back; raises a breach for one that cannot be, or that only a manager may enter.

    Nothing leaves before the order is confirmed, and nothing comes back before something has left.
    """
    first = order.confirmed_on if move is Move.SHIP_SOME else first_left_on(ctx.db, order.id)
    today = today_of(ctx, order)
    # Confirmed on the company's date, which may be tomorrow where the team is.
    return check_day(on, today, min(first or on, today), may_go_back=sees_cost(ctx, order))


def entry_of(ctx: Context, goods: Goods) -> Entry:
    """Who enters it, when."""
    why, today = BACKDATED if goods.is_old else "", ctx.house.business_day(ctx.now)
    return Entry(ctx.me.id, goods.on, ctx.delivery.at, ctx.now, why, today)


def as_it_stands(ctx: Context, order: Order, no: RuleBroken) -> Reply:
    """The present state in words, and the newest card."""
    return replace(shown(ctx, order, broken(no), broken(no)), tone="warning")


def shown(ctx: Context, order: Order, toast: Text, *lines: Text) -> Reply:
    """The order's newest card, in private, with a passing word."""
    return replace(in_private(ctx, lambda: order_card(ctx, order, *lines)), toast=toast)
