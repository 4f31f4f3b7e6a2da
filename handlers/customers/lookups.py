"""Customers are found by any name, opened by who may see them, claimed where nobody looks after them."""

from bot.card import Card
from bot.context import Context, Reply
from bot.errors import Refusal
from bot.form import OUTDATED
from bot.router import Part, Router
from bot.text import Text
from handlers.customers.access import TAKEN, Access, access, customer_of, in_private
from handlers.customers.cards import choice_card, free_card, mine_card, nobody_card, taken_card
from handlers.customers.forms import ClaimCustomer, NewCustomer, OpenCustomer
from handlers.customers.profile import profile_card
from storage.customers import Customer, count_customers, customers_of, find_customer, find_or_add_customer, give
from storage.names import clear, search

MINE = 15
"""How many of their own customers somebody is shown."""
LONGEST = 100
"""How many characters of what was said are looked for."""

router = Router(Part.VISITS)


@router.command(
    Text("客户", "customer"),
    Text("查客户，看档案", "Look up a customer"),
    aliases=("kh",),
    example=Text("客户 zykj", "customer zykj"),
)
def ask(ctx: Context, said: str) -> Reply:
    """Open what was meant, ask when it is not clear, or show the asker's own."""
    return in_private(ctx, lambda: found_card(ctx, said[:LONGEST].strip()))


@router.command(
    Text("认领", "claim"),
    Text("认领没有人负责的客户", "Take on a customer that nobody has"),
    example=Text("认领 智云科技", "claim Zhiyun"),
)
def claim_by_name(ctx: Context, said: str) -> Reply:
    """Claim what was meant; when that is not clear, ask first."""
    hit = clear(search(ctx.db, said[:LONGEST]))
    if hit is None:
        return in_private(ctx, lambda: found_card(ctx, said[:LONGEST].strip()))
    _claim(ctx, hit.customer)
    return in_private(ctx, lambda: opened_card(ctx, customer_of(ctx, hit.customer.id)))


@router.press(OpenCustomer)
def open_one(ctx: Context, pressed: OpenCustomer) -> Reply:
    """Open the customer that was chosen."""
    return Reply(opened_card(ctx, customer_of(ctx, pressed.customer_id)))


@router.press(NewCustomer)
def create(ctx: Context, pressed: NewCustomer) -> Reply:
    """Make a new customer of the asker's, unless somebody has meanwhile."""
    name = pressed.customer[:LONGEST].strip()
    if not name:
        raise Refusal(OUTDATED)
    return Reply(opened_card(ctx, find_or_add_customer(ctx.db, name, ctx.me.id, ctx.now)))


@router.press(ClaimCustomer)
def claim(ctx: Context, pressed: ClaimCustomer) -> Reply:
    """Make the presser the owner of a customer that nobody looks after."""
    customer = _claim(ctx, customer_of(ctx, pressed.customer_id))
    return Reply(opened_card(ctx, customer), _CLAIMED.fill(name=customer.name))


def found_card(ctx: Context, said: str) -> Card:
    """The one customer that is meant, or those that may be, or none; without words the asker's own."""
    if not said:
        mine = customers_of(ctx.db, ctx.me.id, MINE)
        return mine_card(ctx, mine, count_customers(ctx.db, ctx.me.id))
    hits = search(ctx.db, said)
    if not hits:
        return nobody_card(ctx, said)
    hit = clear(hits)
    return opened_card(ctx, hit.customer) if hit else choice_card(ctx, said, hits)


def opened_card(ctx: Context, customer: Customer) -> Card:
    """As much of a customer as the asker may see."""
    seen = access(ctx, customer)
    if seen.may_see:
        return profile_card(ctx, seen)
    return taken_card(customer, TAKEN) if seen.owner else free_card(ctx, customer)


def _claim(ctx: Context, customer: Customer) -> Customer:
    """The customer as the asker's own; a customer that is taken stays with its owner."""
    seen: Access = access(ctx, customer)
    if seen.owner is not None and seen.owner.id == ctx.me.id:
        return customer
    if seen.owner is not None or not _give(ctx, customer):
        raise Refusal(TAKEN)
    return find_customer(ctx.db, customer.id) or customer


def _give(ctx: Context, customer: Customer) -> bool:
    return give(ctx.db, customer, ctx.me.id, ctx.me.id, ctx.now, ctx.house.business_day(ctx.now))


_CLAIMED = Text("已认领 {name}", "{name} is yours now")
