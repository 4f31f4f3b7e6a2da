"""A customer's statement on a card: the opening balance, what happened day by day, the closing balance."""

from collections.abc import Sequence

from bot.accounts import account_of, allocate_button, pay_button, standing
from bot.card import Card, Column, Element, card, cut, facts, note, plain, table
from bot.context import Context
from bot.controls import buttons
from bot.money import exact
from bot.text import Text, same
from bot.words import span
from sales.money import Money, total
from sales.orders import number
from sales.periods import Period
from storage import statements
from storage.customers import Customer
from storage.payments import number as payment_number
from storage.statements import Movement, Statement, What

MOST = 30
"""How many movements the card shows, the newest; what went before is summed up."""


def statement_card(ctx: Context, customer: Customer, period: Period) -> Card:
    """The statement over a period, and how the customer stands today."""
    found = statements.statement(ctx.db, customer.id, period.first, period.end)
    account = account_of(ctx, customer)
    name = same(cut(customer.name, 40))
    lead = Text("{name} 期末余额 {closing}", "{name}: closing balance {closing}").fill(
        name=name, closing=exact(found.closing)
    )
    hidden, shown = found.movements[:-MOST], found.movements[-MOST:]
    return card(
        Text("对账单：{name}", "Statement: {name}").fill(name=name),
        _balances(found),
        _earlier(hidden) if hidden else None,
        _table(shown) if shown else plain(Text("这段时间没有往来。", "Nothing happened in this period.")),
        note(_SIGNS),
        standing(account),
        buttons(pay_button(customer.name), allocate_button(ctx, account)),
        subtitle=span(period.first, period.end),
        summary=lead,
        icon="list_outlined",
    )


def _balances(found: Statement) -> Element:
    grown = [each.amount for each in found.movements if each.what is What.BILLED]
    return facts(
        (Text("期初余额", "Opening balance"), exact(found.opening)),
        (Text("期末余额", "Closing balance"), exact(found.closing)),
        (Text("本期发货", "Shipped"), exact(total(grown))),
        (Text("本期退货与回款", "Returned and paid"), exact(_settled(found.movements))),
    )


def _settled(movements: Sequence[Movement]) -> Money:
    """What came back and came in, counter-entries taken off; below zero as on the lines."""
    return total([each.amount for each in movements if each.what is not What.BILLED])


def _earlier(hidden: Sequence[Movement]) -> Element:
    """The movements for which there is no room, so that the balances still add up."""
    said = Text("更早的 {n} 笔合计 {sum}", "{n} earlier ones come to {sum}")
    return note(said.fill(n=len(hidden), sum=exact(total([each.amount for each in hidden]))))


def _table(shown: Sequence[Movement]) -> Element:
    heads = [
        Column("on", Text("日期", "Date"), width="20%"),
        Column("what", Text("事项", "What"), width="22%"),
        Column("number", Text("单号", "No."), width="22%"),
        Column("amount", Text("金额", "Amount"), align="right", width="36%"),
    ]
    return table(heads, [_row(each) for each in shown], page_size=10)


def _row(moved: Movement) -> dict[str, object]:
    said = payment_number(moved.payment_id) if moved.payment_id else number(moved.order_id)
    return {
        "on": f"{moved.on:%m-%d}",
        "what": _WHAT[moved.what],
        "number": said,
        "amount": exact(moved.amount),
    }


_WHAT = {
    What.BILLED: Text("发货", "Shipped"),
    What.RETURNED: Text("退货", "Returned"),
    What.PAID: Text("回款", "Paid"),
    What.REVERSED: Text("冲销", "Reversed"),
}
_SIGNS = Text(
    "正数是客户欠我们的，负数是退货、回款或预付。",
    "Above zero the customer owes us; below it are returns, payments and prepayments.",
)
