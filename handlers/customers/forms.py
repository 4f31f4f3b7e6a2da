"""What is asked about a customer, and the buttons on its cards."""

from bot.form import Form, carried, choice, pick, words
from bot.text import Text
from sales.customers import Duty
from sales.records import dataclass

DUTIES = {
    Duty.BUYER: Text("购买者", "Buyer"),
    Duty.USER: Text("使用者", "User"),
    Duty.DECIDER: Text("决策者", "Decider"),
    Duty.ADVISER: Text("建议者", "Adviser"),
    Duty.INFLUENCER: Text("影响者", "Influencer"),
    Duty.EVALUATOR: Text("评估者", "Evaluator"),
    Duty.COACH: Text("教练", "Coach"),
}
"""What somebody at the customer has to say in a purchase, as people say it."""


@dataclass(frozen=True)
class OpenCustomer(Form):
    """A customer chosen from a list, or gone back to."""

    customer_id: int = carried(0)


@dataclass(frozen=True)
class NewCustomer(Form):
    """The button 新建 below a search that did not find it."""

    customer: str = carried("")


@dataclass(frozen=True)
class ClaimCustomer(Form):
    """The button 认领 on the card of a customer that nobody owns."""

    customer_id: int = carried(0)


@dataclass(frozen=True)
class AskTier(Form):
    """The button 改等级 on a profile."""

    customer_id: int = carried(0)


@dataclass(frozen=True)
class SetTier(Form):
    """One of the four tiers."""

    customer_id: int = carried(0)
    tier: str = carried("")


@dataclass(frozen=True)
class AskContact(Form):
    """The button 加联系人 on a profile."""

    customer_id: int = carried(0)


@dataclass(frozen=True)
class AddContact(Form):
    """Somebody at the customer; who is there already is entered anew."""

    once = True

    customer_id: int = carried(0)
    contact: str = words(Text("姓名", "Name"), limit=60, required=True)
    duty: Duty = choice(Text("角色", "Role"), DUTIES, Duty.NONE)
    phone: str = words(Text("电话", "Phone"), limit=32)


@dataclass(frozen=True)
class AskAlias(Form):
    """The button 加别名 on a profile."""

    customer_id: int = carried(0)


@dataclass(frozen=True)
class AddAlias(Form):
    """What else people call the customer."""

    customer_id: int = carried(0)
    alias: str = words(Text("别名", "Alias"), limit=100, required=True)


@dataclass(frozen=True)
class AskMerger(Form):
    """The button 合并 on a profile, for managers."""

    customer_id: int = carried(0)


@dataclass(frozen=True)
class PreviewMerger(Form):
    """Which other customer is the same: chosen from the likeliest (an id), or named."""

    customer_id: int = carried(0)
    likely: str = pick(Text("和哪家是同一家", "The same as"), limit=12)
    customer: str = words(Text("或者写名字", "Or its name"), limit=100)


@dataclass(frozen=True)
class MergeCustomers(Form):
    """The decision which of two customers is kept."""

    gone_id: int = carried(0)
    kept_id: int = carried(0)


@dataclass(frozen=True)
class UndoMerger(Form):
    """The button 撤销合并 on the receipt and on the profile."""

    merger_id: int = carried(0)
