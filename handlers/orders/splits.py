"""The credit for an order is shared with colleagues: by its rep until it is promised, then by the manager."""

from collections.abc import Mapping
from dataclasses import replace

from bot.card import Card
from bot.context import Context, Reply
from bot.errors import Problem
from bot.order_news import tell_sharers
from bot.orders import in_private, order_for
from bot.router import Part, Router
from bot.text import Text
from bot.words import broken
from handlers.orders.shares_form import (
    ShareOrder,
    blank_for,
    share_card,
    shares_from_form,
    shares_from_line,
    shares_seen,
    typed_from_shares,
    typed_now,
)
from handlers.orders.standing import named, own_order, shown
from sales.breaches import Outdated
from sales.splits import check_sharing, with_rest
from storage.order_splits import set_shares
from storage.orders import Order

router = Router(Part.TRADE)


@router.command(
    Text("分成", "share"),
    Text("把一张订单的业绩分给同事", "Share the credit for an order"),
    example=Text("分成 SO-12 @韩梅梅 30%", "share SO-12 @Han Meimei 30%"),
)
def ask(ctx: Context, said: str) -> Reply:
    """Share as the line says, where all of it is understood; else the form."""
    first, _, rest = said.strip().partition(" ")
    order = own_order(ctx, named(first))
    _check(ctx, order)
    given, unread = shares_from_line(ctx, order, rest)
    if given and not unread:
        return _share(ctx, order, given)
    typed = typed_from_shares(given) if given else typed_now(order)
    return in_private(ctx, lambda: share_card(ctx, order, replace(blank_for(order), unread=unread), typed))


def ask_again(
    ctx: Context, hidden: Mapping[str, object], typed: Mapping[str, object], problems: tuple[Problem, ...]
) -> Card:
    """The form once more, with what is wrong; for the shares that hold now."""
    found = hidden.get("order_id")
    order = order_for(ctx, found if isinstance(found, int) else 0)
    return share_card(ctx, order, blank_for(order), typed, problems)


@router.press(ShareOrder, redraw=ask_again)
def share(ctx: Context, filled: ShareOrder) -> Reply:
    """Let these shares hold from now on; the rep keeps the rest, none given is everything for the rep."""
    order = own_order(ctx, filled.order_id)
    _check(ctx, order)
    if filled.seen != shares_seen(order):
        return shown(ctx, order, broken(Outdated(order.number)), tone="warning")
    return _share(ctx, order, shares_from_form(ctx, order, filled))


def _check(ctx: Context, order: Order) -> None:
    check_sharing(order.number, order.state, by_manager=order.team_id in ctx.managed_ids or ctx.is_admin)


def _share(ctx: Context, order: Order, given: Mapping[int, int]) -> Reply:
    today = ctx.house.business_day(ctx.now)
    changed = set_shares(ctx.db, order, with_rest(order.rep_id, given), ctx.me.id, ctx.now, today)
    tell_sharers(ctx, changed)
    return shown(ctx, changed, _KEPT.fill(number=order.number))


_KEPT = Text("{number} 的分成已保存", "The shares of {number} are kept")
