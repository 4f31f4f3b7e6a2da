"""What is asked of a rep about an order, and the presses around the form."""

from datetime import date

from bot.doubles import which_known
from bot.form import Form, carried, choice, day, pick, words
from bot.line_fields import Deal
from bot.text import Text
from bot.trade_words import KINDS
from sales.orders import Kind
from sales.records import dataclass


@dataclass(frozen=True)
class FileOrder(Deal):
    """The order form; with an order's id, version and state as it was `seen` it changes that one.

    `unread` is what of a line was not understood; `asked` is the customer's name for which the form asks, in `which`,
    whether it is one that we know.
    """

    once = True

    order_id: int = carried(0)
    seen: int = carried(0)
    stood: str = carried("")
    unread: str = carried("")
    asked: str = carried("")
    recent: str = pick(Text("最近的客户（没有就在下面填）", "Recent customers (or type one below)"), limit=100)
    customer: str = words(Text("客户", "Customer"), limit=100)
    which: str = which_known()
    promised_on: date | None = day(Text("承诺交货", "Promised for"))
    kind: Kind = choice(Text("用途", "Purpose"), KINDS, Kind.SALE)
    note: str = words(Text("备注", "Note"), limit=500, lines=2)


@dataclass(frozen=True)
class NewOrder(Form):
    """The button below a list: an order for the customer whose orders these are."""

    customer_id: int = carried(0)
