"""Who may see and change a customer: asked of the database for every press, whatever the card says."""

from collections.abc import Callable

from bot.card import Card
from bot.context import Context, Reply
from bot.errors import Refusal
from bot.privacy import privately
from bot.text import Text
from sales.breaches import NotFound
from sales.customers import may_see
from sales.records import dataclass
from storage.customers import Customer, Owner, find_customer, owner_of


@dataclass(frozen=True, slots=True)
class Access:
    """How the asker stands to a customer; `owner` is None where nobody in a team owns it."""

    customer: Customer
    owner: Owner | None
    may_see: bool
    may_merge: bool


def access(ctx: Context, customer: Customer) -> Access:
    """How the asker stands to this customer now."""
    owner = owner_of(ctx.db, customer)
    owner = owner if owner and owner.team_ids else None
    teams = owner.team_ids if owner else frozenset[int]()
    sees = ctx.is_admin or may_see(ctx.me.id, owner.id if owner else None, teams, ctx.managed_ids)
    leads = ctx.is_admin or (bool(ctx.managed_ids) if owner is None else not ctx.managed_ids.isdisjoint(teams))
    return Access(customer, owner, sees, leads)


def opened(ctx: Context, customer_id: int) -> Access:
    """A customer that the asker may see and change; raises a refusal for any other."""
    found = access(ctx, customer_of(ctx, customer_id))
    if not found.may_see:
        raise Refusal(TAKEN if found.owner else UNOWNED)
    return found


def customer_of(ctx: Context, customer_id: int) -> Customer:
    """The customer with this id, or what it was merged into; raises `NotFound` if there is none."""
    customer = find_customer(ctx.db, customer_id)
    if customer is None:
        number = f"C-{customer_id}"
        raise NotFound(number)
    return customer


def in_private(ctx: Context, card_for: Callable[[], Card]) -> Reply:
    """Answer with a card about a customer: in a group it goes to the asker's direct chat instead."""
    return privately(ctx, card_for, _CUSTOMERS, _ELSEWHERE, "customer")


TAKEN = Text("已有归属。需要交接请找经理。", "This customer is taken. To have it handed over, ask your manager.")
UNOWNED = Text("还没有人负责，可以先认领。", "Nobody looks after this customer; claim it first.")
_CUSTOMERS = Text("客户", "Customers")
_ELSEWHERE = Text("客户资料只私信发送，请看和我的单聊。", "Customers are shown in private: see our direct chat.")
