"""A customer's account as people see it: who may see it, what is owed, what is overdue, and what is left of money."""

from collections.abc import Sequence
from datetime import date

from bot.card import Element, facts, md
from bot.context import Context
from bot.controls import button
from bot.errors import Refusal
from bot.money import exact
from bot.orders import PAY, is_director
from bot.payment_forms import AllocateRest
from bot.text import Text, joined, same
from bot.views import Run
from bot.words import day
from sales.money import ZERO, Money, total
from sales.receivables import days_late
from sales.records import dataclass
from storage.credits import unallocated
from storage.customers import Customer, owner_of
from storage.receivables import Receivable, open_of_customer

OWED, STATEMENT = Text("应收", "receivables"), Text("对账", "statement")
"""The commands that go on with a customer's account, in the words that are typed."""


@dataclass(frozen=True, slots=True)
class Account:
    """How a customer stands today: what is open, the oldest due first, and the money that settles nothing yet."""

    customer: Customer
    today: date
    open: Sequence[Receivable]
    left: Money

    @property
    def owed(self) -> Money:
        """All that is open."""
        return total([each.open for each in self.open])

    @property
    def overdue(self) -> Money:
        """What of it is past its due date."""
        return total([each.open for each in self.open if each.due_on < self.today])


def account_of(ctx: Context, customer: Customer) -> Account:
    """How a customer stands on the team's day."""
    owed = open_of_customer(ctx.db, customer.id)
    return Account(customer, ctx.today, owed, unallocated(ctx.db, customer.id))


def leads(ctx: Context, customer: Customer) -> bool:
    """Whether the asker stands above whoever has the customer: its owner's manager, any if it has none, an admin."""
    owner = owner_of(ctx.db, customer)
    if owner is None or not owner.team_ids:
        return bool(ctx.managed_ids) or is_director(ctx)
    return not ctx.managed_ids.isdisjoint(owner.team_ids) or is_director(ctx)


def may_see_account(ctx: Context, customer: Customer) -> bool:
    """Whether the asker may read what a customer owes: its owner, and those above them."""
    return customer.owner_id == ctx.me.id or leads(ctx, customer)


def check_account(ctx: Context, customer: Customer) -> None:
    """Raise a refusal unless the asker may read what a customer owes."""
    if not may_see_account(ctx, customer):
        raise Refusal(TAKEN)


def standing(account: Account) -> Element:
    """What is owed, what of it is overdue, and what is left of their money, exact and in one place."""
    pairs = [(Text("还欠", "Still owed"), exact(account.owed))]
    if account.overdue:
        pairs.append((Text("其中逾期", "Overdue"), exact(account.overdue)))
    if account.left:
        pairs.append((Text("未分配", "Not allocated"), exact(account.left)))
    return facts(*pairs)


def owed_line(owed: Receivable, today: date, *, with_customer: bool = False) -> Element:
    """One shipment that is owed for: its order, what is open, and how it stands to its due date."""
    late = days_late(owed.due_on, today)
    colour = "red" if late > 0 else "blue"
    rest = [Text("应付 {day}", "due {day}").fill(day=day(owed.due_on)), due_words(late)]
    who = f"{{customer}} {owed.order}" if with_customer else owed.order
    said = same(f"**{who}** {{open}}\n<font color='{colour}'>{{rest}}</font>")
    names = {"customer": owed.customer} if with_customer else {}
    return md(said, open=exact(owed.open), rest=joined(rest, " · "), **names)


def due_words(late: int) -> Text:
    """How many days something is overdue, or still has."""
    if late > 0:
        return Text("逾期 {n} 天", "{n} days overdue").fill(n=late)
    return Text("还有 {n} 天", "{n} days left").fill(n=-late) if late else Text("今天到期", "due today")


def statement_button(customer: str) -> Element:
    """The way to a customer's statement."""
    return button(Text("对账", "Statement"), Run(f"{STATEMENT.zh} {customer}").stamp())


def pay_button(words: str) -> Element:
    """The way to enter money of a customer or for an order."""
    return button(Text("回款", "Payment"), Run(f"{PAY.zh} {words}").stamp())


def allocate_button(ctx: Context, account: Account) -> Element | None:
    """The press that settles what is owed with what is left; None while there is nothing to settle or to do it with."""
    if account.left <= ZERO or account.owed <= ZERO:
        return None
    return button(Text("分配", "Allocate"), AllocateRest(account.customer.id).stamp(to=ctx.open_id))


TAKEN = Text("已有归属。需要交接请找经理。", "This customer is taken. To have it handed over, ask your manager.")
"""What somebody reads of a customer whose amounts are not theirs to see."""
