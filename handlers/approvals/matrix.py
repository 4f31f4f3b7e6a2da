"""授权: the matrix of discounts in force, to a rep their own rows, to managers and admins all of it."""

from collections.abc import Iterable

from bot.card import Card, Element, card, heading, md, note
from bot.context import Context, Reply
from bot.money import exact, percent
from bot.orders import in_private, is_director
from bot.router import Part, Router
from bot.text import Text, joined, same
from bot.trade_words import LEVELS
from bot.words import day
from sales.discounts import LEVELS as STEPS
from sales.discounts import Level, Rule
from sales.money import ZERO
from storage.authority import matrix_on

MOST = 30
"""How many rows of a level the card shows."""

router = Router(Part.TRADE)


@router.command(
    Text("授权", "authority"),
    Text("看现在的折扣权限", "See who may give which discount"),
    members=False,
)
def show(ctx: Context, _said: str) -> Reply:
    """The rows in force today; least margins are for those who may know a margin."""
    if not is_director(ctx):
        _ = ctx.me
    return in_private(ctx, lambda: matrix_card(ctx))


def matrix_card(ctx: Context) -> Card:
    """Level by level, what goes for everybody first, then the special rows."""
    sees_all = is_director(ctx) or ctx.managed is not None
    today = ctx.today if ctx.seats else ctx.now.date()
    rules = matrix_on(ctx.db, ctx.house.trade.rules, "", today).rules
    levels = STEPS if sees_all else (Level.REP,)
    title = Text("折扣权限", "Discount authority")
    return card(
        title,
        *(part for level in levels for part in _level(level, rules, with_margin=sees_all)),
        note(_ORDER),
        note(_HOW) if ctx.is_admin else None,
        subtitle=Text("{day} 起效", "in force on {day}").fill(day=day(today)),
        summary=title,
        icon="lock_outlined",
    )


def _level(level: Level, rules: Iterable[Rule], *, with_margin: bool) -> list[Element]:
    mine = sorted((rule for rule in rules if rule.level is level), key=lambda rule: (*rule.place, rule.from_amount))
    rows = [_row(rule, with_margin=with_margin) for rule in mine[:MOST]]
    more = Text("还有 {n} 行", "{n} rows more").fill(n=len(mine) - MOST)
    return [
        heading(LEVELS[level].map(str.capitalize)),
        *(rows or [note(_NOTHING)]),
        *([note(more)] if len(mine) > MOST else []),
    ]


def _row(rule: Rule, *, with_margin: bool) -> Element:
    whose = [same(rule.group)] if rule.group else []
    whose += [Text("{tier} 级客户", "tier {tier}").fill(tier=rule.tier)] if rule.tier else []
    whose += [_FROM.fill(amount=exact(rule.from_amount))] if rule.from_amount > ZERO else []
    known = joined(whose or [Text("全部", "Everything")], " · ")
    granted = [Text("优惠不超过 {p}", "up to {p} off").fill(p=percent(rule.most_discount))]
    granted += [_margin(rule.least_margin, known=with_margin)] if rule.least_margin is not None else []
    return md(Text("{whose}：**{granted}**", "{whose}: **{granted}**"), whose=known, granted=joined(granted, " · "))


def _margin(least: int, *, known: bool) -> Text:
    """From a known least margin and a verdict one could work out a cost."""
    words = Text("毛利不低于 {p}", "margin {p} at least") if known else Text("另有毛利下限", "and a least margin")
    return words.fill(p=percent(least))


_FROM = Text("牌价满 {amount} 起", "from {amount} list value on")
_NOTHING = Text("没有设置：任何优惠都要上级决定", "Nothing is set: every discount goes further up")
_ORDER = Text(
    "同时符合几行时，先看产品组+客户等级，再看产品组，再看客户等级；金额按 24 小时内同一业务员、客户、产品的牌价合计。",
    "Of several rows the one for group and tier goes first, then the group's, then the tier's; amounts are the list "
    "value of what one rep sells one customer of one product within 24 h.",
)
_HOW = Text("要修改：发「导入」，用授权表更新。", 'To change it, send "import" and use the authority sheet.')
