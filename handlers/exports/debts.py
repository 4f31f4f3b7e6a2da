"""What is owed as a sheet, one row for each shipment that is not paid, and the card with the same sums."""

from collections.abc import Sequence
from datetime import date

from bot.card import Card, Metric, card, facts, metrics, note, plain
from bot.money import brief, exact
from bot.sheets import Cell, Sheet
from bot.text import Text, same
from bot.words import day
from handlers.exports.headings import TOTAL, both
from sales.money import Money, total
from storage.receivables import Receivable

DEBTS = Text("应收", "receivables")
"""What is exported, as people type it."""

HEADINGS = (
    Text("客户", "Customer"),
    Text("订单号", "Order"),
    Text("销售", "Rep"),
    Text("发货日期", "Shipped"),
    Text("到期日", "Due"),
    Text("逾期天数", "Days overdue"),
    Text("应收金额", "Billed"),
    Text("未收金额", "Open"),
)
"""The columns, for everybody alike: there is no cost in them."""


def debts_sheet(owed: Sequence[Receivable], today: date) -> Sheet:
    """One row for each open receivable, the oldest due first, and the sums below."""
    rows = [_cells(each, today) for each in owed]
    sums: list[Cell] = [both(TOTAL), *[None] * 5, total([each.amount for each in owed]), _open(owed)]
    return Sheet(f"{DEBTS.zh} {today}", [both(heading) for heading in HEADINGS], rows, sums if rows else [])


def _cells(owed: Receivable, today: date) -> list[Cell]:
    late = max(0, (today - owed.due_on).days)
    return [owed.customer, owed.order, owed.rep, owed.shipped_on, owed.due_on, late, owed.amount, owed.open]


def _open(owed: Sequence[Receivable]) -> Money:
    return total([each.open for each in owed])


def debts_card(owed: Sequence[Receivable], today: date) -> Card:
    """How much was sent, with the sums of the sheet to the cent."""
    title = Text("导出应收", "Receivables exported")
    if not owed:
        none = Text("现在没有应收款。", "Nothing is owed now.")
        return card(title, plain(none), subtitle=day(today), summary=none, icon="file-link-xlsx_outlined")
    late = [each for each in owed if each.due_on < today]
    sent = Text("已私信发送 {n} 行的表格", "A sheet of {n} rows was sent to you").fill(n=len(owed))
    return card(
        title,
        metrics(
            Metric(same(len(owed)), Text("明细（行）", "Rows")),
            Metric(brief(_open(late)), _LATE),
            Metric(brief(_open(owed)), _OPEN),
        ),
        facts((_OPEN, exact(_open(owed))), (_LATE, exact(_open(late)))),
        plain(sent),
        note(_RULE),
        subtitle=day(today),
        summary=sent,
        icon="file-link-xlsx_outlined",
    )


_OPEN, _LATE = Text("未收金额", "Open"), Text("其中逾期", "Of it overdue")
_RULE = Text("按到期日从早到晚；没有分配的回款不在内。", "The oldest due first; money not allocated is not in it.")
