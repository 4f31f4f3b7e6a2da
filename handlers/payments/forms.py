"""What is asked about money that came in, and the buttons of the card on which it is confirmed."""

from datetime import date

from bot.form import Form, carried, day, pick, words
from bot.text import Text
from sales.records import dataclass

AMOUNT, ORDERS = Text("金额", "Amount"), Text("订单号（可不填，可多个）", "Orders (none or several)")


@dataclass(frozen=True)
class TellPayment(Form):
    """The payment form. `unread` is what of a line was not understood.

    `asked` is the customer's name for which the form asks, in `which`, who of those we know is meant.
    """

    unread: str = carried("")
    asked: str = carried("")
    customer: str = words(Text("客户", "Customer"), limit=100)
    which: str = pick(Text("是哪一家？", "Which one?"), limit=12)
    amount: str = words(AMOUNT, limit=40, required=True)
    orders: str = words(ORDERS, limit=100)
    on: date | None = day(Text("到账日期", "Date at the bank"))
    note: str = words(Text("备注", "Note"), limit=200)


@dataclass(frozen=True)
class ConfirmPayment(Form):
    """The button 确认: all that the card shows; `minor` are minor units, `orders` ids between spaces, `on` ISO."""

    once = True

    customer_id: int = carried(0)
    minor: str = carried("")
    orders: str = carried("")
    on: str = carried("")
    note: str = carried("")


@dataclass(frozen=True)
class ChangePayment(Form):
    """The button 修改 beside it: the same turned into the form again; nothing has been kept yet."""

    customer_id: int = carried(0)
    minor: str = carried("")
    orders: str = carried("")
    on: str = carried("")
    note: str = carried("")
