"""The sheets a company's history is brought in by: their files, their columns, and an example row of each."""

from collections.abc import Sequence
from functools import cached_property
from typing import Final

from bot.sheets import SheetColumn
from bot.text import Text
from sales.records import dataclass


@dataclass(frozen=True)
class HistorySheet:
    """One kind of file: `teams.csv`, or a sheet of that name in a workbook. `about` says what a row is."""

    name: str
    title: Text
    about: Text
    columns: Sequence[SheetColumn]

    @cached_property
    def required(self) -> frozenset[str]:
        """The keys of the columns that no row may leave empty."""
        return frozenset(column.key for column in self.columns if column.required)

    def titled(self, key: str) -> Text:
        """The heading of a column."""
        return next(column.title for column in self.columns if column.key == key)


def _need(key: str, title: Text, example: str) -> SheetColumn:
    return SheetColumn(key, title, required=True, example=example)


def _may(key: str, title: Text, example: str = "") -> SheetColumn:
    return SheetColumn(key, title, example=example)


TEAMS: Final = HistorySheet(
    "teams",
    Text("团队", "teams"),
    Text("每行一个团队；名字已存在的保持原样", "one team a row; a team with a known name stays as it is"),
    (
        _need("name", Text("团队", "team"), "East 1"),
        _may("chat_id", Text("群ID", "chat id")),
        _may("timezone", Text("时区", "time zone"), "Asia/Shanghai"),
        _may("area", Text("大区", "area"), "East"),
        _may("region", Text("节假日地区", "holidays of"), "CN"),
    ),
)
MEMBERS: Final = HistorySheet(
    "members",
    Text("成员", "members"),
    Text("每行是一个人在一个团队的时间；角色为主管或销售", "one person's time in one team; the role is manager or rep"),
    (
        _need("open_id", Text("用户ID", "open id"), "ou_example_li"),
        _need("name", Text("姓名", "name"), "Li Lei"),
        _need("team", Text("团队", "team"), "East 1"),
        _may("role", Text("角色", "role"), "rep"),
        _need("first", Text("开始日期", "from"), "2024-01-01"),
        _may("last", Text("结束日期", "to")),
    ),
)
CUSTOMERS: Final = HistorySheet(
    "customers",
    Text("客户", "customers"),
    Text(
        "同一客户可有多行：每行是从哪天起归谁、什么等级",
        "several rows of one customer say who owned it, and its tier, from which day",
    ),
    (
        _need("name", Text("客户", "customer"), "Huaning Precision"),
        _may("owner", Text("负责人ID", "owner"), "ou_example_li"),
        _may("tier", Text("等级", "tier"), "A"),
        _need("first", Text("归属起始日", "owned from"), "2024-01-01"),
    ),
)
PRODUCTS: Final = HistorySheet(
    "products",
    Text("产品", "products"),
    Text("每行一个产品", "one product a row"),
    (
        _need("code", Text("型号", "code"), "A100"),
        _need("name", Text("名称", "name"), "Gear pump"),
        _may("unit", Text("单位", "unit"), "pcs"),
        _may("group", Text("产品组", "group"), "Pumps"),
    ),
)
PRICES: Final = HistorySheet(
    "prices",
    Text("价格", "prices"),
    Text("每行是一个产品从某天起的价格", "the prices of one product from a day on"),
    (
        _need("code", Text("型号", "code"), "A100"),
        _need("list_price", Text("牌价", "list price"), "100.00"),
        _may("floor_price", Text("底价", "floor price"), "70.00"),
        _may("cost", Text("成本", "cost"), "60.00"),
        _need("first", Text("生效日期", "from"), "2024-01-01"),
    ),
)
VISITS: Final = HistorySheet(
    "visits",
    Text("拜访", "visits"),
    Text("每行一次拜访；没有编号时按内容识别重复", "one visit a row; one without a number is known by its content"),
    (
        _may("number", Text("编号", "number"), "CRM-1"),
        _need("rep", Text("销售ID", "rep"), "ou_example_li"),
        _may("team", Text("团队", "team")),
        _need("customer", Text("客户", "customer"), "Huaning Precision"),
        _need("on", Text("拜访日期", "date"), "2024-03-04"),
        _may("kind", Text("方式", "kind"), "on-site"),
        _may("contact", Text("联系人", "contact"), "Mr Chen"),
        _may("purpose", Text("目的", "purpose"), "renewal"),
        _may("outcome", Text("结果", "outcome"), "agreed to a trial"),
        _may("next_step", Text("下一步", "next step"), "send a quote"),
        _may("next_step_on", Text("下一步日期", "next step on")),
    ),
)
ORDERS: Final = HistorySheet(
    "orders",
    Text("订单", "orders"),
    Text(
        "每行一张订单；未发货的部分在取消日期取消；账期类型为预付、货到或月结",
        "one order a row; what has not left is cancelled on that date; terms are prepaid, net or monthly",
    ),
    (
        _need("number", Text("订单号", "order"), "PO-1"),
        _need("customer", Text("客户", "customer"), "Huaning Precision"),
        _need("rep", Text("销售ID", "rep"), "ou_example_li"),
        _may("team", Text("团队", "team")),
        _need("ordered_on", Text("下单日期", "ordered on"), "2024-03-05"),
        _may("confirmed_on", Text("确认日期", "confirmed on"), "2024-03-05"),
        _may("kind", Text("类型", "kind"), "sale"),
        _may("credit", Text("账期类型", "terms"), "net"),
        _may("credit_days", Text("账期天数", "days"), "30"),
        _may("promised_on", Text("交货日期", "promised for")),
        _may("cancelled_on", Text("取消日期", "cancelled on")),
        _may("note", Text("备注", "note")),
    ),
)
LINES: Final = HistorySheet(
    "order_lines",
    Text("订单明细", "order lines"),
    Text(
        "单价留空时取当天牌价；折扣率 90 为九折", "without a price the list price of the day; a rate of 90 is 10 % off"
    ),
    (
        _need("number", Text("订单号", "order"), "PO-1"),
        _need("code", Text("型号", "code"), "A100"),
        _need("quantity", Text("数量", "quantity"), "10"),
        _may("price", Text("单价", "price"), "95.00"),
        _may("rate", Text("折扣率", "rate"), "100"),
    ),
)
SPLITS: Final = HistorySheet(
    "order_splits",
    Text("订单分成", "order shares"),
    Text("一张订单的分成合计 100", "the shares of one order add up to 100"),
    (
        _need("number", Text("订单号", "order"), "PO-1"),
        _need("rep", Text("销售ID", "rep"), "ou_example_li"),
        _need("share", Text("比例", "share"), "100"),
    ),
)
SHIPMENTS: Final = HistorySheet(
    "shipments",
    Text("发货", "shipments"),
    Text("同一发货单号的多行是一次发货", "rows with one number are one shipment"),
    (
        _need("number", Text("发货单号", "shipment"), "SH-1"),
        _need("order", Text("订单号", "order"), "PO-1"),
        _need("on", Text("发货日期", "shipped on"), "2024-03-08"),
        _need("code", Text("型号", "code"), "A100"),
        _need("quantity", Text("数量", "quantity"), "10"),
    ),
)
RETURNS: Final = HistorySheet(
    "returns",
    Text("退货", "returns"),
    Text(
        "原因：质量、发错、损坏、多余、录入错误或其他",
        "the reason is quality, wrong goods, damaged, surplus, entry error or other",
    ),
    (
        _need("number", Text("退货单号", "return"), "RT-1"),
        _need("order", Text("订单号", "order"), "PO-1"),
        _need("on", Text("退货日期", "returned on"), "2024-03-20"),
        _need("code", Text("型号", "code"), "A100"),
        _need("quantity", Text("数量", "quantity"), "1"),
        _may("reason", Text("原因", "reason"), "quality"),
        _may("note", Text("备注", "note")),
    ),
)
PAYMENTS: Final = HistorySheet(
    "payments",
    Text("回款", "payments"),
    Text(
        "没写订单号的，先还到期最早的应收",
        "without an order the money settles what was due first",
    ),
    (
        _need("number", Text("回款编号", "payment"), "HK-2024-1"),
        _need("customer", Text("客户", "customer"), "Huaning Precision"),
        _need("amount", Text("金额", "amount"), "500.00"),
        _need("on", Text("到账日期", "paid on"), "2024-04-02"),
        _may("order", Text("订单号", "order"), "PO-1"),
        _may("note", Text("备注", "note")),
    ),
)
TARGETS: Final = HistorySheet(
    "targets",
    Text("目标", "targets"),
    Text(
        "范围：公司、大区、团队或个人；期间如 2024-03、2024-Q1、2024",
        "scope is company, area, team or rep; periods such as 2024-03, 2024-Q1, 2024",
    ),
    (
        _need("level", Text("范围", "scope"), "team"),
        _may("of", Text("对象", "of"), "East 1"),
        _need("period", Text("期间", "period"), "2024-03"),
        _need("value", Text("目标值", "value"), "300000"),
        _may("kpi", Text("指标", "figure"), "K01"),
        _may("product", Text("产品", "product")),
    ),
)
LEAVE: Final = HistorySheet(
    "leave",
    Text("请假", "leave"),
    Text("半天写上午或下午", "a half day is am or pm"),
    (
        _need("open_id", Text("用户ID", "open id"), "ou_example_li"),
        _need("first", Text("开始日期", "from"), "2024-05-06"),
        _may("first_half", Text("开始半天", "from half"), "am"),
        _need("last", Text("结束日期", "to"), "2024-05-07"),
        _may("last_half", Text("结束半天", "to half"), "pm"),
        _may("reason", Text("原因", "reason")),
    ),
)

SHEETS: Final = (
    TEAMS, MEMBERS, CUSTOMERS, PRODUCTS, PRICES, VISITS, ORDERS, LINES, SPLITS, SHIPMENTS, RETURNS, PAYMENTS, TARGETS,
    LEAVE,
)  # fmt: skip
"""Every kind of file, in the order in which they are read: what is named by others comes first."""
