"""Whether a quote would need somebody's approval as an order: told early, decided only when the order is submitted."""

from collections.abc import Sequence

from bot.context import Context
from bot.text import Text, joined, same
from sales.orders import Kind, Line
from storage.authority import matrix_on
from storage.customers import Customer
from storage.judgements import level_of
from storage.people import Team


def foreseen(ctx: Context, team: Team, rep_id: int, customer: Customer, lines: Sequence[Line]) -> list[Text]:
    """A line for the card where some of these lines are beyond what their rep may give alone; nothing where none is."""
    tier = customer.tier.value if customer.tier else ""
    matrix = matrix_on(ctx.db, ctx.house.trade.rules, tier, ctx.today)
    judged = matrix.judge(lines, {}, level_of(ctx.db, ctx.house, team, rep_id), Kind.SALE)
    if judged.is_free:
        return []
    codes = joined([same(each.code) for each in judged.over], Text("、", ", "))
    return [_OVER.fill(codes=codes)]


_OVER = Text("{codes} 超出权限，提交订单时需要审批。", "{codes}: beyond authority, so the order will need approval.")
