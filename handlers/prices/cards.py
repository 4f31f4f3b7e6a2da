"""Prices as people read them: one product, a choice of some, the list."""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.card import Card, Column, Element, Metric, card, cut, facts, md, metrics, note, panel, plain, table, tag
from bot.context import Context
from bot.controls import button, buttons
from bot.money import exact, percent
from bot.text import Text, joined, same
from bot.views import Run
from handlers.prices.access import reads_costs, today
from handlers.prices.forms import ResumeProduct, RetireProduct
from sales.money import FULL
from sales.orders import Priced
from sales.prices import PriceRow, coming, in_force, margin, periods
from storage.products import Product, is_sold, price_rows, prices_on

PAST = 12
"""How many periods the history shows, the latest first."""
DAY = timedelta(days=1)


def product_card(
    ctx: Context, product: Product, *, title: Text | None = None, line: Text | None = None, colour: str = "blue"
) -> Card:
    """What a product costs now and next, and what has just happened; cost and margin only for who may read them."""
    rows, on, sold = price_rows(ctx.db, [product.id]).get(product.id, []), today(ctx), is_sold(ctx.db, product)
    now = in_force(periods(rows), on)
    retired = [] if sold else [tag(_RETIRED, "red")]
    return card(
        title or same(product.code),
        metrics(_focus(product, now)),
        plain(line) if line else None,
        _facts(now, coming(rows, on), with_cost=reads_costs(ctx)),
        note(_ENDS.fill(last=now.end_on - DAY)) if _ends(now, rows) and now and now.end_on else None,
        _history(rows, on, with_cost=reads_costs(ctx)) if rows else None,
        _ways(ctx, product, sold=sold) if ctx.is_admin else None,
        subtitle=same(product.name if title is None else f"{product.code} {product.name}"),
        summary=joined([same(product.code), _price(now)], " "),
        colour=colour if sold else "grey",
        tags=[*([tag(same(product.group))] if product.group else []), *retired],
    )


def _focus(product: Product, now: PriceRow | None) -> Metric:
    if now is None or now.priced.list_price is None:
        return Metric(_NO_PRICE, Text("今天", "Today"))
    value = same("{price} / {unit}").fill(price=exact(now.priced.list_price), unit=product.unit)
    return Metric(value, Text("牌价 · {first} 起", "List price · from {first}").fill(first=now.first_on))


def _price(now: PriceRow | None) -> Text:
    return exact(now.priced.list_price) if now and now.priced.list_price is not None else _NO_PRICE


def _facts(now: PriceRow | None, after: PriceRow | None, *, with_cost: bool) -> Element | None:
    pairs = price_facts(now.priced, with_cost=with_cost) if now else []
    if after and after.priced.list_price is not None:
        change = _change(now, after)
        said = [exact(after.priced.list_price), *([change] if change else []), _FROM.fill(first=after.first_on)]
        pairs.append((Text("下次调价", "Next change"), joined(said, " · ")))
    return facts(*pairs) if pairs else None


def price_facts(priced: Priced, *, with_cost: bool) -> list[tuple[Text, Text]]:
    """Floor price, and for those who may read them cost and margin at list price."""
    floor, cost = priced.floor_price, priced.cost
    pairs = [(Text("底价", "Floor price"), exact(floor) if floor is not None else _NONE)]
    if with_cost:
        left = margin(priced.list_price, cost)
        pairs.append((Text("成本", "Cost"), exact(cost) if cost is not None else _UNKNOWN))
        pairs += [(Text("牌价毛利率", "Margin at list"), percent(left))] if left is not None else []
    return pairs


def _change(now: PriceRow | None, after: PriceRow) -> Text | None:
    """By how much the list price goes up or down; None where there is nothing to compare."""
    old, new = now.priced.list_price if now else None, after.priced.list_price
    if not old or new is None or old == new:
        return None
    said = percent((new - old).part(FULL, old.minor).minor)
    return said.map(lambda words: f"+{words}") if new > old else said


def _ends(now: PriceRow | None, rows: Sequence[PriceRow]) -> bool:
    """Whether a time without any price follows what holds now."""
    return bool(now and now.end_on and in_force(rows, now.end_on) is None)


def _history(rows: Sequence[PriceRow], on: date, *, with_cost: bool) -> Element:
    shown = periods(rows)[::-1][:PAST]
    title = Text("调价记录（{n}）", "All prices ({n})").fill(n=len(shown))
    return panel(title, *(_period(row, on, with_cost=with_cost) for row in shown))


