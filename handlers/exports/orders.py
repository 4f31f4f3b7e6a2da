"""Orders as a sheet, one row for each line, and the card with the same sums."""

from collections.abc import Sequence

from bot.card import Card, Metric, card, facts, metrics, note, plain
from bot.deals import terms_words
from bot.money import brief, exact, percent
from bot.sheets import Cell, Sheet
from bot.text import Text, joined, same
from bot.trade_words import KINDS, STATES
from bot.words import day
from handlers.exports.headings import TOTAL, both
from sales.money import FULL, Money, total
from sales.orders import number
from sales.stretches import Stretch
from storage.order_rows import Extent, OrderRow

ORDERS = Text("订单", "orders")
"""What is exported, as people type it."""


def sheet_of(rows: Sequence[OrderRow], stretch: Stretch, extent: Extent) -> Sheet:
    """One row for each line, with cost and margin for whoever may know any of them, and the sums below."""
    costed = bool(extent.team_ids) or extent.all_teams
    name = f"{ORDERS.zh} {stretch.first} {stretch.last}"
    headings = [both(heading) for heading in (*HEADINGS, *(COSTED if costed else ()))]
    cells = [[*_cells(row), *(_costs(row, extent) if costed else ())] for row in rows]
    return Sheet(name, headings, cells, _sums(headings, cells, rows))


def _cells(row: OrderRow) -> list[Cell]:
    who: list[Cell] = [number(row.order_id), row.ordered_on, row.confirmed_on, row.customer, row.rep]
    what: list[Cell] = [row.code, row.product, row.quantity, row.unit]
    prices: list[Cell] = [row.list_price, row.price, percent(row.rate).zh, row.amount]
    moved: list[Cell] = [row.shipped, row.returned, row.cancelled, row.came_back, row.net]
    stands = (STATES[row.state], terms_words(row.terms), KINDS[row.kind])
    return [*who, *what, *prices, *moved, *map(both, stands), row.promised_on]


def _costs(row: OrderRow, extent: Extent) -> list[Cell]:
    """Cost per unit, of what stands of the line, and what is left of the net; empty where the asker may not know."""
    if row.cost is None or row.line_cost is None or not (extent.all_teams or row.team_id in extent.team_ids):
        return [None, None, None, None]
    margin = row.net - row.line_cost if row.net else None
    share = percent(margin.part(FULL, row.net.minor).minor).zh if margin is not None else None
    return [row.cost, row.line_cost, margin, share]


def _sums(headings: Sequence[str], cells: Sequence[Sequence[Cell]], rows: Sequence[OrderRow]) -> list[Cell]:
    """What the amounts of all lines come to; unit prices and pieces of different goods are not added up."""
    sums: list[Cell] = [None] * len(headings)
    sums[0] = both(TOTAL)
    summed = {both(heading) for heading in SUMMED}
    for column, heading in enumerate(headings):
        if heading in summed:
            sums[column] = total([cell for row in cells if isinstance(cell := row[column], Money)])
    return sums if rows else []


def export_card(rows: Sequence[OrderRow], stretch: Stretch, extent: Extent) -> Card:
    """How much was sent, with the sums of the sheet to the cent."""
    title, over = Text("导出订单", "Orders exported"), joined([day(stretch.first), day(stretch.last)], " – ")
    if not rows:
        none = Text("这段时间没有订单。", "There are no orders in that time.")
        return card(title, plain(none), note(_RULE), subtitle=over, summary=none, icon="file-link-xlsx_outlined")
    amount, back = total([row.amount for row in rows]), total([row.came_back for row in rows])
    net, count = total([row.net for row in rows]), len({row.order_id for row in rows})
    sent = Text("已私信发送 {n} 行的表格", "A sheet of {n} rows was sent to you").fill(n=len(rows))
    return card(
        title,
        metrics(
            Metric(same(count), Text("订单（单）", "Orders")),
            Metric(same(len(rows)), Text("明细（行）", "Lines")),
            Metric(brief(net), _NET),
        ),
        facts((_AMOUNT, exact(amount)), (_BACK, exact(back)), (_NET, exact(net))),
        plain(sent),
        note(_RULE),
        note(_ALL if extent.all_teams else _TEAMS if extent.team_ids else _OWN),
        subtitle=over,
        summary=sent,
        icon="file-link-xlsx_outlined",
    )


_AMOUNT = Text("金额", "Amount")
_BACK = Text("退货金额", "Returned amount")
_NET = Text("净额", "Net")
HEADINGS = (
    Text("订单号", "Order"),
    Text("日期", "Date"),
    Text("确认日期", "Confirmed"),
    Text("客户", "Customer"),
    Text("销售", "Rep"),
    Text("型号", "Code"),
    Text("名称", "Product"),
    Text("数量", "Quantity"),
    Text("单位", "Unit"),
    Text("牌价", "List price"),
    Text("单价", "Price"),
    Text("折扣", "Rate"),
    _AMOUNT,
    Text("已发", "Shipped"),
    Text("已退", "Returned"),
    Text("已取消", "Cancelled"),
    _BACK,
    _NET,
    Text("状态", "State"),
    Text("付款", "Terms"),
    Text("用途", "Purpose"),
    Text("承诺交货", "Promised"),
)
"""The columns that everybody gets."""

_COST, _MARGIN = Text("成本", "Line cost"), Text("毛利", "Margin")
COSTED = (Text("单位成本", "Unit cost"), _COST, _MARGIN, Text("毛利率", "Margin rate"))
"""The columns for managers and above."""

SUMMED = (_AMOUNT, _BACK, _NET, _COST, _MARGIN)
_RULE = Text(
    "按确认日期统计，未确认的按提交日期，不含草稿。净额 = 已确认的销售金额 − 取消 − 退货（至今）。",
    "By date of confirmation, else of submission; no drafts. Net = confirmed sales less cancelled and returned so far.",
)
_OWN = Text("范围：自己的和自己客户的订单。", "Of your own orders and those of your customers.")
_TEAMS = Text("范围：你管理的团队，和自己客户的订单。", "Of the teams you manage and of your customers.")
_ALL = Text("范围：全部团队。", "Of all teams.")
