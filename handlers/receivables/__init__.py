"""What customers owe, by how long it is overdue, and the statement of one of them; private, for whom it concerns."""

from dataclasses import replace

from bot.accounts import OWED, STATEMENT, account_of, check_account
from bot.card import Card
from bot.context import Context, Reply
from bot.errors import Refusal
from bot.money import exact
from bot.orders import in_private
from bot.payment_forms import AllocateRest
from bot.router import Part, Router
from bot.text import Text
from handlers.receivables.cards import account_card, choice_card, list_card
from handlers.receivables.periods import parted
from handlers.receivables.statements import statement_card
from sales.breaches import NotFound
from sales.periods import Period, month_of
from storage.customers import Customer, find_customer
from storage.names import clear, search
from storage.payments import allocate_rest
from storage.receivables import Whose

LONGEST = 100
"""How many characters of what was said are looked for."""

TEAM = Text("团队", "team")
"""The word that asks for the team's debts instead of a customer's."""

router = Router(Part.TRADE)


@router.command(
    OWED,
    Text("看应收和账龄", "See what is owed, and how old it is"),
    aliases=("ar",),
    example=Text("应收 华宁", "receivables Huaning"),
)
def ask(ctx: Context, said: str) -> Reply:
    """The asker's own, the team's for its manager, or one customer's."""
    return in_private(ctx, lambda: _found(ctx, said[:LONGEST].strip()))


@router.command(
    STATEMENT,
    Text("客户对账单", "A customer's statement"),
    aliases=("dz",),
    example=Text("对账 华宁 本月", "statement Huaning this month"),
)
def ask_statement(ctx: Context, said: str) -> Reply:
    """The statement of the customer and the period named, this month's if none is."""
    named, period = parted(said[:LONGEST].strip(), ctx.today)
    return in_private(ctx, lambda: _stated(ctx, named, period or month_of(ctx.today)))


@router.press(AllocateRest)
def allocate(ctx: Context, pressed: AllocateRest) -> Reply:
    """Settle what the customer owes with what is left of their money, and show how they stand now."""
    customer = find_customer(ctx.db, pressed.customer_id)
    if customer is None:
        number = f"C-{pressed.customer_id}"
        raise NotFound(number)
    check_account(ctx, customer)
    used = allocate_rest(ctx.db, customer.id, ctx.me.id, ctx.today, ctx.now)
    reply = in_private(ctx, lambda: account_card(ctx, account_of(ctx, customer)))
    if not used:
        return replace(reply, toast=_NONE_LEFT, tone="warning")
    return replace(reply, toast=Text("已分配 {amount}", "{amount} allocated").fill(amount=exact(used)))


def _found(ctx: Context, said: str) -> Card:
    if not said:
        return list_card(ctx, Whose(rep_id=ctx.me.id), Text("我的应收", "Owed to me"))
    if said.casefold() in (TEAM.zh, TEAM.en):
        return _of_team(ctx)
    found = _customer(ctx, said, OWED)
    return found if isinstance(found, Card) else account_card(ctx, account_of(ctx, found))


def _of_team(ctx: Context) -> Card:
    seat = ctx.managed
    if seat is None:
        raise Refusal(_MANAGERS)
    title = Text("{team} · 应收", "{team} · Receivables").fill(team=seat.team.name)
    return list_card(ctx, Whose(team_id=seat.team.id), title)


def _stated(ctx: Context, named: str, period: Period) -> Card:
    if not named:
        raise Refusal(_WHOSE)
    found = _customer(ctx, named, STATEMENT, "" if period == month_of(ctx.today) else period.name)
    return found if isinstance(found, Card) else statement_card(ctx, found, period)


def _customer(ctx: Context, said: str, word: Text, also: str = "") -> Customer | Card:
    """The customer that is clearly meant and that the asker may read of, or the card that asks which one it is."""
    hits = search(ctx.db, said)
    if not hits:
        raise Refusal(Text("没有叫「{name}」的客户。", "There is no customer called {name}.").fill(name=said[:40]))
    hit = clear(hits)
    if hit is None:
        return choice_card(said, hits, word, also)
    check_account(ctx, hit.customer)
    return hit.customer


_NONE_LEFT = Text("没有可以分配的了。", "There is nothing left to allocate.")
_WHOSE = Text(
    "要看哪家客户的对账单？发「对账 客户名」，可以加月份。",
    'Whose statement? Send "statement CUSTOMER", with a month if you like.',
)
_MANAGERS = Text(
    "团队的应收只有经理能看。看自己的请发「应收」。",
    'The team\'s receivables are for its manager. For your own, send "receivables".',
)