def _period(row: PriceRow, on: date, *, with_cost: bool) -> Element:
    over = row.end_on is not None and row.end_on <= on
    state = _TO_COME if row.first_on > on else _OVER if over else _NOW
    when = _FROM.fill(first=row.first_on)
    if row.end_on:
        when = Text("{first} 至 {last}", "{first} to {last}").fill(first=row.first_on, last=row.end_on - DAY)
    pairs = price_facts(row.priced, with_cost=with_cost)
    rest = joined([when, *(joined(pair, " ") for pair in pairs)], " · ")
    both = same("{price} {state}\n<font color='grey'>{rest}</font>")
    return md(both, price=_price(row), state=state, rest=rest)


def _ways(ctx: Context, product: Product, *, sold: bool) -> Element:
    if not sold:
        resume = ResumeProduct(product.id).stamp(to=ctx.open_id)
        return buttons(button(Text("恢复销售", "Sell it again"), resume, style="primary_filled"))
    set_prices = button(Text("定价", "Set prices"), Run(f"{PRICING.zh} {product.code}").stamp(), style="primary_filled")
    return buttons(retire_button(ctx, product), set_prices)


def retire_button(ctx: Context, product: Product) -> Element:
    """Takes a product off the list, after a question."""
    sure = (Text("停售 {code}？", "Take {code} off the list?").fill(code=product.code), _STAYS)
    stamp = RetireProduct(product.id).stamp(to=ctx.open_id)
    return button(Text("停售", "Retire"), stamp, style="danger", confirm=sure)


def choice_card(said: str, likely: Sequence[Product]) -> Card:
    """The products that may be meant, each a button."""
    lead = Text("没有「{said}」。你要找的是：", "There is no {said}. Did you mean:").fill(said=cut(said, 40))
    row = [button(names(each), Run(f"{PRICE.zh} {each.code}").stamp()) for each in likely]
    title = Text("哪个产品？", "Which product?")
    return card(title, plain(lead), buttons(*row, align="left"), summary=lead)


def names(product: Product) -> Text:
    """A product's code and name on a button."""
    return same(cut(f"{product.code} {product.name}" if product.name != product.code else product.code, 40))


def list_card(ctx: Context, products: Sequence[Product], count: int, *, group: str = "") -> Card:
    """What is sold, with the list prices of today; the client pages through them."""
    title = Text("产品与价格", "Products and prices")
    if not products:
        return card(title, plain(_NOTHING), note(_HOW), summary=_NOTHING, colour="grey")
    priced = prices_on(ctx.db, [each.id for each in products], today(ctx))
    lead = Text("共 {n} 个产品", "{n} products").fill(n=count)
    return card(
        title,
        table(_COLUMNS, [_row(each, priced.get(each.id, Priced())) for each in products], page_size=10),
        note(_MORE.fill(n=len(products))) if count > len(products) else None,
        note(_NARROW),
        subtitle=joined([same(group), lead], " · ") if group else lead,
        summary=joined([title, lead], " · "),
    )


def _row(product: Product, priced: Priced) -> dict[str, object]:
    price = exact(priced.list_price) if priced.list_price is not None else same("—")
    said = {"code": product.code, "name": cut(product.name, 24), "unit": cut(product.unit, 8)}
    return {**said, "price": price}


PRICE, PRICING = Text("价格", "price"), Text("定价", "pricing")
"""The two commands, in the words that are typed."""

_COLUMNS = (
    Column("code", Text("型号", "Code")),
    Column("name", Text("名称", "Name")),
    Column("price", Text("牌价", "List price"), align="right"),
    Column("unit", Text("单位", "Unit")),
)
_NO_PRICE = Text("暂无牌价", "No list price")
_NONE, _UNKNOWN = Text("未设", "none"), Text("未填", "not known")
_FROM = Text("{first} 起", "from {first}")
_TO_COME, _NOW, _OVER = Text("未生效", "to come"), Text("执行中", "in force"), Text("已结束", "over")
_RETIRED = Text("已停售", "Retired")
_STAYS = Text(
    "已有的订单和报价不受影响，随时可以恢复。", "Orders and quotes stay as they are; it can come back any time."
)
_ENDS = Text("最后一天 {last}，之后没有牌价，需要再定。", "Its last day is {last}; after that there is no list price.")
_NOTHING = Text("还没有产品。", "Nothing is on the list yet.")
_HOW = Text(
    "管理员可以发「定价 A100 牌价100 底价70 成本60 单位台」，或发一张价格表（发「导入」看格式）。",
    'Admins: send "pricing A100 list 100 floor 70 cost 60 unit pcs", or a sheet of prices ("import" tells how).',
)
_MORE = Text("这里是前 {n} 个。", "These are the first {n}.")
_NARROW = Text(
    "看一个产品：「价格 型号」，也可以发名称、拼音首字母或产品组。",
    'For one of them: "price CODE"; a name, its initials or a group will do, too.',
)
