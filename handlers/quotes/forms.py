"""What is asked of a rep about a quote, what its preview carries, and the buttons on its card."""

from datetime import date

from bot.doubles import which_known
from bot.form import Form, carried, day, pick, words
from bot.line_fields import Deal
from bot.text import Text
from sales.records import dataclass
from sales.terms import Credit


@dataclass(frozen=True)
class FileQuote(Deal):
    """The quote form; with a quote's id and version it makes its next one. `unread` is what of a line was not read.

    `asked` is the customer's name for which the form asks, in `which`, whether it is one that we know.
    """

    quote_id: int = carried(0)
    seen: int = carried(0)
    unread: str = carried("")
    asked: str = carried("")
    recent: str = pick(Text("最近的客户（没有就在下面填）", "Recent customers (or type one below)"), limit=100)
    customer: str = words(Text("客户", "Customer"), limit=100)
    which: str = which_known()
    valid_until: date | None = day(Text("有效期至", "Valid until"))
    note: str = words(Text("备注", "Note"), limit=500, lines=2)


@dataclass(frozen=True)
class Offered(Form):
    """What a preview shows, in the hidden fields of its buttons; `wishes` is packed by `handlers.quotes.offers`.

    `quote_id` and the version `seen` are of the quote that it would change, 0 for a new one.
    """

    quote_id: int = carried(0)
    seen: int = carried(0)
    customer_id: int = carried(0)
    wishes: str = carried("")
    credit: str = carried(Credit.PREPAID.value)
    days: int = carried(0)
    until: str = carried("")
    note: str = carried("")


@dataclass(frozen=True)
class SaveQuote(Offered):
    """The button 保存 of a preview."""

    once = True


@dataclass(frozen=True)
class ReviseOffer(Offered):
    """The button 修改 of a preview: back to the form."""


@dataclass(frozen=True)
class ShowQuote(Form):
    """The quote as it stands now."""

    quote_id: int = carried(0)


@dataclass(frozen=True)
class EditQuote(Form):
    """Turn the quote's card into its form."""

    quote_id: int = carried(0)


@dataclass(frozen=True)
class AcceptQuote(Form):
    """Make an order of the quote that was read in the version `seen`."""

    quote_id: int = carried(0)
    seen: int = carried(0)


@dataclass(frozen=True)
class RenewQuote(Form):
    """Offer the same once more, until a later day: a preview of the next version."""

    quote_id: int = carried(0)


@dataclass(frozen=True)
class WithdrawQuote(Form):
    """Take the quote back that was read in the version `seen`; the button asks first."""

    quote_id: int = carried(0)
    seen: int = carried(0)
